"""The limits of a community, the long waits, and every lift of them."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from samspill.apps.discharge.long_waits.rules import Limit, Step
from samspill.apps.discharge.models.stays import Stay
from samspill.core.encryption import EncryptedJSON
from samspill.directory.models import Community, Unit, UnitKind


class LongWaitRule(models.Model):
    """A limit that a community has set. Where it has set none at all, the standard ones hold."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10, choices=Step)
    sector = models.CharField(max_length=20, blank=True)
    municipality = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    owner = models.CharField(max_length=160, blank=True)

    @property
    def limit(self) -> Limit:
        return Limit(
            step=Step(self.step),
            days=self.days,
            sector=self.sector,
            municipality=self.municipality_id,
            owner=self.owner,
        )


class LongWaitQuerySet(models.QuerySet["LongWait"]):
    def visible_to(self, person: Any) -> Self:
        """The hospital where the patient waits, and the municipality that the patient waits for."""
        if not (person.signed_in and person.may("long_waits.see")):
            return self.none()
        mine = self.filter(community=person.community_id)
        if person.top_kind == UnitKind.HOSPITAL_TRUST:
            return mine.filter(stay__trust=person.top_id)
        if person.top_kind == UnitKind.MUNICIPALITY:
            home = person.home_id
            return mine.filter(Q(stay__municipality=home) | Q(stay__municipality__parent=home))
        return mine.none()

    def open(self) -> Self:
        return self.filter(closed_at=None)


class LongWait(models.Model):
    """One ready period of one stay that has gone on too long. plan and reason hold people's own words.

    case: "kind:id" of a reference, such as governance's case; empty while there is none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="long_waits")
    ready_on = models.DateField()
    step = models.CharField(max_length=10, choices=Step)
    plan = EncryptedJSON(null=True)
    look_again = models.DateField(null=True)
    planned_by = models.CharField(max_length=160, blank=True)
    case = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=160, blank=True)
    reason = EncryptedJSON(null=True)

    objects = LongWaitQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "ready_on"], name="one_long_wait_a_ready_period")]


class Lift(models.Model):
    """A wait was lifted one step: why (days waited, the limit), to whom, when. Written once, never changed."""

    wait = models.ForeignKey(LongWait, on_delete=models.CASCADE, related_name="lifts")
    step = models.CharField(max_length=10, choices=Step)
    at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    limit = models.PositiveSmallIntegerField()
    to = models.CharField(max_length=160, blank=True)
    told = models.PositiveSmallIntegerField(default=0)  # how many people

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wait", "step"], name="lifted_once_to_a_step")]


class JointMeetingQuerySet(models.QuerySet["JointMeeting"]):
    def visible_to(self, person: Any) -> Self:
        """Those about a wait that the person sees."""
        return self.filter(points__wait__in=LongWait.objects.visible_to(person)).distinct()


class JointMeeting(models.Model):
    """A joint meeting about long waits, as its minutes say. present: who was there, by name and where they work."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    present = models.JSONField(default=list)
    written_by = models.CharField(max_length=160)
    written_at = models.DateTimeField()

    objects = JointMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-written_at"]


class JointPoint(models.Model):
    """What the meeting agreed about one wait, how long it had been by then, and when it is looked at again.

    agreed: {"text": …}. remarks: [{"text": …, "by": …, "at": …}], what somebody who was there wants corrected.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(JointMeeting, on_delete=models.CASCADE, related_name="points")
    wait = models.ForeignKey(LongWait, on_delete=models.CASCADE, related_name="points")
    days = models.PositiveSmallIntegerField()
    agreed = EncryptedJSON(null=True)
    look_again = models.DateField(null=True)
    remarks = EncryptedJSON(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "wait"], name="one_point_a_wait")]
