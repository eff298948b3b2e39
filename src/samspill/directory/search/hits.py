"""What is shown of each answer, read anew from the directory itself and by its own walls.

So an index that is behind can at worst leave something out or put it in a worse place; it can never show what is not
so, or what the asker may not see. The number of queries is the same for one answer of a kind as for fifty.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.core import clock
from samspill.directory.models import (
    JointWork,
    JointWorkKind,
    JointWorkStatus,
    OfferKind,
    OfferLevel,
    Person,
    Position,
    ServiceOffer,
    Topic,
    Unit,
    UnitKind,
)
from samspill.directory.roles import Role
from samspill.directory.search import documents as kinds
from samspill.directory.search.contact import Contact, contact_of
from samspill.directory.search.reading import Rows, read

NAMES_OF_A_ROLE = 3
NOTHING = Contact()
_ANY = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One answer.

    kind          person, unit, role, offer, topic or joint_work
    id            of the person, unit, offer, topic or joint work; of a role, of its unit
    phone         to be called, as it is written; `contact` says whose it is when it is the unit's
    safe_contact  where one may write about a patient: HER id or PLO address; may be empty
    why           why it is among the answers, when its name does not show it
    ended         the day it was over; None while it is so
    """

    kind: str
    id: UUID
    title: str
    subtitle: str
    url: str
    why: str = ""
    contact: Contact = NOTHING
    ended: date | None = None
    away: str = ""
    people: list[tuple[str, str]] = field(default_factory=list)  # name and address, of those who hold a role
    more_people: int = 0

    @property
    def phone(self) -> str:
        return self.contact.phone

    @property
    def safe_contact(self) -> str:
        return self.contact.safe


def hits_for(person: Any, wanted: Mapping[str, Collection[str]]) -> dict[tuple[str, str], Hit]:
    """{(kind, ref): Hit} of those entries that are still there for this person. `wanted`: refs by kind."""
    rows = read(person, wanted)
    found: dict[tuple[str, str], Hit] = {}
    for kind, refs in wanted.items():
        for ref in refs:
            hit = _MAKERS[kind](rows, ref)
            if hit is not None:
                found[kind, ref] = hit
    return found


def _person(rows: Rows, ref: str) -> Hit | None:
    row = rows.people.get(UUID(ref))
    return _of_person(rows, row) if row else None


def _of_person(rows: Rows, row: Person) -> Hit:
    held = rows.positions.get(row.pk, [])
    positions = _present(held)
    ended = _ended([each.valid_to for each in held])
    main = positions[0] if positions else None
    unit = rows.units.get(main.unit_id) if main else None
    return Hit(
        kind=kinds.PERSON,
        id=row.pk,
        title=str(row),
        subtitle=_as_what(main, unit, len(positions) - 1) if main and unit else "",
        url=_address("person-card", row.pk, row),
        contact=Contact() if ended else contact_of(row, unit),
        ended=ended,
        away=_away(rows, positions),
    )


def _present(held: list[Position]) -> list[Position]:
    """Positions held today, one's own before what is lent; else those to come; else the last that was."""
    today = clock.today()
    now = [each for each in held if each.holds_on(today)]
    coming = [each for each in held if each.valid_to is None or each.valid_to > today]
    return sorted(now or coming or held[-1:], key=lambda each: each.on_behalf_of_id is not None)


def _ended(days: list[date | None]) -> date | None:
    """The last of the days, when all are past."""
    past = [day for day in days if day is not None and day <= clock.today()]
    return max(past) if past and len(past) == len(days) else None


def _as_what(position: Position, unit: Unit, others: int) -> str:
    said = f"{position.title or Role(position.role).label} · {place_of(unit)}"
    if not others:
        return said
    more = ngettext("og %(n)s rolle til", "og %(n)s roller til", others) % {"n": others}
    return f"{said} {more}"


def place_of(unit: Unit) -> str:
    """«Geriatri 2, Fjordheim sykehus HF»."""
    top = unit.top
    return unit.name if top.pk == unit.pk else f"{unit.name}, {top.name}"


def _away(rows: Rows, positions: list[Position]) -> str:
    name = next((rows.stand_ins[each.pk] for each in positions if each.pk in rows.stand_ins), "")
    return _("Borte nå; spør %(name)s") % {"name": name} if name else ""


