"""Is a body as it should be? Each rule on its own, on plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samspill.apps.governance.bodies.health import (
    BodyFacts,
    Finding,
    LeaderFacts,
    MandateFacts,
    SeatFacts,
    Term,
    findings,
    findings_between,
)

pytestmark = pytest.mark.once
TODAY = date(2026, 11, 20)


def seat(side: str, *terms: Term, title: str = "") -> SeatFacts:
    return SeatFacts(side=side, title=title or f"Sete for {side}", terms=terms)


def sat(side: str, name: str, **values: object) -> SeatFacts:
    return seat(side, Term(holder=name, **values))  # type: ignore[arg-type]


TOP = BodyFacts(name="PSU", short_name="PSU", level="political", decides="dialogue")
SOUND = BodyFacts(
    name="Fagråd for digital samhandling",
    short_name="FR",
    level="professional",
    decides="advises",
    parent=TOP,
    parity=True,
    least_users=1,
    least_gps=1,
    seats=(sat("hospital", "Anna"), sat("municipality", "Bjørn"), sat("user", "Celin"), sat("gp", "Dag")),
)


def said(body: BodyFacts, day: date = TODAY) -> list[str]:
    return [each.sentence.replace("\xa0", " ") for each in findings(body, day)]


def without(side: str, *instead: SeatFacts) -> BodyFacts:
    return replace(SOUND, seats=(*(each for each in SOUND.seats if each.side != side), *instead))


def test_a_sound_body_is_sound() -> None:
    assert said(SOUND) == []


def test_a_gp_who_left_is_missed_since_that_day() -> None:
    body = without("gp", sat("gp", "Dag", after=date(2026, 5, 1)))
    assert said(body) == ["Ingen fastlege i Fagråd for digital samhandling siden 1. mai 2026."]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (without("gp"), "skal ha minst 1 fastlege, men har 0 slike seter"),
        (without("gp", seat("gp")), "setet har aldri vært besatt"),
        (without("user", seat("user")), "Ingen brukerrepresentant"),
        (replace(SOUND, least_users=2, seats=(*SOUND.seats, seat("user"))), "men nå sitter det 1"),
        (without("municipality"), "1 seter fra sykehuset og 0 fra kommunene"),
        (without("municipality", seat("municipality")), "sitter 1 fra sykehuset og 0 fra kommunene nå"),
        (without("municipality", seat("municipality")), "er ikke besatt"),
        (without("hospital", sat("hospital", "Anna", left=True)), "har ingen rolle i helsefellesskapet lenger"),
        (replace(SOUND, alternates=True), "Anna i Fagråd for digital samhandling mangler vara"),
        (without("gp", sat("gp", "Anna")), "Anna sitter i 2 seter"),
        (without("gp", sat("gp", "Dag", alternate="Anna")), "Anna er både medlem og vara"),
        (without("gp", sat("gp", "Dag", after=date(2027, 1, 1))), "går ut 31. desember 2026, og ingen er oppnevnt"),
        (replace(SOUND, rotation_years=2), "har ingen leder"),
        (replace(SOUND, parent=None), "har ikke noe organ over seg"),
        (replace(SOUND, parent=replace(TOP, level="working")), "på et lavere nivå"),
        (replace(SOUND, parent=replace(TOP, ends=date(2026, 1, 1))), "som er avviklet"),
        (replace(SOUND, temporary=True), "har ingen sluttdato"),
        (replace(SOUND, temporary=True), "har ikke noe mandat"),
        (replace(SOUND, temporary=True, mandate=MandateFacts(aim="Hva?")), "mangler leveranser og frist"),
        (replace(SOUND, mandate=MandateFacts(aim="Hva?", deadline=date(2026, 10, 1))), "skulle ha levert innen"),
        (replace(SOUND, mandate=MandateFacts(aim="Hva?", deadline=date(2026, 12, 1))), "skal levere innen"),
        (replace(SOUND, quorum=101), "mer enn alle"),
        (replace(SOUND, seats=(sat("hospital", "Anna"), *(seat(s) for s in ("municipality", "user", "gp")))), "1 av 4"),
        (replace(SOUND, seats=(*SOUND.seats, sat("observer", "KS"))), "skal ikke ha observatører"),
        (replace(SOUND, meetings_a_year=4, meetings_this_year=2), "har 2 møter i 2026"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(body: BodyFacts, sentence: str) -> None:
    assert any(sentence in each for each in said(body)), said(body)


def test_what_comes_is_only_soon() -> None:
    body = without("gp", sat("gp", "Dag", after=date(2027, 1, 1)))
    assert [each.severity for each in findings(body, TODAY)] == ["soon"]
    followed = without(
        "gp", seat("gp", Term(holder="Dag", after=date(2027, 1, 1)), Term(holder="Eva", first=date(2027, 1, 1)))
    )
    assert said(followed) == []


def led(*leaders: LeaderFacts) -> BodyFacts:
    return replace(SOUND, rotation_years=2, leaders=leaders)


@pytest.mark.parametrize(
    ("leaders", "sentence"),
    [
        ([LeaderFacts(side="hospital", first=date(2024, 1, 1))], "skal skiftes hvert 2. år, men har ledet siden"),
        ([LeaderFacts(side="user", first=date(2026, 1, 1))], "ledes ikke av en av partene"),
        ([LeaderFacts(side="hospital", first=date(2025, 1, 1), after=date(2027, 1, 1))], "neste leder er ikke valgt"),
        (
            [
                LeaderFacts(side="hospital", first=date(2025, 1, 1), after=date(2027, 1, 1)),
                LeaderFacts(side="hospital", first=date(2027, 1, 1)),
            ],
            "til samme side",
        ),
        (
            [
                LeaderFacts(side="municipality", first=date(2024, 1, 1), after=date(2026, 1, 1)),
                LeaderFacts(side="municipality", first=date(2026, 1, 1)),
            ],
            "til samme side",
        ),
    ],
)
def test_leading_goes_round(leaders: list[LeaderFacts], sentence: str) -> None:
    assert any(sentence in each for each in said(led(*leaders))), said(led(*leaders))


def test_a_leader_in_good_time_is_well() -> None:
    following = LeaderFacts(side="municipality", first=date(2027, 1, 1))
    assert said(led(LeaderFacts(side="hospital", first=date(2025, 1, 1), after=date(2027, 1, 1)), following)) == []
    assert said(led(LeaderFacts(side="hospital", first=date(2026, 1, 1), after=date(2028, 1, 1)))) == []


@pytest.mark.parametrize(
    ("sides", "wrong"), [("hhmm", False), ("hhhm", True), ("hhh", True), ("hm", False), ("hhm", False)]
)
def test_groups_are_led_equally(sides: str, wrong: bool) -> None:
    names = {"h": "hospital", "m": "municipality"}
    groups = [
        replace(led(LeaderFacts(side=names[each])), leads_with="Gruppene", name=str(n)) for n, each in enumerate(sides)
    ]
    found: list[Finding] = findings_between(groups, TODAY)
    assert bool(found) is wrong
