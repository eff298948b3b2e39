"""The small published tables: all that a page reads. They hold what came out of the disclosure exit, nothing else."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.apps.insight.states import PublicationState
from samspill.directory.models import Community


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, person: Any) -> Self:
        """Of the person's community: what is or was open; drafts too for those who work on them."""
        if not (person.signed_in and person.may("insight.see")):
            return self.none()
        mine = self.filter(community=person.community_id)
        if person.may("insight.see_drafts"):
            return mine
        return mine.filter(state__in=(PublicationState.OPEN, PublicationState.REPLACED), opened_at__isnull=False)


class Publication(models.Model):
    """One run of all indicators over one set of data, protected and stored together.

    data_from, data_until  first and last day of the data; the age of the figures
    source                 "own": the platform's own events; else the name of the loaded tables
    public_keys            the indicators that are released to everybody too
    open_at_once           no draft: opened as soon as it is made
    quality                what to know of the data behind it: see `quality.quality_of`
    progress               of 100 while it is made; sentence: what it does, or why it failed
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=PublicationState, default=PublicationState.MAKING)
    source = models.CharField(max_length=200, default="own")
    public_keys = models.JSONField(default=list)
    open_at_once = models.BooleanField(default=False)
    data_from = models.DateField(null=True)
    data_until = models.DateField(null=True)
    quality = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=160)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=160, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    sentence = models.CharField(max_length=400, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["community", "number"], name="one_publication_a_number"),
            models.UniqueConstraint(
                fields=["community"], condition=Q(state="open"), name="one_open_publication_a_community"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["community", "state"])]

    def __str__(self) -> str:
        return f"publication {self.number}"


class Audience(models.TextChoices):
    COMMUNITY = "community", _("Helsefellesskapet")
    PUBLIC = "public", _("Alle")


class PublishedIndicator(models.Model):
    """One indicator in one publication, as it was defined then.

    card      the definition as it was: title, question, definition, source, better, warnings, examples …
    summary   {"by": kind, "period": latest} of the breakdown by place: the kind of period that most places are given by
    notes     the sentences that must stand under its numbers
    warnings  what could not be protected because of what was given out before; for the house
    chart     the kind of chart its series is drawn as
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="indicators")
    audience = models.CharField(max_length=12, choices=Audience)
    key = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    place_in_order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    card = models.JSONField()
    chart = models.CharField(max_length=8)
    summary = models.JSONField(default=dict)
    notes = models.JSONField()
    warnings = models.JSONField()
    shown = models.PositiveIntegerField()
    hidden = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["publication", "audience", "key"], name="one_indicator_an_audience")
        ]

    def __str__(self) -> str:
        return self.title


class Shown(models.TextChoices):
    """A hidden number is a state of its own: never zero, never missing."""

    SHOWN = "shown", _("vises")
    HIDDEN = "hidden", _("skjult av hensyn til personvernet")
    ABSENT = "absent", _("finnes ikke")


class Observation(models.Model):
    """One published number.

    place      number of a municipality or district; empty for the whole community
    period     2026-03, 2026-Q1, 2026; of `period_kind` month, quarter or year
    sector, group   empty for all
    value      in the indicator's unit; low and high its 95 % interval, where it has one
    persons    those it is about: stays or people; numerator over denominator, as they were shown
    """

    indicator = models.ForeignKey(PublishedIndicator, on_delete=models.CASCADE, related_name="observations")
    place = models.CharField(max_length=6, blank=True)
    period_kind = models.CharField(max_length=8)
    period = models.CharField(max_length=10)
    sector = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=Shown)
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    persons = models.PositiveIntegerField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Also the index that a series is read by.
            models.UniqueConstraint(
                fields=["indicator", "place", "period_kind", "sector", "group", "period"], name="one_observation"
            ),
            models.CheckConstraint(
                condition=~Q(state="hidden") | Q(value=None, numerator=None, low=None, high=None),
                name="what_is_hidden_is_not_there",
            ),
        ]
        # All places in one period.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["indicator", "period_kind", "period", "sector", "group"], name="insight_one_period")
        ]

    def __str__(self) -> str:
        return f"{self.place or 'all'} {self.period}"
