"""Cases that travel between bodies: what was decided, advice, anchoring at home, follow-up, and papers."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.cases.states import Status
from samspill.apps.governance.models.bodies import Body, SeatSide
from samspill.directory.models import Community, Person, Unit


class CaseKind(models.TextChoices):
    INFORMATION = "information", _("Orientering")
    DISCUSSION = "discussion", _("Drøfting")
    DECISION = "decision", _("Beslutning")
    MANDATE = "mandate", _("Mandat")
    HEARING = "hearing", _("Høring")


class Access(models.TextChoices):
    """Who may read: everybody once it is published; the community; those who sit in the bodies that treat it."""

    OPEN = "open", _("Åpen")
    INTERNAL = "internal", _("Intern i helsefellesskapet")
    CONFIDENTIAL = "confidential", _("Unntatt offentlighet")


class CaseStatus(models.TextChoices):
    PROPOSED = Status.PROPOSED.value, _("Foreslått")
    ACCEPTED = Status.ACCEPTED.value, _("Tatt inn")
    PREPARED = Status.PREPARED.value, _("Klar til behandling")
    ON_AGENDA = Status.ON_AGENDA.value, _("På sakslisten")
    POSTPONED = Status.POSTPONED.value, _("Utsatt")
    WRITTEN = Status.WRITTEN.value, _("Til skriftlig behandling")
    TREATED = Status.TREATED.value, _("Behandlet")
    DECIDED = Status.DECIDED.value, _("Vedtatt")
    ANCHORING = Status.ANCHORING.value, _("Vedtatt, ikke bindende ennå")
    BINDING = Status.BINDING.value, _("Bindende")
    FOLLOWED_UP = Status.FOLLOWED_UP.value, _("Følges opp")
    CLOSED = Status.CLOSED.value, _("Avsluttet")
    REJECTED = Status.REJECTED.value, _("Avvist")


class Case(models.Model):
    """A matter that bodies treat. `body` is where it is now; its numbers, one in each body, are `CaseNumber` rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="cases")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="cases_now")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=CaseKind)
    status = models.CharField(max_length=20, choices=CaseStatus, default=CaseStatus.PROPOSED)
    access = models.CharField(max_length=20, choices=Access, default=Access.OPEN)
    ground = models.CharField(max_length=160, blank=True)  # the legal ground, where it is exempt
    plain = models.TextField(blank=True)  # in plain language, for those who do not do this for a living
    background = models.TextField(blank=True)
    proposal = models.TextField(blank=True)  # the proposed decision
    groups = models.CharField(max_length=300, blank=True)  # priority groups, separated by commas
    focus_area = models.CharField(max_length=120, blank=True)
    proposed_by = models.CharField(max_length=160)
    proposed_at = models.DateTimeField()
    due = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-proposed_at"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["community", "status"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(access=Access.CONFIDENTIAL) | ~Q(ground=""), name="exempt_case_has_a_ground"
            )
        ]

    def __str__(self) -> str:
        return self.title


class NumberSeries(models.Model):
    """The last number given in a body in a year. Its row is locked while one is given: no gaps, no number twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="series")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["body", "year"], name="one_series_a_year")
        ]


class CaseNumber(models.Model):
    """The case's number in one body, kept when it travels on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="numbers")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="numbers")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["year", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="one_case_a_number"),
            models.UniqueConstraint(fields=["case", "body"], name="one_number_of_a_case_in_a_body"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year % 100:02}"


class CaseMove(models.Model):
    """One step in the case's life. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    at = models.DateTimeField()
    deed = models.CharField(max_length=40)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    to_body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]


class Advice(models.Model):
    """One body asks another before a day. The case stays where it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="advice")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="advice_asked")
    what = models.TextField()  # the question
    due = models.DateField()
    asked_by = models.CharField(max_length=160)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["due"]


class Outcome(models.TextChoices):
    DECIDED = "decided", _("Vedtatt ved konsensus")
    RECOMMENDED = "recommended", _("Tilrådd")
    NOTED = "noted", _("Tatt til orientering")
    NOT_AGREED = "not_agreed", _("Ingen enighet")


class Force(models.TextChoices):
    """Whether a decision holds. ANCHORING: the parties are asked at home. FALLEN: it does not hold after a refusal."""

    HOLDS = "holds", _("Gjelder")
    ANCHORING = "anchoring", _("Vedtatt, ikke bindende ennå")
    BINDING = "binding", _("Bindende")
    FALLEN = "fallen", _("Falt bort")


class Decision(models.Model):
    """What a body decided or advised, word for word. Locked from the start; what changes it is a new one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="decisions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=Outcome)
    force = models.CharField(max_length=20, choices=Force, default=Force.HOLDS)
    title = models.CharField(max_length=200)  # the case's, as it was
    text = models.TextField()
    decided_on = models.DateField()
    by_mail = models.BooleanField(default=False)
    evidence = models.TextField(blank=True)  # who answered what in the e-mails, where there was no meeting
    amends = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="amended_by")
    entered_at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar[list[str]] = ["-decided_on", "-entered_at"]

    def __str__(self) -> str:
        return self.title


class Stand(models.TextChoices):
    AGREES = "agrees", _("Enig")
    DISAGREES = "disagrees", _("Uenig")
    RESERVES = "reserves", _("Tar forbehold")


class View(models.Model):
    """What one side said of a decision; a dissent in its own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="views")
    side = models.CharField(max_length=20, choices=SeatSide)
    stand = models.CharField(max_length=20, choices=Stand)
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["side"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["decision", "side"], name="one_view_a_side")
        ]


class AnchoringReply(models.TextChoices):
    WAITING = "waiting", _("Ikke svart")
    CONFIRMED = "confirmed", _("Bekreftet")
    REFUSED = "refused", _("Ikke bekreftet")


class Anchoring(models.Model):
    """One party is asked to confirm a decision at home by a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="anchorings")
    party = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="anchorings")
    due = models.DateField()
    reply = models.CharField(max_length=20, choices=AnchoringReply, default=AnchoringReply.WAITING)
    reason = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    by_name = models.CharField(max_length=160, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["due", "party__name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["decision", "party"], name="one_anchoring_a_party")
        ]


class FollowUp(models.Model):
    """A task that follows from a decision; asked for at each meeting until it is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="follow_ups")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="follow_ups")
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    # What it became elsewhere, such as an action in a plan: `kind:id`, see core.references.
    became = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["due"]


class FollowUpNote(models.Model):
    """How a task stands, said at a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    words = models.TextField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]


class Paper(models.Model):
    """A paper of a case: written here, or a PDF. `access` as for the case; the stricter of the two holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    file = models.BinaryField(blank=True, default=b"")
    pages = models.PositiveIntegerField(default=0)  # of the file
    access = models.CharField(max_length=20, choices=Access, default=Access.OPEN)
    ground = models.CharField(max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    added_at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "added_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(access=Access.CONFIDENTIAL) | ~Q(ground=""), name="exempt_paper_has_a_ground"
            )
        ]

    def __str__(self) -> str:
        return self.title
