"""Who the patient is: known inside one community only, and lying encrypted."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.utils.translation import gettext

from samspill.core.encryption import EncryptedJSON, index_of
from samspill.directory.models import Community
from samspill.messages import message


class Patient(models.Model):
    """identity: number, kind, family, given, born (ISO date or empty), sex (code list 3101). All of it encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT)
    number_index = models.CharField(max_length=64)
    identity = EncryptedJSON()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "number_index"], name="one_patient_a_number")]

    def __str__(self) -> str:
        return f"patient {self.pk}"  # never the name: this ends in logs and errors

    @property
    def name(self) -> str:
        if self.number_index.startswith("erased:"):
            return gettext("Slettet identitet")
        return f"{self.identity['given']} {self.identity['family']}".strip() or "Uten navn"

    @property
    def initials(self) -> str:
        if self.number_index.startswith("erased:"):
            return "–"
        return "".join(f"{part[0]}." for part in self.name.split() if part[:1].isalpha()) or "–"

    def age(self, on: date) -> int | None:
        """Whole years on a day; None when the birth date is not known."""
        if not self.identity["born"]:
            return None
        born = date.fromisoformat(self.identity["born"])
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def number_index(community: Community, patient: message.Patient) -> str:
    """The keyed look-up of an identity number, different in each community."""
    return index_of_number(community.pk, patient.number_kind, patient.number)


def index_of_number(community_id: uuid.UUID, kind: str, number: str) -> str:
    return index_of("patient", str(community_id), kind, number)


def identity_of(patient: message.Patient) -> dict[str, str]:
    return {
        "number": patient.number,
        "kind": patient.number_kind,
        "family": patient.family_name,
        "given": patient.given_name,
        "born": patient.born.isoformat() if patient.born else "",
        "sex": patient.sex,
    }
