"""What hospital and municipality keep together about the patients of today: the demo's pages of stays are lived in.

Done by the room's own deeds, hours and days ago, in the order of `data/coordination.csv` and `data/rounds.csv`. The
patients are those of `today`, which are there whatever chance has made of the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from samspill.accounts.actor import Actor
from samspill.apps.discharge.assessment import actions as assessing
from samspill.apps.discharge.coordination.actions import causes, meetings, needs, notes, tasks
from samspill.apps.discharge.long_waits import following, lifting
from samspill.apps.discharge.models import (
    DocumentMark,
    LongWait,
    Matter,
    PlaceStock,
    Stay,
    StayEvent,
    Task,
    TheSide,
)
from samspill.apps.discharge.places import reserving
from samspill.apps.discharge.rounds import actions as rounds
from samspill.core import clock
from samspill.directory.models import Community, Unit
from samspill.portal.demo.cast import rows_of
from samspill.portal.demo.community import id_of
from samspill.portal.demo.members import as_one_of_the_cast
from samspill.portal.demo.stays import DemoStay
from samspill.portal.demo.today import CASES


class Act(NamedTuple):
    """One line of the file: who does it, about whom, and what is said. now: of the demo, not of the act."""

    by: Actor
    stay: Stay
    text: str
    more: str
    now: datetime


def load_coordination(community: Community, stays: Sequence[DemoStay]) -> None:
    """stays: all of the demo; the last are those of today."""
    known = _rows_of_today(community, stays)
    cast = {name: as_one_of_the_cast(name) for name in ("kari", "ola", "nina", "tone", "unni")}
    now = clock.now()
    for row in sorted(rows_of("coordination.csv"), key=lambda row: -float(row["hours"])):
        act = Act(cast[row["by"]], known[int(row["patient"])], row["text"], row["more"], now)
        with clock.stopped_at(now - timedelta(hours=float(row["hours"]))):
            ACTS[row["what"]](act)
    _rounds(cast, known, now)
    _frail_at_admission(cast["kari"], community)
    _reservations(cast, known)
    _long_waits(community, cast["tone"], now)


def _rows_of_today(community: Community, stays: Sequence[DemoStay]) -> dict[int, Stay]:
    sources = {stay.events[0].source: number for number, stay in enumerate(stays[-len(CASES) :], 1)}
    events = StayEvent.objects.filter(community=community, source__in=sources)
    return {sources[row.source]: row.stay for row in events.select_related("stay__patient") if row.stay}


def _causes(act: Act) -> None:
    """text: code:weight, with spaces between; all that hold from then on."""
    weights = {code: int(weight) for code, weight in _pairs(act.text)}
    causes.set_causes(by=act.by, stay=act.stay, weights=weights)


def _note(act: Act) -> None:
    """more: own, or both sides'."""
    notes.write_note(by=act.by, stay=act.stay, text=act.text, shared=act.more == "both")


def _matters(act: Act) -> None:
    """more: who said it."""
    notes.say_what_matters(by=act.by, stay=act.stay, text=act.text, said_by=Matter.Source(act.more))


def _task(act: Act) -> None:
    """more: whose, due in how many hours from the demo's now, and `mine` for one's own."""
    side, hours, *mine = act.more.split()
    due = (act.now + timedelta(hours=float(hours))).replace(minute=0)
    tasks.add_task(by=act.by, stay=act.stay, text=act.text, side=TheSide(side), mine=bool(mine), due=due)


def _done(act: Act) -> None:
    open_ones = Task.objects.filter(stay=act.stay, done_at=None)
    tasks.finish_task(by=act.by, task=next(each for each in open_ones if each.text == {"text": act.text}))


def _meeting(act: Act) -> None:
    """text: what is to be cleared. more: in how many hours from the demo's now, minutes, link, and who is invited."""
    hours, minutes, link, invited = act.more.split(" ", 3)
    meetings.call_meeting(
        by=act.by,
        stay=act.stay,
        starts=(act.now + timedelta(hours=float(hours))).replace(minute=0),
        minutes=int(minutes),
        place="",
        link=link,
        invited=invited.split("|"),
        agenda=act.text,
    )


def _document(act: Act) -> None:
    needs.mark_document(by=act.by, stay=act.stay, code=act.text, status=DocumentMark.Status(act.more))


def _function(act: Act) -> None:
    """text: variable:value. more: codes of services."""
    scores = {code: int(value) for code, value in _pairs(act.text)}
    needs.describe_function(by=act.by, stay=act.stay, scores=scores, services=act.more.split())


