"""Random tables, small and full of corners: overlaps, transfers, open stays, missing values, the same hour twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from samspill.analysis.indicators import INDICATORS

FIRST = datetime(2024, 11, 1)  # noqa: DTZ001 (the Norwegian wall clock)
TRUSTS, PLACES = ("999900001", "999900002"), ("9901", "9902", None)
CODES = ("I500", "J440", "E119", "F03", "N189", "I109", "O800", "S720", "I48")
TIMES = st.integers(0, 400 * 24 * 4).map(lambda quarter: FIRST + timedelta(minutes=15 * quarter))
DAYS = TIMES.map(datetime.date)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def _stay(draw: st.DrawFn, number: int) -> dict[str, Any]:
    admitted = draw(TIMES)
    length = draw(st.sampled_from((0, 3, 7, 8, 9, 24, 26, 100, 500, 1500)))
    out = draw(_maybe(st.just(admitted + timedelta(hours=length))))
    ready = draw(_maybe(st.integers(0, 12).map(lambda days: admitted.date() + timedelta(days=days))))
    notice = draw(_maybe(st.integers(-2, 300).map(lambda hours: admitted + timedelta(hours=hours))))
    return {
        "stay_id": f"s{number}",
        "person_id": f"p{draw(st.integers(1, 4))}",
        "trust": draw(st.sampled_from(TRUSTS)),
        "unit": draw(st.sampled_from(("Lunge", "Hjerte", None))),
        "sector": draw(st.sampled_from(("somatic", "mental_health", "substance_use"))),
        "urgency": draw(st.sampled_from(("acute", "planned", None))),
        "admitted_at": admitted,
        "discharged_at": out,
        "ending": draw(st.sampled_from(("discharged", "died", "not_told"))) if out else None,
        "municipality": draw(st.sampled_from(PLACES)),
        "residence": draw(st.sampled_from(PLACES)),
        "sex": draw(st.sampled_from(("female", "male", None))),
        "birth_year": draw(st.sampled_from((1934, 1949, 1950, 1957, 1958, 1980, 2012, None))),
        "need_identified_at": draw(_maybe(st.just(admitted + timedelta(hours=5)))),
        "early_notice_at": draw(_maybe(st.just(admitted + timedelta(hours=20)))),
        "ready_on": ready,
        "withdrawn_on": draw(_maybe(st.just(ready + timedelta(days=2)))) if ready else None,
        "notice_at": notice,
        "answer_at": notice + timedelta(hours=draw(st.integers(0, 30))) if notice and draw(st.booleans()) else None,
        "summary_by": draw(st.sampled_from(("d1", "d2", None))),
        "cost": draw(st.sampled_from((None, 10_000.0, 250_000.5))),
    }


def _span(draw: st.DrawFn, begins: str, ends: str) -> dict[str, Any]:
    first = draw(DAYS)
    return {begins: first, ends: draw(_maybe(st.integers(0, 40).map(lambda days: first + timedelta(days=days))))}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Tables by name, with rows that the contracts allow."""
    stays = [draw(_stay(number)) for number in range(draw(st.integers(1, 7)))]
    ids = st.sampled_from([stay["stay_id"] for stay in stays])
    people = st.sampled_from(("p1", "p2", "p3", "p4"))
    given: dict[str, list[dict[str, Any]]] = {
        "stays": stays,
        "diagnoses": [
            {"of_id": draw(ids), "person_id": draw(people), "set_on": draw(DAYS), "code": draw(st.sampled_from(CODES)),
             "code_system": draw(st.sampled_from(("icd10", "icd10", "icpc2"))), "role": "main"}
            for _ in range(draw(st.integers(0, 8)))
        ],
        "population": [
            {"municipality": place, "sex": sex, "age": age, "year": year, "persons": draw(st.integers(0, 90))}
            for place in ("9901", "9902") for sex in ("female", "male") for age in (12, 44, 67, 76, 91)
            for year in (2024, 2026)
        ],
        "hospital_beds": [
            {"trust": TRUSTS[0], "sector": "somatic", "year": 2025, "beds": 3.5},
            {"trust": TRUSTS[1], "sector": "mental_health", "year": 2024, "beds": 2.0},
        ],
    }  # fmt: skip
    if draw(st.booleans()):
        given["ready_periods"] = [
            {"stay_id": draw(ids), "number": number, **_span(draw, "ready_on", "ended_on")}
            for number in range(draw(st.integers(0, 3)))
        ]
        given["leaves"] = [
            {"stay_id": draw(ids), "number": number, **_span(draw, "left_on", "back_on")}
            for number in range(draw(st.integers(0, 2)))
        ]
    if draw(st.booleans()):
        given["municipal_services"] = [
            {"service_id": str(number), "person_id": draw(people), "municipality": "9901", "kind": "home_nursing",
             **_span(draw, "from_on", "until_on")}
            for number in range(draw(st.integers(0, 3)))
        ]  # fmt: skip
    if draw(st.booleans()):
        given |= _others(draw)
    return given


def _others(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    missions, referrals, messages = [], [], []
    for number in range(draw(st.integers(0, 4))):
        at, later = draw(TIMES), draw(_maybe(st.integers(0, 9000)))
        end = at + timedelta(minutes=later) if later is not None else None
        place = draw(st.sampled_from(PLACES))
        missions.append({"contact_id": str(number), "person_id": "p1",
                         "kind": draw(st.sampled_from(("ambulance", "gp"))),
                         "urgency": draw(st.sampled_from(("red", "yellow", "green", None))), "municipality": place,
                         "began_at": at, "arrived_at": end})  # fmt: skip
        referrals.append({"referral_id": str(number), "person_id": "p1", "trust": TRUSTS[0], "sector": "mental_health",
                          "received_at": at, "assessed_at": end, "municipality": place,
                          "outcome": draw(st.sampled_from(("accepted", "rejected", None))),
                          "birth_year": draw(st.sampled_from((2007, 2008, 1980, None)))})  # fmt: skip
        messages.append({"message_id": str(number), "kind": draw(st.sampled_from(("A", "B"))), "sender": "1",
                         "receiver": "2", "sent_at": at, "receipt_at": end,
                         "receipt": draw(st.sampled_from(("ok", "rejected", None)))})  # fmt: skip
    day = draw(DAYS)
    plans = [{"plan": "2026", "action": draw(st.sampled_from(("1.1", "1.2"))), "municipality": "9901",
              "on_day": day + timedelta(days=7 * number), "status": draw(st.sampled_from(("begun", "done")))}
             for number in range(draw(st.integers(0, 4)))]  # fmt: skip
    return {"contacts": missions, "referrals": referrals, "messages": messages, "plan_status": plans}


INDICATORS_DRAWN = st.sets(st.sampled_from(sorted(INDICATORS)), min_size=5, max_size=5)
AS_OF = st.none() | st.just(date(2026, 1, 10))
