"""Each community's structure, with somebody in every seat, broken in every way that the check promises to find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import actor
from tests.governance.ground import STRUCTURES, fill, loaded

from samspill.apps.governance.bodies.facts import facts_of, with_seats
from samspill.apps.governance.bodies.health import BodyFacts, MandateFacts, SeatFacts, Term, findings
from samspill.apps.governance.models import Body
from samspill.core import clock
from samspill.directory.models import Community

NAMES = [path.stem for path in sorted(STRUCTURES.glob("*.toml"))]
Broken = Iterator[tuple[str, BodyFacts]]


def broken_copies(body: BodyFacts) -> Broken:
    """(what was done to it, the body after that)."""
    yield from _seats(body)
    yield from _rules(body)
    if body.parent:
        yield "nobody above it", replace(body, parent=None)
        yield "steered from below", replace(body, parent=replace(body.parent, level="secretariat"), level="strategic")
    if body.mandate:
        yield "a mandate that is late", replace(body, mandate=_late(body.mandate))
        yield "a mandate without an aim", replace(body, mandate=replace(body.mandate, aim=""))
    if body.temporary:
        yield "for a time without an end", replace(body, ends=None)
        yield "no mandate", replace(body, mandate=None)


def _late(mandate: MandateFacts) -> MandateFacts:
    return replace(mandate, deadline=clock.today() - timedelta(days=1), delivered=False)


def _seats(body: BodyFacts) -> Broken:
    today = clock.today()
    for number, seat in enumerate(body.seats):
        if seat.side == "observer":
            continue
        term = seat.terms[0]
        ways = {
            "nobody ever sat there": (),
            "left empty a month ago": (replace(term, after=today - timedelta(days=30)),),
            "ends in a month": (replace(term, after=today + timedelta(days=30)),),
            "has left the community": (replace(term, left=True),),
        }
        for what, terms in ways.items():
            changed = replace(seat, terms=terms)
            yield (
                f"{seat.title}: {what}",
                replace(body, seats=(*body.seats[:number], changed, *body.seats[number + 1 :])),
            )
    if len(body.seats) > 1:
        twice = replace(body.seats[1], terms=body.seats[0].terms)
        yield "the same person twice", replace(body, seats=(body.seats[0], twice, *body.seats[2:]))


def _rules(body: BodyFacts) -> Broken:
    one_more = SeatFacts(side="hospital", title="Til", terms=(Term(holder="En Til"),))
    if body.parity:
        yield "one more from the hospital", replace(body, seats=(*body.seats, one_more))
    for side, least in (("user", body.least_users), ("gp", body.least_gps)):
        if least:
            yield f"without any {side}", replace(body, seats=tuple(seat for seat in body.seats if seat.side != side))
    if body.rotation_years:
        yield "without a leader", replace(body, leaders=())
    if not body.observers:
        yield "an observer where none may be", replace(body, seats=(*body.seats, replace(one_more, side="observer")))
    if any(seat.side in {"hospital", "municipality"} for seat in body.seats):
        yield "a quorum that cannot be reached", replace(body, quorum_a_side=99)
        yield "nobody has an alternate", replace(body, alternates=True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_broken_is_found(fjordheim: Community, name: str) -> None:
    siri = actor("siri")
    loaded((STRUCTURES / f"{name}.toml").read_text(encoding="utf-8"), siri)
    for body in Body.objects.all():
        fill(body, siri)
    tried, missed = 0, []
    for facts in facts_of(with_seats(Body.objects.all())):
        before = {each.sentence for each in findings(facts, clock.today())}
        for what, copy in broken_copies(facts):
            tried += 1
            if not {each.sentence for each in findings(copy, clock.today())} - before:
                missed.append(f"{facts.short_name}: {what}")
    assert tried > 40 and not missed, "\n".join(missed)
