"""Is a body as it should be? Plain values in, sentences out; nothing here knows of the database.

What is said is either `broken` (a rule of the body is not kept today), or `soon` (it will not be, if nothing is done).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.ui.formats import day as said_day

BROKEN, SOON = "broken", "soon"
WARN_BEFORE = timedelta(days=90)
HOSPITAL, MUNICIPALITY, USER, GP, OBSERVER = "hospital", "municipality", "user", "gp", "observer"
ABOVE = {"political": 0, "strategic": 1, "professional": 2, "working": 3, "secretariat": 3}


@dataclass(frozen=True, kw_only=True)
class Term:
    """Who sits in a seat, from a day and until the day after the last; None: always, or still."""

    holder: str
    alternate: str = ""
    first: date | None = None
    after: date | None = None
    left: bool = False  # holds no position in the community any more

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.after is None or day < self.after)


@dataclass(frozen=True, kw_only=True)
class SeatFacts:
    side: str
    title: str
    terms: tuple[Term, ...] = ()

    def term(self, day: date) -> Term | None:
        return next((term for term in self.terms if term.holds(day)), None)

    def empty_since(self, day: date) -> date | None:
        """The first day it stood empty; None when nobody ever sat there."""
        return max((term.after for term in self.terms if term.after and term.after <= day), default=None)


@dataclass(frozen=True, kw_only=True)
class LeaderFacts:
    side: str
    first: date | None = None
    after: date | None = None


@dataclass(frozen=True, kw_only=True)
class MandateFacts:
    aim: str = ""
    deliverables: str = ""
    deadline: date | None = None
    delivered: bool = False


@dataclass(frozen=True, kw_only=True)
class BodyFacts:
    """A body with its rules, as `models.Body` has them."""

    name: str
    short_name: str
    level: str
    decides: str
    parent: BodyFacts | None = None
    temporary: bool = False
    ends: date | None = None
    parity: bool = False
    least_users: int = 0
    least_gps: int = 0
    observers: bool = False
    rotation_years: int = 0
    leads_with: str = ""
    alternates: bool = False
    quorum: int = 50
    quorum_a_side: int = 1
    meetings_a_year: int = 0
    meetings_this_year: int | None = None  # None: not known here
    seats: tuple[SeatFacts, ...] = ()
    leaders: tuple[LeaderFacts, ...] = ()
    mandate: MandateFacts | None = None

    def of_side(self, side: str) -> list[SeatFacts]:
        return [seat for seat in self.seats if seat.side == side]


@dataclass(frozen=True, kw_only=True)
class Finding:
    body: str
    sentence: str
    severity: str = BROKEN
    about: str = field(default="", compare=False)  # which rule, for those who count


def findings(body: BodyFacts, day: date) -> list[Finding]:
    """Everything that is wrong or soon will be, the broken first."""
    checks = (_parity, _representatives, _empty_seats, _terms, _same_person, _leader, _steering, _mandate, _quorum)
    found = [each for check in (*checks, _observers, _meetings) for each in check(body, day)]
    return sorted(found, key=lambda each: each.severity != BROKEN)


def findings_between(bodies: list[BodyFacts], day: date) -> list[Finding]:
    """What only shows when several bodies are looked at: groups that the two sides are to lead equally many of."""
    groups: dict[str, list[BodyFacts]] = {}
    for body in bodies:
        if body.leads_with:
            groups.setdefault(body.leads_with, []).append(body)
    found = []
    for name, members in groups.items():
        led = Counter(leader.side for body in members if (leader := leader_on(body, day)))
        if abs(led[HOSPITAL] - led[MUNICIPALITY]) > len(members) % 2:
            sentence = _(
                "%(group)s: sykehuset leder %(hospital)s og kommunene %(municipality)s. "
                "Partene skal lede like mange hver."
            )
            values = {"group": name, "hospital": led[HOSPITAL], "municipality": led[MUNICIPALITY]}
            found.append(Finding(body=name, sentence=sentence % values, about="leads_with"))
    return found


def leader_on(body: BodyFacts, day: date) -> LeaderFacts | None:
    return next((each for each in body.leaders if Term(holder="", first=each.first, after=each.after).holds(day)), None)


def _say(body: BodyFacts, about: str, sentence: str, severity: str = BROKEN, **values: Any) -> Finding:
    return Finding(
        body=body.short_name, sentence=sentence % {"body": body.name, **values}, severity=severity, about=about
    )


def _parity(body: BodyFacts, day: date) -> Iterator[Finding]:
    if not body.parity:
        return
    seats = len(body.of_side(HOSPITAL)), len(body.of_side(MUNICIPALITY))
    sat = tuple(sum(seat.term(day) is not None for seat in body.of_side(side)) for side in (HOSPITAL, MUNICIPALITY))
    said: dict[str, Any] = {"hospital": seats[0], "municipality": seats[1]}
    if seats[0] != seats[1]:
        text = _(
            "%(body)s har %(hospital)s seter fra sykehuset og %(municipality)s fra kommunene. De skal ha like mange."
        )
        yield _say(body, "parity", text, **said)
    elif sat[0] != sat[1]:
        text = _(
            "I %(body)s sitter %(hospital)s fra sykehuset og %(municipality)s fra kommunene nå. "
            "Partene skal være like mange."
        )
        yield _say(body, "parity", text, hospital=sat[0], municipality=sat[1])


def _representatives(body: BodyFacts, day: date) -> Iterator[Finding]:
    asked = ((USER, body.least_users, _("brukerrepresentant")), (GP, body.least_gps, _("fastlege")))
    for side, least, word in asked:
        seats = body.of_side(side)
        sat = [seat for seat in seats if seat.term(day)]
        if len(sat) >= least:
            continue
        if len(seats) < least:
            text = _("%(body)s skal ha minst %(least)s %(word)s, men har %(seats)s slike seter.")
            yield _say(body, f"least_{side}", text, least=least, word=word, seats=len(seats))
        elif not sat:
            yield _nobody(body, side, word, seats, day)
        else:
            text = _("%(body)s skal ha minst %(least)s %(word)s, men nå sitter det %(sat)s.")
            yield _say(body, f"least_{side}", text, least=least, word=word, sat=len(sat))


def _nobody(body: BodyFacts, side: str, word: str, seats: list[SeatFacts], day: date) -> Finding:
    since = max((gone for seat in seats if (gone := seat.empty_since(day))), default=None)
    if since:
        text = _("Ingen %(word)s i %(body)s siden %(since)s.")
        return _say(body, f"least_{side}", text, word=word, since=said_day(since))
    return _say(body, f"least_{side}", _("Ingen %(word)s i %(body)s: setet har aldri vært besatt."), word=word)


def _empty_seats(body: BodyFacts, day: date) -> Iterator[Finding]:
    covered = {USER: body.least_users, GP: body.least_gps}
    for seat in body.seats:
        if seat.term(day) or seat.side == OBSERVER:
            continue
        filled = sum(other.term(day) is not None for other in body.of_side(seat.side))
        if covered.get(seat.side) and filled < covered[seat.side]:
            continue  # said above, with the rule
        since = seat.empty_since(day)
        if since:
            text = _("Setet «%(seat)s» i %(body)s har stått tomt siden %(since)s.")
            yield _say(body, "empty", text, seat=seat.title, since=said_day(since))
        else:
            yield _say(body, "empty", _("Setet «%(seat)s» i %(body)s er ikke besatt."), seat=seat.title)


def _terms(body: BodyFacts, day: date) -> Iterator[Finding]:
    for seat in body.seats:
        term = seat.term(day)
        if term is None:
            continue
        said = {"name": term.holder, "seat": seat.title}
        if term.left:
            yield _say(
                body, "left", _("%(name)s sitter i %(body)s, men har ingen rolle i helsefellesskapet lenger."), **said
            )
        if body.alternates and not term.alternate and seat.side != OBSERVER:
            yield _say(body, "alternate", _("%(name)s i %(body)s mangler vara."), **said)
        followed = term.after and seat.term(term.after)
        if term.after and not followed and term.after - day <= WARN_BEFORE:
            text = _("Vervet til %(name)s i %(body)s går ut %(last)s, og ingen er oppnevnt etterpå.")
            yield _say(body, "term", text, SOON, last=said_day(term.after - timedelta(days=1)), **said)


def _same_person(body: BodyFacts, day: date) -> Iterator[Finding]:
    terms = [term for seat in body.seats if (term := seat.term(day))]
    holders = Counter(term.holder for term in terms)
    for name, times in holders.items():
        if times > 1:
            yield _say(body, "twice", _("%(name)s sitter i %(times)s seter i %(body)s."), name=name, times=times)
    for term in terms:
        if term.alternate and holders[term.alternate]:
            yield _say(body, "twice", _("%(name)s er både medlem og vara i %(body)s."), name=term.alternate)


def _leader(body: BodyFacts, day: date) -> Iterator[Finding]:
    if not body.rotation_years:
        return
    now = leader_on(body, day)
    if now is None:
        yield _say(body, "leader", _("%(body)s har ingen leder."))
        return
    if now.side not in (HOSPITAL, MUNICIPALITY):
        yield _say(
            body, "leader", _("%(body)s ledes ikke av en av partene. Sykehuset og kommunene skal lede på omgang.")
        )
    years = body.rotation_years
    if now.first and now.after is None and _years_later(now.first, years) <= day:
        text = ngettext(
            "Lederen av %(body)s skal skiftes hvert år, men har ledet siden %(since)s.",
            "Lederen av %(body)s skal skiftes hvert %(years)s. år, men har ledet siden %(since)s.",
            years,
        )
        yield _say(body, "leader", text, years=years, since=said_day(now.first))
    end = now.after or (now.first and _years_later(now.first, years))
    following = leader_on(body, now.after) if now.after else None
    if end and day < end <= day + WARN_BEFORE and following is None:
        text = _("Ledelsen av %(body)s skifter %(end)s, og neste leder er ikke valgt.")
        yield _say(body, "leader", text, SOON, end=said_day(end))
    before = next((each for each in body.leaders if now.first and each.after == now.first), None)
    for one, other in ((before, now), (now, following)):
        if one and other and one.side == other.side:
            yield _say(
                body,
                "leader",
                _("Ledelsen av %(body)s går fra %(side)s til samme side. Partene skal lede på omgang."),
                side=_side(one.side),
            )


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _side(side: str) -> str:
    return {HOSPITAL: _("sykehuset"), MUNICIPALITY: _("kommunene")}.get(side, side)


def _steering(body: BodyFacts, day: date) -> Iterator[Finding]:
    if body.parent is None:
        if body.level != "political":
            yield _say(body, "steering", _("%(body)s har ikke noe organ over seg."))
        return
    if ABOVE[body.parent.level] > ABOVE[body.level]:
        text = _("%(body)s styres av %(parent)s, som er på et lavere nivå.")
        yield _say(body, "steering", text, parent=body.parent.name)
    if body.parent.ends and body.parent.ends <= day:
        yield _say(body, "steering", _("%(body)s styres av %(parent)s, som er avviklet."), parent=body.parent.name)


def _mandate(body: BodyFacts, day: date) -> Iterator[Finding]:
    mandate = body.mandate
    if body.temporary and body.ends is None:
        yield _say(body, "mandate", _("%(body)s er tidsavgrenset, men har ingen sluttdato."))
    if body.temporary and mandate is None:
        yield _say(body, "mandate", _("%(body)s er tidsavgrenset, men har ikke noe mandat."))
    if mandate is None:
        return
    wanted = (
        (_("spørsmål"), mandate.aim),
        (_("leveranser"), mandate.deliverables),
        (_("frist"), mandate.deadline),
    )
    lacking = [word for word, value in wanted if not value]
    if body.temporary and lacking:
        yield _say(body, "mandate", _("Mandatet til %(body)s mangler %(what)s."), what=_(" og ").join(lacking))
    if mandate.deadline and not mandate.delivered:
        said = said_day(mandate.deadline)
        if mandate.deadline < day:
            yield _say(body, "mandate", _("%(body)s skulle ha levert innen %(deadline)s."), deadline=said)
        elif mandate.deadline - day <= WARN_BEFORE:
            yield _say(body, "mandate", _("%(body)s skal levere innen %(deadline)s."), SOON, deadline=said)


def _quorum(body: BodyFacts, day: date) -> Iterator[Finding]:
    counted = [seat for seat in body.seats if seat.side != OBSERVER]
    sat = sum(seat.term(day) is not None for seat in counted)
    if body.quorum > 100:
        yield _say(
            body,
            "quorum",
            _("%(body)s kan aldri bli vedtaksfør: %(quorum)s prosent er mer enn alle."),
            quorum=body.quorum,
        )
    elif counted and sat * 100 < body.quorum * len(counted):
        text = _("%(body)s kan ikke bli vedtaksfør nå: %(sat)s av %(seats)s seter er besatt.")
        yield _say(body, "quorum", text, sat=sat, seats=len(counted))
    for side in (HOSPITAL, MUNICIPALITY):
        seats = body.of_side(side)
        there = sum(seat.term(day) is not None for seat in seats)
        if seats and there < body.quorum_a_side:
            text = _("%(body)s kan ikke bli vedtaksfør nå: %(sat)s fra %(side)s er oppnevnt; det kreves %(least)s.")
            yield _say(body, "quorum", text, sat=there, side=_side(side), least=body.quorum_a_side)


def _observers(body: BodyFacts, day: date) -> Iterator[Finding]:
    if body.of_side(OBSERVER) and not body.observers:
        yield _say(body, "observers", _("%(body)s skal ikke ha observatører, men har sete for det."))


def _meetings(body: BodyFacts, day: date) -> Iterator[Finding]:
    held = body.meetings_this_year
    if held is not None and held < body.meetings_a_year:
        text = _("%(body)s skal møtes %(least)s ganger i året, men har %(held)s møter i %(year)s.")
        yield _say(body, "meetings", text, SOON, least=body.meetings_a_year, held=held, year=day.year)