def _frailty(act: Act) -> None:
    assessing.score_frailty(by=act.by, stay=act.stay, score=int(act.text), state_on=clock.today(), trained=True)


def _begin(act: Act) -> None:
    assessing.begin_assessment(by=act.by, stay=act.stay, taking_part=act.text)


def _assessed(act: Act) -> None:
    assessing.finish_assessment(by=act.by, assessment=act.stay.assessments.latest("at"))


def _plan(act: Act) -> None:
    assessing.plan_assessment(by=act.by, assessment=act.stay.assessments.latest("at"), text=act.text)


ACTS: dict[str, Callable[[Act], None]] = {
    "causes": _causes,
    "note": _note,
    "matters": _matters,
    "task": _task,
    "done": _done,
    "meeting": _meeting,
    "document": _document,
    "function": _function,
    "frailty": _frailty,
    "begin": _begin,
    "assessed": _assessed,
    "plan": _plan,
}

# Who holds a place in Fjordby for whom: of which kind, where, in how many days, and whether it is promised.
HELD = (("kari", 5, "short_term", "Fjordgløtt", 2, False), ("ola", 7, "home_service", "", 1, True))


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _colon, value in (each.partition(":") for each in text.split())]


def _rounds(cast: dict[str, Actor], known: dict[int, Stay], now: datetime) -> None:
    trust = Unit.objects.get(pk=id_of("unit", "trust"))
    together = ("by", "municipality", "days", "hour")
    for (by, number, days, hour), points in groupby(
        rows_of("rounds.csv"), lambda row: [row[name] for name in together]
    ):
        municipality = Unit.objects.get(number=number)
        begun = (now - timedelta(days=int(days))).replace(hour=int(hour), minute=4)
        with clock.stopped_at(begun):
            round = rounds.begin_round(by=cast[by], trust=trust, municipality=municipality)
        for minutes, point in enumerate(points, 1):
            with clock.stopped_at(begun + timedelta(minutes=4 * minutes)):
                _point(cast[by], round, known[int(point["patient"])], point, now)
        with clock.stopped_at(begun + timedelta(minutes=16)):
            rounds.end_round(by=cast[by], round=round)


def _point(by: Actor, round: Any, stay: Stay, point: dict[str, str], now: datetime) -> None:
    next_at = (now + timedelta(hours=int(point["next"]))).replace(minute=0) if point["next"] else None
    rounds.note_contact(
        by=by,
        round=round,
        stay=stay,
        spoken_with=point["spoken_with"],
        agreed=point["agreed"],
        next_at=next_at,
        settles=point["settled"] == "yes",
    )


def _frail_at_admission(kari: Actor, community: Community) -> None:
    """Three who came lately and whose need nobody has seen yet: so that some are pointed out with heavy reasons."""
    seen = StayEvent.objects.filter(community=community, kind="need_identified").exclude(stay=None)
    lately = Stay.objects.visible_to(kari).open().filter(state="admitted", ward__name__startswith="Geriatri")
    for stay, score in zip(
        lately.exclude(pk__in=seen.values("stay")).order_by("-admitted_on", "pk")[:3], (7, 6, 5), strict=False
    ):
        assessing.score_frailty(by=kari, stay=stay, score=score, state_on=clock.today(), trained=True)


def _reservations(cast: dict[str, Actor], known: dict[int, Stay]) -> None:
    """One that waits for the municipality's word, and one that is promised."""
    today = clock.today()
    for by, patient, kind, site, days, confirmed in HELD:
        stock = PlaceStock.objects.get(municipality__number="9901", kind=kind, site=site)
        first = today + timedelta(days=days)
        held = reserving.reserve(by=cast[by], stay=known[patient], stock=stock, first=first, end=None)
        if confirmed:
            reserving.confirm(by=cast[by], reservation=held)


def _long_waits(community: Community, tone: Actor, now: datetime) -> None:
    """Lifted as the clock would have, and a plan for the one who has waited longest."""
    for days in (4, 2, 0):
        with clock.stopped_at(now - timedelta(days=days)):
            lifting.lift_what_waited()
    longest = LongWait.objects.filter(community=community, closed_at=None).order_by("ready_on", "pk").first()
    if longest is not None:
        text = "Klinikksjefen og kommunalsjefen snakker sammen i morgen om plass og ambulant støtte."
        following.plan(by=tone, wait=longest, text=text, look_again=clock.today() + timedelta(days=2))
