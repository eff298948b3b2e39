"""Units: clinics, wards, offices, practices. Trusts, municipalities and districts are official and only looked up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory.exchange.files import Row
from samspill.directory.exchange.importing import Import
from samspill.directory.exchange.references import References
from samspill.directory.exchange.sheets import Cells, Column, Sheet
from samspill.directory.models import Membership, Unit, UnitKind
from samspill.directory.seen import OFFICIAL, units_in

COLUMNS = (
    Column("id", _("Tomt for en ny enhet. I en fil som er tatt ut herfra, skal det stå urørt.")),
    Column("navn", _("Hva enheten heter"), required=True),
    Column("type", _("For eksempel Sengepost, Tildelingskontor eller Legekontor"), required=True),
    Column("del av", _("Enheten over. Tomt for en selvstendig virksomhet, for eksempel et legekontor")),
    Column("organisasjonsnummer", _("Ni siffer")),
    Column("her-id", _("Adressen for elektroniske meldinger")),
    Column("resh-id", _("Nummeret i Register for enheter i spesialisthelsetjenesten")),
    Column("telefon", ""),
    Column("fra", _("Første dag")),
    Column("til og med", _("Siste dag. Tomt så lenge enheten finnes")),
)


def take(cells: Cells, into: Import) -> None:
    unit = _there(cells, into) or Unit()
    unit.name = cells.text("navn", required=True)
    unit.kind = cells.choice("type", UnitKind, required=True) or unit.kind
    if cells.has("del av"):
        unit.parent = cells.read("del av", into.references.unit)
    for column, name in TEXTS.items():
        if cells.has(column):
            setattr(unit, name, cells.text(column))
    if cells.has("fra"):
        unit.valid_from = cells.day("fra")
    if cells.has("til og med"):
        unit.valid_to = cells.day_after("til og med")
    cells.check()
    _check(unit, into)
    is_new = unit._state.adding
    into.save(unit)
    if is_new and unit.parent is None:
        into.save(Membership(community_id=into.person.community_id, unit=unit, valid_from=unit.valid_from))
    into.references.know_unit(unit)


TEXTS = {"organisasjonsnummer": "org_number", "her-id": "her_id", "resh-id": "resh_id", "telefon": "phone"}


def _there(cells: Cells, into: Import) -> Unit | None:
    """The unit that the row is about: by id, else by HER id or organisation number, else by name under its parent."""
    said = cells.text("id")
    if said:
        known: Unit | None = cells.read("id", into.references.unit)
        return known
    for column in ("her-id", "organisasjonsnummer"):
        if cells.text(column):
            try:
                return into.references.unit(cells.text(column))
            except Refused:
                continue
    if not cells.text("del av"):
        return None
    parent = cells.read("del av", into.references.unit)
    name = cells.text("navn").casefold()
    return next(
        (
            u
            for u in into.references.units.values()
            if parent and u.parent_id == parent.pk and u.name.casefold() == name
        ),
        None,
    )


def _check(unit: Unit, into: Import) -> None:
    inside = units_in(into.person.community_id, clock.today())
    if unit.kind in OFFICIAL:
        raise ValidationError({"type": _("Helseforetak, kommuner og bydeler er offisielle, og endres ikke med fil.")})
    if not unit._state.adding and unit.pk not in inside and not _was_made_here(unit, into):
        raise ValidationError({"id": _("Enheten er ikke med i dette helsefellesskapet.")})
    if unit.parent is not None and unit.parent.pk not in inside and not _was_made_here(unit.parent, into):
        raise ValidationError({"del av": _("Enheten over er ikke med i dette helsefellesskapet.")})
    if unit.parent is not None and unit.pk in {each.pk for each in unit.parent.line()}:
        raise ValidationError({"del av": _("En enhet kan ikke være en del av seg selv.")})


def _was_made_here(unit: Unit, into: Import) -> bool:
    return any(change.key == str(unit.pk) and change.is_new for change in into.made)


def rows(person: Any, references: References) -> Iterable[Row]:
    inside = units_in(person.community_id, clock.today())
    units = (
        Unit.objects.filter(pk__in=inside).exclude(kind__in=OFFICIAL).select_related("parent__parent__parent__parent")
    )
    for unit in sorted(units, key=lambda each: [u.name for u in reversed(each.line())]):
        yield {
            "id": str(unit.pk),
            "navn": unit.name,
            "type": str(UnitKind(unit.kind).label),
            "del av": references.said_unit(unit.parent),
            "organisasjonsnummer": unit.org_number,
            "her-id": unit.her_id,
            "resh-id": unit.resh_id,
            "telefon": unit.phone,
            "fra": unit.valid_from.isoformat() if unit.valid_from else "",
            "til og med": unit.last_day.isoformat() if unit.last_day else "",
        }


SHEET = Sheet(key="enheter", label=_("Enheter"), columns=COLUMNS, take=take, rows=rows)
