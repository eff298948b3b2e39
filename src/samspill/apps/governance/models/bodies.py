"""Bodies on all levels, what they are asked to do, the seats in them and who sits there when."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.directory.models import Community, Person, Unit
from samspill.directory.models.dated import Dated


class Level(models.TextChoices):
    POLITICAL = "political", _("Politisk nivå")
    STRATEGIC = "strategic", _("Strategisk nivå")
    PROFESSIONAL = "professional", _("Faglig nivå")
    WORKING = "working", _("Arbeidsnivå")
    SECRETARIAT = "secretariat", _("Sekretariat")


class Decides(models.TextChoices):
    CONSENSUS = "consensus", _("Beslutter ved konsensus")
    ADVISES = "advises", _("Rådgivende")
    DIALOGUE = "dialogue", _("Møteplass for dialog")


class OnRefusal(models.TextChoices):
    """What happens when a party does not confirm a decision at home."""

    RENEGOTIATE = "renegotiate", _("Saken tas opp igjen i organet")
    BINDS_OTHERS = "binds_others", _("Vedtaket binder dem som har bekreftet")
    FALLS = "falls", _("Vedtaket faller bort")


class SeatSide(models.TextChoices):
    HOSPITAL = "hospital", _("Sykehuset")
    MUNICIPALITY = "municipality", _("Kommunene")
    USER = "user", _("Brukere")
    GP = "gp", _("Fastleger")
    STAFF = "staff", _("Ansatte")
    OBSERVER = "observer", _("Observatør")


class Body(Dated):
    """A body as the community itself calls it, with its rules as data. `valid_to` is set where it is for a time only.

    number_word    what stands before a case's number when it is cited: «ASU sak 27/22»
    parity         hospital and municipalities have equally many seats
    quorum         percent of the seats that must be filled at a meeting; quorum_a_side: at least so many from each side
    leads_with     bodies with the same word share the leading equally between the two sides
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="bodies")
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40)
    level = models.CharField(max_length=20, choices=Level)
    level_name = models.CharField(max_length=80, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    decides = models.CharField(max_length=20, choices=Decides, default=Decides.ADVISES)
    temporary = models.BooleanField(default=False)
    parity = models.BooleanField(default=False)
    least_users = models.PositiveSmallIntegerField(default=0)
    least_gps = models.PositiveSmallIntegerField(default=0)
    observers = models.BooleanField(default=False)
    rotation_years = models.PositiveSmallIntegerField(default=0)
    leads_with = models.CharField(max_length=60, blank=True)
    alternates = models.BooleanField(default=False)
    quorum = models.PositiveSmallIntegerField(default=50)
    quorum_a_side = models.PositiveSmallIntegerField(default=1)
    meetings_a_year = models.PositiveSmallIntegerField(default=0)
    papers_days = models.PositiveSmallIntegerField(default=7)
    early_papers_days = models.PositiveSmallIntegerField(default=10)
    anchoring_days = models.PositiveSmallIntegerField(default=42)
    on_refusal = models.CharField(max_length=20, choices=OnRefusal, default=OnRefusal.RENEGOTIATE)
    order = models.PositiveSmallIntegerField(default=100)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "bodies"
        ordering: ClassVar[list[str]] = ["order", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["community", "short_name"], name="one_body_a_short_name")
        ]

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """What a body is asked: by whom, which question, what it is to deliver, by when. The newest one holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="mandates")
    given_by = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="gave_mandates")
    given_on = models.DateField(null=True, blank=True)
    aim = models.TextField()  # the question
    deliverables = models.TextField(blank=True)
    deadline = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-given_on"]


class Seat(Dated):
    """A place in a body, whoever sits in it. `unit` is the party that it speaks for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    side = models.CharField(max_length=20, choices=SeatSide)
    title = models.CharField(max_length=160)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class Tenure(Dated):
    """Somebody holds a seat for a term, with an alternate perhaps; appointed by a party."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="tenures")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    alternate = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="alternate_tenures"
    )
    appointed_by = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["valid_from"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["seat", "holder", "valid_from"], name="one_tenure_from_a_day")
        ]


class Leading(Dated):
    """The seat that leads the body, for a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="leadings")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="leadings")

    class Meta:
        ordering: ClassVar[list[str]] = ["valid_from"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["body", "seat", "valid_from"], name="one_leading_from_a_day")
        ]
