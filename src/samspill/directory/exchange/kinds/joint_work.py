"""Joint projects, networks and contact committees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.directory.exchange.files import Row
from samspill.directory.exchange.importing import Import
from samspill.directory.exchange.kinds.community_rows import (
    ID,
    PERIOD,
    period_of,
    take_period,
    take_texts,
    there_or_new,
)
from samspill.directory.exchange.references import References
from samspill.directory.exchange.sheets import Cells, Column, Sheet
from samspill.directory.models import JointWork, JointWorkKind, JointWorkStatus, StatusChange

COLUMNS = (
    ID,
    Column("navn", "", required=True),
    Column("slag", _("For eksempel Samarbeidsprosjekt eller Fagnettverk"), required=True),
    Column("formål", "", required=True),
    Column("eier", _("Enheten som har ansvaret"), required=True),
    Column("kontaktperson", _("Navn eller e-post")),
    Column("grupper", _("Pasientgruppene det gjelder, med komma mellom")),
    Column("stikkord", _("Flere ord, med komma mellom")),
    Column("status", _("For eksempel Pågår"), required=True),
    Column("om status", ""),
    Column("nettside", _("Hele adressen, med https://")),
    *PERIOD,
)
TEXTS = {
    "navn": "name",
    "formål": "aim",
    "grupper": "groups",
    "stikkord": "topics",
    "om status": "status_note",
    "nettside": "web",
}


def take(cells: Cells, into: Import) -> None:
    owner = cells.read("eier", into.references.unit, required=True)
    work = there_or_new(JointWork, cells, into, name=cells.text("navn"), owner=owner)
    take_texts(work, cells, TEXTS)
    work.kind = cells.choice("slag", JointWorkKind, required=True)
    work.status = cells.choice("status", JointWorkStatus, required=True)
    if cells.has("kontaktperson"):
        work.contact = cells.read("kontaktperson", into.references.person)
    take_period(work, cells)
    cells.check()
    work.owner = owner
    before = JointWork.objects.filter(pk=work.pk).values_list("status", flat=True).first()
    into.save(work)
    if before != work.status:
        at, by_name = clock.now(), into.person.name
        into.save(StatusChange(work=work, status=work.status, note=work.status_note, at=at, by_name=by_name))


def rows(person: Any, references: References) -> Iterable[Row]:
    works = JointWork.objects.filter(community=person.community_id).select_related("owner", "contact")
    for work in works.order_by("name", "pk"):
        yield {
            "id": str(work.pk),
            **{column: getattr(work, name) for column, name in TEXTS.items()},
            "slag": str(JointWorkKind(work.kind).label),
            "status": str(JointWorkStatus(work.status).label),
            "eier": references.said_unit(references.units.get(work.owner_id, work.owner)),
            "kontaktperson": references.said_person(work.contact),
            **period_of(work),
        }


SHEET = Sheet(key="samarbeid", label=_("Samarbeid"), columns=COLUMNS, take=take, rows=rows)
