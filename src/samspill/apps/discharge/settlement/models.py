"""Statements, their lines once locked, the ledger of billed days, and objections.

While a statement is open it has no lines here: it is reckoned anew each time it is looked at (`statement.py`). Neither
lines nor ledger refer to the tables of stays and patients, since they stand when a stay turns out to be part of another
one, or is taken away.
"""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from samspill.apps.discharge.settlement.life import ObjectionState
from samspill.apps.discharge.settlement.reckoning import Month
from samspill.core.encryption import EncryptedJSON
from samspill.directory.models import Community, Unit, UnitKind
from samspill.ui import formats


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, person: Any) -> Self:
        """The two parties see theirs; those who may see sums, those of the whole community."""
        if not person.signed_in:
            return self.none()
        mine = self.filter(community=person.community_id)
        if person.may("settlement.open"):
            if person.top_kind == UnitKind.HOSPITAL_TRUST:
                return mine.filter(trust=person.top_id)
            if person.top_kind == UnitKind.MUNICIPALITY:
                return mine.filter(municipality=person.top_id)
        return mine if person.may("settlement.see_sums") else mine.none()

    def parties(self, person: Any) -> Self:
        """Those that the person is a party to, and may open with names."""
        if not (person.signed_in and person.may("settlement.open")):
            return self.none()
        return self.filter(community=person.community_id).filter(Q(trust=person.top_id) | Q(municipality=person.top_id))


class Statement(models.Model):
    """One month between one trust and one municipality. A side approves a digest: what it saw, not what came after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    trust = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    hospital_digest = models.CharField(max_length=64, blank=True)
    hospital_by = models.CharField(max_length=160, blank=True)
    hospital_at = models.DateTimeField(null=True)
    municipality_digest = models.CharField(max_length=64, blank=True)
    municipality_by = models.CharField(max_length=160, blank=True)
    municipality_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    days = models.IntegerField(null=True)  # of the locked statement
    kroner = models.IntegerField(null=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "trust", "municipality", "year", "month"], name="one_statement_a_month"
            )
        ]

    @property
    def month_name(self) -> str:
        return formats.words().months[self.month - 1]

    @property
    def of_month(self) -> Month:
        return Month(self.year, self.month)


class StatementLine(models.Model):
    """A line of a locked statement. who: name and birth date, as they were; evidence: what happened, event by event;
    remarks: codes of `words.REMARKS`."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    patient = models.UUIDField()
    stay = models.UUIDField()
    first = models.DateField()
    last = models.DateField()
    days = models.IntegerField()
    rate = models.IntegerField()
    corrects = models.ForeignKey(Statement, null=True, on_delete=models.PROTECT, related_name="+")
    corrects_year = models.PositiveSmallIntegerField(null=True)
    corrects_month = models.PositiveSmallIntegerField(null=True)
    who = EncryptedJSON()
    evidence = EncryptedJSON()
    remarks = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="one_line_a_number")]
        indexes = [models.Index(fields=["patient"])]


class BilledDay(models.Model):
    """The ledger: one patient's one day, billed (+1) or taken back (-1) by a locked statement. Append-only."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="billed")
    patient = models.UUIDField()
    stay = models.UUIDField()
    day = models.DateField()
    sign = models.SmallIntegerField()
    rate = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sign__in=[1, -1]), name="a_day_is_billed_or_taken_back"),
            models.UniqueConstraint(
                fields=["statement", "patient", "day", "sign", "rate"], name="a_day_once_a_statement"
            ),
        ]


class Objection(models.Model):
    """A municipality says that some days of one patient are not owed. text and answer hold people's own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="objections")
    patient = models.UUIDField()
    first = models.DateField()
    last = models.DateField()
    ground = models.CharField(max_length=20)
    text = EncryptedJSON()
    answer = EncryptedJSON(null=True)
    state = models.CharField(max_length=12, choices=ObjectionState, default=ObjectionState.RAISED)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=160)
    due = models.DateField(null=True)  # by when the other side is to answer
    moved_at = models.DateTimeField()
    moved_by = models.CharField(max_length=160, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due"]), models.Index(fields=["patient"])]


class DocumentsSent(models.Model):
    """The hospital says when the discharge summary, or the same information, of a stay was sent."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    stay = models.UUIDField(unique=True)
    on = models.DateField()
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
