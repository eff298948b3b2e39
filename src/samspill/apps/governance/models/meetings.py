"""Meetings with their agendas, who was there, the minutes that several write at once, and the book of papers."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.models.bodies import Body, Seat
from samspill.apps.governance.models.cases import Case
from samspill.directory.models import Community, Position


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", _("Planlagt")
    CALLED = "called", _("Innkalt")
    HELD = "held", _("Holdt")
    CANCELLED = "cancelled", _("Avlyst")


class MeetingSeries(models.Model):
    """Meetings of a body that come again: the second Thursday of every month, every third week. See meetings/series."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="meeting_series")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meeting_series")
    rhythm = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at"]
        verbose_name_plural = "meeting series"


class Meeting(models.Model):
    """A meeting of a body. `sequence` grows when time, place or status changes, so that calendars follow.

    series, origin: what it came from, a series and the same meeting of the year before, where it was not made alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="meetings")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    link = models.URLField(blank=True)
    status = models.CharField(max_length=20, choices=MeetingStatus, default=MeetingStatus.PLANNED)
    status_note = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    series = models.ForeignKey(MeetingSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="meetings")
    origin = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="repeated")

    class Meta:
        ordering: ClassVar[list[str]] = ["starts"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["community", "starts"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["origin"], name="meeting_repeated_once")
        ]

    def __str__(self) -> str:
        return f"{self.body.short_name} {self.starts:%Y-%m-%d}"


class PapersSent(models.Model):
    """The papers of a meeting went out: to user representatives and GPs first (`early`), then to everybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers_sent")
    early = models.BooleanField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]
        verbose_name_plural = "papers sent"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "early"], name="papers_sent_once")
        ]


class ItemKind(models.TextChoices):
    OPENING = "opening", _("Godkjenning av innkalling og sakliste")
    EARLIER_MINUTES = "earlier_minutes", _("Godkjenning av forrige referat")
    FOLLOW_UP = "follow_up", _("Oppfølging av vedtak")
    CASE = "case", _("Sak")
    OTHER = "other", _("Eventuelt")


class AgendaItem(models.Model):
    """One point of the agenda: a case, or one of those that each meeting has."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=ItemKind, default=ItemKind.CASE)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    minutes = models.PositiveSmallIntegerField(default=15)
    speaker = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    taken_off = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "case"], name="one_item_a_case")
        ]


class Presence(models.TextChoices):
    PRESENT = "present", _("Til stede")
    ALTERNATE = "alternate", _("Vara møtte")
    ABSENT = "absent", _("Forfall")


class Attendance(models.Model):
    """Whether a seat was filled at a meeting, and by whom: the names as they were."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendance")
    presence = models.CharField(max_length=20, choices=Presence)
    who_name = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="one_attendance_a_seat")
        ]


class Conflict(models.Model):
    """Somebody says that they may have a conflict of interest in a point; the leader decides whether they leave."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="conflicts")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="conflicts")
    reason = models.TextField()
    said_by = models.CharField(max_length=160)
    leaves = models.BooleanField(null=True)
    settled_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "seat"], name="one_conflict_a_seat")
        ]


class MinutesStatus(models.TextChoices):
    DRAFT = "draft", _("Skrives")
    AMENDMENTS = "amendments", _("Ute til rettelser")
    APPROVED = "approved", _("Godkjent og låst")
    PUBLISHED = "published", _("Offentliggjort")


class Minutes(models.Model):
    """The minutes of one meeting."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    status = models.CharField(max_length=20, choices=MinutesStatus, default=MinutesStatus.DRAFT)
    amend_by = models.DateField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=160, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "minutes"


class MinutesPart(models.Model):
    """The paragraphs about one point. `version` counts the savings; what is exempt is left out when it is published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="parts")
    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="part")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    exempt = models.BooleanField(default=False)
    ground = models.CharField(max_length=160, blank=True)
    changed_by = models.CharField(max_length=160, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["item__order"]


class PartVersion(models.Model):
    """The text as it was saved once: what later savings are merged with, and the trace of who wrote what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    part = models.ForeignKey(MinutesPart, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["part", "version"], name="one_text_a_version")
        ]


class Amendment(models.Model):
    """A member wants a part of the minutes to say something else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    part = models.ForeignKey(MinutesPart, on_delete=models.CASCADE, related_name="amendments")
    words = models.TextField()
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    taken = models.BooleanField(null=True)  # in, or not; None: not looked at
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]


class BookStatus(models.TextChoices):
    WAITING = "waiting", _("Venter på tur")
    RUNNING = "running", _("Lages nå")
    READY = "ready", _("Ferdig")
    STOPPED = "stopped", _("Stoppet")
    FAILED = "failed", _("Gikk ikke")


class MeetingBook(models.Model):
    """All papers of a meeting as one PDF, made in the background. `whole`: with what is exempt, for the members."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="books")
    whole = models.BooleanField(default=False)
    status = models.CharField(max_length=20, choices=BookStatus, default=BookStatus.WAITING)
    done = models.PositiveIntegerField(default=0)  # percent
    pages = models.PositiveIntegerField(default=0)
    content = models.BinaryField(blank=True, default=b"")
    problem = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at"]


class MeetingFeed(models.Model):
    """An address for calendar programs, of one person in one position; of one body, or of all they sit in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="meeting_feeds")
    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="meeting_feeds")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.CASCADE, related_name="feeds")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["position", "body"], name="one_feed_a_body", nulls_distinct=False)
        ]


class OtherEvent(models.Model):
    """Something in somebody else's calendar that meetings should keep clear of, brought in from an .ics file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="other_events")
    source = models.CharField(max_length=80)
    uid = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["community", "source", "uid", "starts"], name="one_event_a_start")
        ]
