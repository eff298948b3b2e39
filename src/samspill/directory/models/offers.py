"""The catalogue of service offers: what there is, for whom, and how to refer."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.directory.models.community import Community
from samspill.directory.models.dated import Dated
from samspill.directory.models.people import Position
from samspill.directory.models.units import Unit


class OfferKind(models.TextChoices):
    LEARNING_AND_COPING = "learning_and_coping", _("Lærings- og mestringstilbud")
    REHABILITATION = "rehabilitation", _("Rehabilitering")
    SPEECH_THERAPY = "speech_therapy", _("Logoped")
    EMERGENCY_PLACE = "emergency_place", _("Øyeblikkelig hjelp døgn")
    SHORT_TERM_PLACE = "short_term_place", _("Korttidsplass")
    HOME_FOLLOW_UP = "home_follow_up", _("Digital hjemmeoppfølging")
    HOME_SERVICE = "home_service", _("Tjenester i hjemmet")
    MENTAL_HEALTH = "mental_health", _("Psykisk helse og rus")
    HEALTHY_LIFE = "healthy_life", _("Frisklivstilbud")
    OTHER = "other", _("Annet tilbud")


class OfferLevel(models.TextChoices):
    SPECIALISED = "specialised", _("Spesialisthelsetjeneste")
    MUNICIPAL = "municipal", _("Kommunal tjeneste")
    JOINT = "joint", _("Felles tilbud")
    VOLUNTARY = "voluntary", _("Frivillig eller privat")


class ServiceOffer(Dated):
    """One offer of one provider.

    boundary      where the line goes between this and what the other level offers
    capacity      places or participants at a time; None where it does not apply
    areas         the municipalities and districts whose people may come; none stated means the whole community
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="offers")
    provider = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="offers")
    kind = models.CharField(max_length=30, choices=OfferKind)
    level = models.CharField(max_length=20, choices=OfferLevel)
    name = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    for_whom = models.TextField()
    how_to_refer = models.TextField()
    boundary = models.TextField(blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    capacity_note = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    web = models.URLField(blank=True)
    topics = models.CharField(max_length=300, blank=True)  # more words to be found by, separated by commas
    areas = models.ManyToManyField(Unit, blank=True, related_name="offers_here")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class OfferDate(models.Model):
    """A course or a group meets: one occasion of an offer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(ServiceOffer, on_delete=models.CASCADE, related_name="dates")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    note = models.CharField(max_length=200, blank=True)
    cancelled = models.BooleanField(default=False)
    # How many times it was cancelled or set up again: calendar programs take a higher number for the newer word.
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["starts"]

    def __str__(self) -> str:
        return f"{self.offer} {self.starts:%Y-%m-%d}"


class CourseFeed(models.Model):
    """An address that a calendar program reads the community's courses from, without signing in.

    It is one person's, in one of their positions, and is of use only while the position is. The address holds this
    row's id and a signature; a new address is a new row. See `offers.feeds`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="course_feeds")
    position = models.OneToOneField(Position, on_delete=models.CASCADE, related_name="course_feed")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.made_at.date())
