"""Is it allowed now? Each check raises Refused with a sentence that says what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused
from samspill.directory.cards.history import said_together
from samspill.directory.models import Catchment, Membership, Position, Unit, UnitKind
from samspill.ui import formats

# Facts of the state: they come from the national data, not from a community's administrator.
OF_THE_STATE = {UnitKind.HEALTH_REGION, UnitKind.HOSPITAL_TRUST}
AREAS = {UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT}
CAN_STAND_ALONE = {
    UnitKind.GP_PRACTICE,
    UnitKind.USER_ORGANISATION,
    UnitKind.SECRETARIAT,
    UnitKind.INSTITUTION,
    UnitKind.EMERGENCY_CLINIC,
    UnitKind.UNIVERSITY,
    UnitKind.OTHER_PROVIDER,
    UnitKind.MUNICIPALITY_CLUSTER,
}
SHOWN = 5  # names in a sentence; the rest are counted


def check_day_has_come(on: date, today: date) -> None:
    """What the tree is now stands in the rows themselves, so a change of it cannot be written ahead of time."""
    if on > today:
        raise Refused(
            _("Dagen er ikke kommet ennå. Endringer av navn og plass skrives inn %(day)s eller senere."),
            day=formats.day(on),
        )


def check_can_be_created(kind: str, parent: Unit | None) -> None:
    if kind in OF_THE_STATE or kind == UnitKind.MUNICIPALITY:
        raise Refused(
            _(
                "Regioner, helseforetak og kommuner kommer fra de nasjonale opplysningene. Nye kommuner oppstår ved "
                "sammenslåing eller deling av dem som er."
            )
        )
    if parent is None and kind not in CAN_STAND_ALONE:
        raise Refused(_("Velg hva enheten er en del av. Bare selvstendige virksomheter står øverst."))
    if kind == UnitKind.CITY_DISTRICT and (parent is None or parent.kind != UnitKind.MUNICIPALITY):
        raise Refused(_("En bydel må være en del av en kommune."))


def check_can_stand_under(unit: Unit, parent: Unit | None) -> None:
    """No unit is a part of itself, nor of its own parts."""
    if unit.kind in OF_THE_STATE or unit.kind in AREAS:
        raise Refused(
            _("Helseforetak, kommuner og bydeler flyttes ikke; de slås sammen, deles eller bytter fellesskap.")
        )
    if parent is None:
        if unit.kind not in CAN_STAND_ALONE:
            raise Refused(_("Velg hva enheten er en del av. Bare selvstendige virksomheter står øverst."))
        return
    if any(each.pk == unit.pk for each in parent.line()):
        raise Refused(
            _("%(parent)s er selv en del av %(unit)s, så %(unit)s kan ikke legges under den."),
            parent=parent.name,
            unit=unit.name,
        )


def check_can_change(unit: Unit, on: date) -> None:
    """A change of name or place must lie inside the time the unit exists, and after the changes already written."""
    if not unit.holds_on(on):
        raise Refused(_("%(unit)s finnes ikke %(day)s."), unit=unit.name, day=formats.day(on))
    last = max((row.valid_to for row in unit.earlier.all() if row.valid_to), default=None)
    if last is not None and on < last:
        raise Refused(
            _("Det er alt skrevet inn en endring som gjelder fra %(day)s. Velg den dagen eller en senere."),
            day=formats.day(last),
        )


def open_parts(unit: Unit, on: date) -> list[Unit]:
    return list(unit.parts.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("name"))


def open_positions(units: Iterable[Unit], on: date) -> QuerySet[Position]:
    rows = Position.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), unit__in=list(units))
    return rows.select_related("person", "unit").order_by("person__family_name", "pk")


def check_can_end(unit: Unit, on: date) -> None:
    """Not before its open parts and positions; the sentence says which they are."""
    if unit.kind in OF_THE_STATE or unit.kind == UnitKind.MUNICIPALITY:
        raise Refused(_("Helseforetak og kommuner avsluttes bare ved sammenslåing eller deling."))
    if unit.valid_from and on <= unit.valid_from:
        raise Refused(_("Enheten kan ikke opphøre før den er opprettet, %(day)s."), day=formats.day(unit.valid_from))
    parts = open_parts(unit, on)
    if parts:
        raise Refused(
            _("%(unit)s har deler som fortsatt er åpne: %(names)s. Avslutt eller flytt dem først."),
            unit=unit.name,
            names=some_of(part.name for part in parts),
        )
    positions = list(open_positions([unit], on))
    if positions:
        raise Refused(
            _("Noen har fortsatt rolle i %(unit)s: %(names)s. Avslutt rollene først."),
            unit=unit.name,
            names=some_of(str(row.person) for row in positions),
        )


def check_can_merge(units: Sequence[Unit], on: date, today: date) -> None:
    check_day_has_come(on, today)
    if len({unit.pk for unit in units}) < 2:
        raise Refused(_("Velg minst én enhet til å slå sammen med."))
    if any(unit.kind in OF_THE_STATE for unit in units):
        raise Refused(_("Helseforetak slås sammen i de nasjonale opplysningene."))
    if len({unit.kind for unit in units}) > 1 or len({unit.parent_id for unit in units}) > 1:
        raise Refused(_("Enheter som slås sammen, må være av samme slag og ligge under det samme."))
    for unit in units:
        check_can_change(unit, on)
        _check_began_before(unit, on)
    hospitals = {row.hospital_id for row in Catchment.objects.on(on).filter(area__in=list(units))}
    if len(hospitals) > 1:
        raise Refused(_("Områdene har forskjellige sykehus. Gi dem det samme sykehuset først."))
    communities: dict[Any, set[Any]] = {unit.pk: set() for unit in units}
    for row in Membership.objects.on(on).filter(unit__in=list(units)):
        communities[row.unit_id].add(row.community_id)
    if len({frozenset(each) for each in communities.values()}) > 1:
        raise Refused(_("Enhetene er ikke med i det samme helsefellesskapet den dagen. Rett medlemskapene først."))


def check_can_split(unit: Unit, names: Sequence[str], numbers: Sequence[str], on: date, today: date) -> None:
    check_day_has_come(on, today)
    if unit.kind in OF_THE_STATE:
        raise Refused(_("Helseforetak deles i de nasjonale opplysningene."))
    if len(names) < 2:
        raise Refused(_("Skriv navnet på minst to nye enheter."))
    if len({name.casefold() for name in names}) < len(names):
        raise Refused(_("De nye enhetene må ha hvert sitt navn."))
    if unit.kind in AREAS:
        if len(set(numbers)) < len(names) or not all(numbers):
            raise Refused(_("Hver av de nye må ha sitt eget nummer."))
        if unit.number in numbers:
            raise Refused(
                _("Etter en deling må hver del ha et nytt nummer; %(number)s var den gamles."), number=unit.number
            )
    check_can_change(unit, on)
    _check_began_before(unit, on)


def _check_began_before(unit: Unit, on: date) -> None:
    if unit.valid_from is not None and unit.valid_from >= on:
        raise Refused(
            _("%(unit)s ble opprettet %(day)s. Velg en senere dag."), unit=unit.name, day=formats.day(unit.valid_from)
        )


def check_period(first: date | None, until: date | None) -> None:
    if first and until and until <= first:
        raise Refused(_("Siste dag må være samme dag som den første, eller senere."))


def overlaps(row: Any, first: date | None, until: date | None) -> bool:
    """Two periods share a day; empty ends are open."""
    return (row.valid_to is None or first is None or first < row.valid_to) and (
        until is None or row.valid_from is None or row.valid_from < until
    )


def some_of(names: Iterable[str]) -> str:
    """A, B og C; of many the first few and how many more."""
    names = list(dict.fromkeys(names))
    if len(names) <= SHOWN:
        return said_together(names)
    return _("%(names)s og %(more)s til") % {"names": ", ".join(names[:SHOWN]), "more": len(names) - SHOWN}
