"""Organisations and their parts, as one tree."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.directory.models.dated import Dated
from samspill.directory.numbers import check_area_number, check_her_id, check_org_number, check_resh_id


class UnitKind(models.TextChoices):
    """What a unit is. The top of a tree is a region, a trust, a municipality or an independent practice."""

    HEALTH_REGION = "health_region", _("Regionalt helseforetak")
    HOSPITAL_TRUST = "hospital_trust", _("Helseforetak")
    CAMPUS = "campus", _("Sykehus")
    CLINIC = "clinic", _("Klinikk")
    WARD = "ward", _("Sengepost")
    EMERGENCY_DEPARTMENT = "emergency_department", _("Akuttmottak")
    AMBULANCE = "ambulance", _("Ambulanse")
    MUNICIPALITY = "municipality", _("Kommune")
    CITY_DISTRICT = "city_district", _("Bydel")
    MUNICIPALITY_CLUSTER = "municipality_cluster", _("Kommuneklynge")
    ALLOCATION_OFFICE = "allocation_office", _("Tildelingskontor")
    NURSING_SERVICE = "nursing_service", _("Sykepleietjeneste")
    GP_PRACTICE = "gp_practice", _("Legekontor")
    USER_ORGANISATION = "user_organisation", _("Brukerorganisasjon")
    SECRETARIAT = "secretariat", _("Sekretariat")
    INSTITUTION = "institution", _("Institusjon")
    EMERGENCY_CLINIC = "emergency_clinic", _("Legevakt")
    UNIVERSITY = "university", _("Universitet eller høgskole")
    OTHER_PROVIDER = "other_provider", _("Annen tjenesteyter")


class Unit(Dated):
    """One organisation or a part of one.

    number       four digits for a municipality, six for a city district
    her_id       the address of electronic messages; org_number and resh_id identify it in the national registers
    inhabitants  of a municipality or a district, on the 1 January that was last loaded

    A cluster of municipalities is not a parent: its municipalities are `ClusterMember` rows, and stay their own tops.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30, choices=UnitKind)
    name = models.CharField(max_length=160)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    number = models.CharField(max_length=6, blank=True, db_index=True)
    org_number = models.CharField(max_length=9, blank=True, db_index=True, validators=[check_org_number])
    her_id = models.CharField(max_length=12, blank=True, db_index=True, validators=[check_her_id])
    resh_id = models.CharField(max_length=12, blank=True, validators=[check_resh_id])
    sector = models.CharField(max_length=20, blank=True)  # stay.Sector, for wards and clinics
    phone = models.CharField(max_length=20, blank=True)
    inhabitants = models.PositiveIntegerField(null=True, blank=True)
    fictional = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "number"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["her_id"],
                condition=~Q(her_id=""),
                name="one_unit_a_her_id",
                violation_error_message=_("En annen enhet har denne HER-id-en."),
            ),
            models.UniqueConstraint(
                fields=["kind", "number"],
                condition=~Q(number="") & Q(valid_to=None),
                name="one_area_a_number",
                violation_error_message=_("En annen kommune eller bydel har dette nummeret."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError with a sentence for each field that cannot be right."""
        wrong: dict[str, ValidationError] = {}
        try:
            check_area_number(self.kind, self.number)
        except ValidationError as error:
            wrong["number"] = error
        if self.parent_id is not None and self.parent_id == self.pk:
            wrong["parent"] = ValidationError(_("En enhet kan ikke være en del av seg selv."))
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            wrong["valid_to"] = ValidationError(_("Enheten kan ikke opphøre før den er opprettet."))
        if wrong:
            raise ValidationError(wrong)

    def line(self) -> list[Unit]:
        """This unit and all above it, from the bottom up."""
        line, unit = [self], self
        while unit.parent is not None and unit.parent not in line:
            unit = unit.parent
            line.append(unit)
        return line

    @property
    def top(self) -> Unit:
        """The organisation that it is a part of: the trust, the municipality, the practice."""
        tops = [u for u in self.line() if u.kind != UnitKind.HEALTH_REGION]
        return tops[-1] if tops else self
