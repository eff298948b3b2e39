"""The events of a community's patients, for counting: under pseudonyms, with no more than figures need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from uuid import UUID

from samspill.analysis.tables import History
from samspill.apps.discharge.models import Patient, StayEvent
from samspill.core.encryption import index_of
from samspill.directory.models import Unit
from samspill.directory.trust_codes import trust_code

SEXES = {"1": "male", "2": "female"}  # code list 3101
BATCH = 2000


def histories_of(community_id: UUID) -> Iterator[History]:
    """One a patient and trust. What is told of the patient wherever they are (a death) goes to each of their trusts."""
    known = dict(_people(community_id))
    trusts = {unit.pk: trust_code(unit) for unit in Unit.objects.filter(pk__in=_trusts(community_id))}
    rows = StayEvent.objects.filter(community=community_id).order_by("patient_id", "pk").iterator(chunk_size=BATCH)
    for patient, of_patient in groupby(rows, key=lambda row: row.patient_id):
        yield from _of_one(patient, list(of_patient), trusts, known)


def _trusts(community_id: UUID) -> Iterable[UUID]:
    known = StayEvent.objects.filter(community=community_id, trust__isnull=False)
    return [pk for pk in known.values_list("trust", flat=True).distinct() if pk]


def _people(community_id: UUID) -> Iterator[tuple[UUID, tuple[int | None, str | None]]]:
    """Patient -> year of birth and sex."""
    for patient in Patient.objects.filter(community=community_id).iterator(chunk_size=BATCH):
        born, sex = patient.identity.get("born") or "", patient.identity.get("sex") or ""
        yield patient.pk, (int(born[:4]) if born else None, SEXES.get(sex))


def _of_one(
    patient: UUID,
    rows: list[StayEvent],
    trusts: dict[UUID, str],
    known: dict[UUID, tuple[int | None, str | None]],
) -> Iterator[History]:
    everywhere = [row.event for row in rows if row.trust_id is None]
    year, sex = known.get(patient, (None, None))
    for trust in dict.fromkeys(row.trust_id for row in rows if row.trust_id):
        yield History(
            person_id=pseudonym(patient),
            trust=trusts[trust],
            events=[row.event for row in rows if row.trust_id == trust] + everywhere,
            birth_year=year,
            sex=sex,
        )


def pseudonym(patient: UUID) -> str:
    """The same each time, so that readmissions are seen; keyed, so that it leads nowhere."""
    return index_of("figures", str(patient))[:32]
