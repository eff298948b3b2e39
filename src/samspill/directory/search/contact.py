"""The number to call and the safe way to write, for one line of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.directory.cards.opening import Opening, opening_at
from samspill.directory.cards.reaching import Way, href_of, ways_of
from samspill.directory.models import ContactKind, Person, Unit

CALLED = (ContactKind.PHONE, ContactKind.DUTY_PHONE)


@dataclass(frozen=True)
class Contact:
    """`phone_of` and `safe_of` say whose it is, where it is not one's own but the unit's."""

    phone: str = ""
    phone_href: str = ""
    phone_of: str = ""
    duty_phone: str = ""
    duty_href: str = ""
    safe: str = ""
    safe_of: str = ""
    opening: Opening | None = None


def contact_of(person: Person | None, unit: Unit | None) -> Contact:
    """Of a person in a unit, or of a unit alone. What the person lacks, the unit gives; what that lacks, one above.

    Reads `contactways` and `openinghourss` of both, prefetched or not, and the line of the unit.
    """
    own = ways_of(person) if person else []
    theirs = ways_of(unit) if unit else []
    phone, phone_of = _first(own, theirs, unit, CALLED)
    duty, _duty_of = _first(own, theirs, None, (ContactKind.DUTY_PHONE,))
    if phone and duty and duty.value == phone.value:
        duty = None
    safe, safe_of = _first(own, theirs, unit, (ContactKind.SAFE_MESSAGE,))
    alone = person is None
    return Contact(
        phone=phone.value if phone else "",
        phone_href=phone.href if phone else "",
        phone_of="" if alone and unit and phone_of == unit.name else phone_of,
        duty_phone=duty.value if duty else "",
        duty_href=duty.href if duty else "",
        safe=safe.value if safe else "",
        safe_of="" if unit and safe_of == unit.name else safe_of,  # the unit stands in the row already
        opening=_opening(person, unit),
    )


def _first(own: list[Way], theirs: list[Way], unit: Unit | None, kinds: Any) -> tuple[Way | None, str]:
    """The first way of the kinds, and the name of the unit that it belongs to; empty for one's own."""
    for ways, name in ((own, ""), (theirs, unit.name if unit else "")):
        for way in ways:
            if way.kind in kinds and way.value:
                return way, name
    return (_from_above(unit, kinds), _name_above(unit, kinds)) if unit else (None, "")


def _from_above(unit: Unit, kinds: Any) -> Way | None:
    """What stands on the row of a unit above; their ways in other tables are not read for a line in a list."""
    for each in unit.line()[1:]:
        if ContactKind.PHONE in kinds and each.phone:
            return _way(ContactKind.PHONE, each.phone)
        if ContactKind.SAFE_MESSAGE in kinds and each.her_id:
            return _way(ContactKind.SAFE_MESSAGE, _("HER-id %(number)s") % {"number": each.her_id})
    return None


def _name_above(unit: Unit, kinds: Any) -> str:
    has = "phone" if ContactKind.PHONE in kinds else "her_id"
    return next((each.name for each in unit.line()[1:] if getattr(each, has)), "")


def _way(kind: ContactKind, value: str) -> Way:
    return Way(kind, str(kind.label), value, "", True, "", href_of(kind, value))


def _opening(person: Person | None, unit: Unit | None) -> Opening | None:
    for whose in (person, unit):
        hours = list(whose.openinghourss.all()) if whose else []
        if hours:
            return opening_at(hours, clock.now())
    return None