def _unit(rows: Rows, ref: str) -> Hit | None:
    pk = UUID(ref)
    return _of_unit(rows.units[pk]) if pk in rows.findable_units else None


def _of_unit(unit: Unit) -> Hit:
    above = [each.name for each in unit.line()[1:]]
    ended = _ended([unit.valid_to])
    return Hit(
        kind=kinds.UNIT,
        id=unit.pk,
        title=unit.name,
        subtitle=" · ".join(filter(None, [str(UnitKind(unit.kind).label), ", ".join(above[:2])])),
        url=_address("unit-card", unit.pk, unit),
        contact=Contact() if ended else contact_of(None, unit),
        ended=ended,
    )


def _role(rows: Rows, ref: str) -> Hit | None:
    code, _at, pk = ref.partition("@")
    unit, people = rows.units.get(UUID(pk)), rows.holders.get(ref)
    if unit is None or not people:
        return None
    label = str(Role(code).label)
    shown = list(people.items())[:NAMES_OF_A_ROLE]
    place = unit.name if unit.top.pk == unit.pk else f"{unit.name} {unit.top.name}"
    return Hit(
        kind=kinds.ROLE,
        id=unit.pk,
        title=label,
        subtitle=place_of(unit),
        url=f"{reverse('who-is-who')}?{urlencode({'q': f'{label} {place}', 'slag': kinds.PERSON})}",
        contact=contact_of(None, unit),
        people=[(name, _address("person-card", each, name)) for each, name in shown],
        more_people=len(people) - len(shown),
    )


def _offer(rows: Rows, ref: str) -> Hit | None:
    offer: ServiceOffer | None = rows.offers.get(UUID(ref))
    if offer is None:
        return None
    provider = rows.units[offer.provider_id]
    return Hit(
        kind=kinds.OFFER,
        id=offer.pk,
        title=offer.name,
        subtitle=" · ".join([str(OfferKind(offer.kind).label), str(OfferLevel(offer.level).label), place_of(provider)]),
        url=_address("offers:offer", offer.pk, offer),
        contact=contact_of(None, provider),
        ended=_ended([offer.valid_to]),
    )


def _topic(rows: Rows, ref: str) -> Hit | None:
    """None when the one to ask may not be seen."""
    topic: Topic | None = rows.topics.get(UUID(ref))
    if topic is None:
        return None
    owner = _person(rows, topic.person_id.hex) if topic.person_id else _unit(rows, topic.unit_id.hex)  # type: ignore[union-attr]
    if owner is None:
        return None
    return Hit(
        kind=kinds.TOPIC,
        id=topic.pk,
        title=topic.words,
        subtitle=_("Spør %(name)s, %(place)s") % {"name": owner.title, "place": owner.subtitle},
        url=owner.url,
        contact=owner.contact,
        ended=owner.ended,
        away=owner.away,
    )


def _joint_work(rows: Rows, ref: str) -> Hit | None:
    work: JointWork | None = rows.works.get(UUID(ref))
    if work is None:
        return None
    owner = rows.units[work.owner_id]
    contact = rows.people.get(work.contact_id) if work.contact_id else None
    said = [str(JointWorkKind(work.kind).label), str(JointWorkStatus(work.status).label), place_of(owner)]
    return Hit(
        kind=kinds.JOINT_WORK,
        id=work.pk,
        title=work.name,
        subtitle=" · ".join([*said, *([_("kontakt %(name)s") % {"name": contact}] if contact else [])]),
        url=_address("joint_work:work", work.pk, work),
        contact=contact_of(contact, owner),
        ended=_ended([work.valid_to]),
    )


def _address(name: str, pk: UUID, title: object) -> str:
    """Its page; where this installation has none, the search for its name."""
    pattern = _pattern(name)
    if pattern:
        return pattern.replace(str(_ANY), str(pk))
    return f"{reverse('who-is-who')}?{urlencode({'q': str(title)})}"


@cache
def _pattern(name: str) -> str:
    """Asked once: finding an address takes longer than all else about an answer."""
    try:
        return reverse(name, args=[_ANY])
    except NoReverseMatch:
        return ""


_MAKERS: dict[str, Callable[[Rows, str], Hit | None]] = {
    kinds.PERSON: _person,
    kinds.UNIT: _unit,
    kinds.ROLE: _role,
    kinds.OFFER: _offer,
    kinds.TOPIC: _topic,
    kinds.JOINT_WORK: _joint_work,
}
