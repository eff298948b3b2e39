"""Bodies and cases for tests, made by living: through the same deeds that the pages use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.cast import actor

import samspill.apps.governance as room
from samspill.apps.governance.bodies import actions as bodies
from samspill.apps.governance.bodies.loading import Loaded, load_structure
from samspill.apps.governance.bodies.structure_file import read_structure
from samspill.apps.governance.cases import actions as cases
from samspill.apps.governance.cases import deciding
from samspill.apps.governance.models import Body, Case, Decision, Seat
from samspill.core import clock
from samspill.directory.models import Community, Membership, Person, Position, Unit
from samspill.directory.roles import Role

STRUCTURES = Path(room.__file__).parent / "structures"
NAMES = count(1)
AGREED = {"hospital": ("agrees", ""), "municipality": ("agrees", "")}


def loaded(content: str, by: Any) -> Loaded:
    done = Loaded()
    load_structure(by=by, structure=read_structure(content.encode()), done=done)
    return done


def somebody(community: Community, unit: Unit | None = None) -> Person:
    """A new person with a position in the community."""
    unit = unit or Membership.objects.filter(community=community).first().unit
    person = Person.objects.create(given_name="Medlem", family_name=f"Nummer{next(NAMES)}")
    Position.objects.create(person=person, community=community, unit=unit, role=Role.LEADER)
    return person


def fill(body: Body, by: Any, but: Iterable[Seat] = ()) -> None:
    """Somebody in every seat that is empty."""
    empty = [seat for seat in body.seats.all() if not seat.tenures.exists() and seat not in but]
    for seat in empty:
        bodies.appoint(by=by, body=body, seat=seat, holder=somebody(body.community), first=date(2026, 1, 1))


def a_body(by: Any, short_name: str = "SSU", **values: Any) -> Body:
    plain = {"name": f"Organet {short_name}", "level": "strategic", "decides": "consensus"}
    made = bodies.make_body(by=by, key=uuid4(), values={**plain, "short_name": short_name, **values})
    for side in ("hospital", "municipality"):
        bodies.add_seat(by=by, body=made, side=side, title=side, unit=None, since=None)
    return made


def sits(name: str, body: Body, side: str = "municipality") -> Seat:
    """One of the cast gets a seat in the body."""
    siri = actor("siri")
    seat = bodies.add_seat(by=siri, body=body, side=side, title=f"{name} {body.short_name}", unit=None, since=None)
    holder = Position.objects.get(pk=actor(name).position_id).person
    bodies.appoint(by=siri, body=body, seat=seat, holder=holder, first=date(2026, 1, 1))
    return seat


CASE = {
    "title": "Felles forløp for skrøpelige eldre",
    "kind": "decision",
    "plain": "Eldre skal slippe å vente.",
    "background": "",
    "proposal": "SSU vedtar forløpet.",
    "groups": "Skrøpelige eldre",
    "focus_area": "",
    "due": None,
    "access": "open",
    "ground": "",
}


def a_case(body: Body, status: str = "accepted", by: Any = None, **values: Any) -> Case:
    """A case that has lived to the status: proposed, accepted, prepared, written, decided or anchoring."""
    siri = by or actor("siri")
    case = cases.propose(by=siri, body=body, key=uuid4(), values={**CASE, **values})
    for named in ("accept", "prepare"):
        if status in {"proposed", case.status}:
            return case
        case = cases.move(by=siri, case=case, named=named)
    if case.status == status:
        return case
    case = cases.move(by=siri, case=case, named="defer_to_writing", reason="Haster")
    if status == "written":
        return case
    decision = a_decision(case)
    if status == "anchoring":
        parties = [row.unit for row in Membership.objects.filter(unit__name__in=["Fjordby", "Fjordheim sykehus HF"])]
        deciding.ask_to_anchor(by=siri, decision=decision, parties=parties, due=clock.today() + timedelta(days=30))
    return Case.objects.get(pk=case.pk)


def a_decision(case: Case, outcome: str = "decided", views: Any = None, text: str = "SSU vedtar forløpet.") -> Decision:
    """By e-mail, of a case that is out for written treatment."""
    return deciding.decide(
        by=actor("siri"),
        case=case,
        outcome=outcome,
        text=text,
        decided_on=clock.today(),
        views=AGREED if views is None else views,
        mail="Tone Berg svarte ja 3. mars. Jon Eide svarte ja 4. mars.",
    )
