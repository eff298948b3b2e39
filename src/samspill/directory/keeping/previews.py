"""What a merger or a split will do, in sentences, before it is done. Asks the same rules as the deed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.core import clock
from samspill.directory.cards.history import said_together
from samspill.directory.keeping import permissions, rules
from samspill.directory.keeping.actions.merging import NewUnit
from samspill.directory.models import Membership, ServiceOffer, Unit, UnitKind
from samspill.ui import formats


def merge_preview(by: Any, units: list[Unit], into: NewUnit, on: date) -> list[str]:
    """Raises Refused where the deed would."""
    permissions.check_keep_all(by, units)
    rules.check_can_merge(units, on, clock.today())
    names = said_together(_named(unit.name, unit.number) for unit in units)
    lead = _("%(names)s blir til %(new)s fra %(day)s.") % {
        "names": names,
        "new": _named(into.name, into.number),
        "day": formats.day(on),
    }
    return [lead, *_consequences(units, into.name, on), *_addresses(units, [into]), *_numbers(units, [into])]


def split_preview(by: Any, unit: Unit, into: Sequence[NewUnit], on: date) -> list[str]:
    permissions.check_keep_unit(by, unit)
    rules.check_can_split(unit, [new.name for new in into], [new.number for new in into], on, clock.today())
    names = said_together(_named(new.name, new.number) for new in into)
    lead = _("%(old)s deles i %(names)s fra %(day)s.") % {
        "old": _named(unit.name, unit.number),
        "names": names,
        "day": formats.day(on),
    }
    first = _("Det som hører til %(old)s, følger %(new)s. Flytt etterpå det som hører til de andre.") % {
        "old": unit.name,
        "new": into[0].name,
    }
    return [lead, *_consequences([unit], into[0].name, on), first, *_addresses([unit], into), *_numbers([unit], into)]


def _named(name: str, number: str) -> str:
    return f"{name} ({number})" if number else name


def _consequences(units: list[Unit], heir: str, on: date) -> list[str]:
    sentences = [
        _("%(names)s avsluttes. Historien blir stående, og viser hvordan det var.")
        % {"names": said_together(unit.name for unit in units)}
    ]
    parts = [f"{part.name} ({unit.name})" for unit in units for part in rules.open_parts(unit, on)]
    if parts:
        sentences.append(
            _("Deler som flytter til %(heir)s: %(names)s.") % {"heir": heir, "names": rules.some_of(parts)}
        )
    positions = list(rules.open_positions(units, on))
    if positions:
        people = rules.some_of(str(row.person) for row in positions)
        sentences.append(
            _("Roller som fortsetter i %(heir)s: %(names)s. De velger rollen på nytt neste gang de logger inn.")
            % {"heir": heir, "names": people}
        )
    offers = ServiceOffer.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), provider__in=units).count()
    if offers:
        sentences.append(ngettext("%(n)s tilbud følger med.", "%(n)s tilbud følger med.", offers) % {"n": offers})
    communities = Membership.objects.on(on).filter(unit__in=units).values_list("community__name", flat=True).distinct()
    if communities:
        sentences.append(
            _("Medlemskapet i %(names)s fortsetter uten opphold.") % {"names": said_together(sorted(communities))}
        )
    return sentences


def _addresses(units: list[Unit], into: Sequence[NewUnit]) -> list[str]:
    """HER ids that move, and those that nobody takes over."""
    taken = {new.her_id: new.name for new in into if new.her_id}
    sentences = []
    for unit in units:
        if unit.her_id in taken:
            values = {"id": unit.her_id, "old": unit.name, "new": taken[unit.her_id]}
            sentences.append(_("HER-id %(id)s flyttes fra %(old)s til %(new)s.") % values)
        elif unit.her_id:
            values = {"id": unit.her_id, "old": unit.name}
            sentences.append(_("HER-id %(id)s blir stående på %(old)s, som er avsluttet.") % values)
    return sentences


def _numbers(units: list[Unit], into: Sequence[NewUnit]) -> list[str]:
    if units[0].kind != UnitKind.MUNICIPALITY:
        return []
    old = said_together(unit.number for unit in units if unit.number)
    new = said_together(each.number for each in into if each.number)
    return [_("Kommunenummer %(old)s leses heretter som %(new)s.") % {"old": old, "new": new}]
