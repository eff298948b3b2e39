"""The prepared tables for few rows, in plain Python: written to be read, and apart from the Ibis expressions.

Rows are dictionaries; a missing value is None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from samspill.analysis.prepared.codes import bit_of
from samspill.analysis.statistics.comorbidity.hfrs import hfrs

Row = dict[str, Any]
Raw = Mapping[str, list[Row]]
EIGHT_HOURS, A_DAY = timedelta(hours=8), timedelta(days=1)


def stays(raw: Raw, as_of: date) -> list[Row]:
    """As `stays_made.stays`."""
    by_person = defaultdict(list)
    for stay in raw["stays"]:
        by_person[stay["person_id"]].append(stay)
    made: list[Row] = []
    for number, person_id in enumerate(sorted(by_person)):
        theirs = sorted(by_person[person_id], key=lambda s: (s["admitted_at"], _reach(s), s["stay_id"]))
        for stay, more in zip(theirs, _what_came_after(theirs), strict=True):
            made.append({**_of_one(stay, raw, as_of), **more, "person": number, "order": len(made)})
    return made


def _of_one(stay: Row, raw: Raw, as_of: date) -> Row:
    """What a stay tells by itself, with its ready periods, diagnoses and services."""
    admitted, out = stay["admitted_at"].date(), _day(stay["discharged_at"])
    until = admitted if stay["ending"] == "not_told" else (out or as_of)
    return {
        **stay,
        "residence": stay["residence"] or stay["municipality"],
        "doctor": stay["summary_by"],
        "age": age(stay),
        "admitted_on": admitted,
        "discharged_on": out,
        "present_until": until,
        "bed_days": (out - admitted).days if out else None,
        "followed_days": (as_of - out).days - 1 if out else None,
        "waiting_days": _waiting_days(stay, raw, as_of),
        "was_notified": stay["notice_at"] is not None,
        "was_answered": stay["answer_at"] is not None,
        "need_seen": stay["need_identified_at"] is not None,
        "answer_minutes": _minutes_if_hours(stay["notice_at"], stay["answer_at"]),
        "notice_after_admission": minutes(stay["admitted_at"], stay["early_notice_at"]),
        "notice_after_need": minutes(stay["need_identified_at"], stay["early_notice_at"]),
        "conditions": _conditions(stay, raw),
        "frailty": _frailty(stay, raw),
        "municipal_service": _has_service(stay, raw),
    }


def _reach(stay: Row) -> datetime:
    """The end of a stay, as far as it is known."""
    admitted: datetime = stay["admitted_at"]
    return max(admitted, stay["discharged_at"] or admitted)


def _what_came_after(theirs: list[Row]) -> list[Row]:
    """Of one person's stays in order: which ends an episode, and what came after the episode."""
    begins = []
    latest = None
    for stay in theirs:
        begins.append(latest is None or stay["admitted_at"] - latest >= EIGHT_HOURS)
        latest = max(latest or _reach(stay), _reach(stay))
    return [_after(theirs, begins, place) for place in range(len(theirs))]


def _after(theirs: list[Row], begins: list[bool], place: int) -> Row:
    later = list(zip(theirs, begins, strict=True))[place + 1 :]
    last = not later or later[0][1]
    if not last:
        return {"last_of_episode": False, **dict.fromkeys(("again_minutes", "again_acute", "acute_again_minutes",
                                                           "acute_again_day_minutes"))}  # fmt: skip
    left = max(_reach(stay) for stay in theirs[: place + 1])
    acute = [stay["admitted_at"] for stay, begin in later if begin and stay["urgency"] == "acute"]
    after_a_day = [at for at in acute if at - left >= A_DAY]
    following = later[0][0] if later else None
    return {
        "last_of_episode": True,
        "again_minutes": minutes(left, following["admitted_at"]) if following else None,
        "again_acute": _is(following["urgency"], "acute") if following else None,
        "acute_again_minutes": minutes(left, min(acute)) if acute else None,
        "acute_again_day_minutes": minutes(left, min(after_a_day)) if after_a_day else None,
    }


def _is(value: Any, wanted: str) -> bool | None:
    return None if value is None else value == wanted


def periods_of(stay: Row, raw: Raw, as_of: date) -> list[tuple[date, date]]:
    """Ready periods from the day they begin to the day they end, which is not counted."""
    if "ready_periods" in raw:
        found = [(p["ready_on"], p["ended_on"]) for p in raw["ready_periods"] if p["stay_id"] == stay["stay_id"]]
    elif stay["ready_on"] is None:
        return []
    else:
        found = [(stay["ready_on"], stay["withdrawn_on"] or _day(stay["discharged_at"]))]
    return [(begin, min(end or as_of, as_of)) for begin, end in found]


def leaves_of(stay: Row, raw: Raw, as_of: date) -> list[tuple[date, date]]:
    """Leaves, the same way."""
    theirs = [leave for leave in raw.get("leaves", []) if leave["stay_id"] == stay["stay_id"]]
    return [(leave["left_on"], min(leave["back_on"] or as_of, as_of)) for leave in theirs]


def waits(raw: Raw, as_of: date) -> list[Row]:
    """As `stays_made.waits`."""
    made: list[Row] = []
    for stay in raw["stays"]:
        place = {name: stay[name] for name in ("trust", "municipality", "sector")} | {"age": age(stay)}
        for begin, end in periods_of(stay, raw, as_of):
            pieces = [(begin, end, 1)]
            pieces += [(max(begin, left), min(end, back), -1) for left, back in leaves_of(stay, raw, as_of)]
            made += [
                {**place, "begin_on": first, "end_on": last, "weight": weight}
                for first, last, weight in pieces
                if first < last
            ]
    return made


def _waiting_days(stay: Row, raw: Raw, as_of: date) -> int | None:
    periods = periods_of(stay, raw, as_of)
    if not periods:
        return None
    away = leaves_of(stay, raw, as_of)
    waited = sum(max((end - begin).days, 0) for begin, end in periods)
    return waited - sum(
        max((min(end, back) - max(begin, left)).days, 0) for begin, end in periods for left, back in away
    )


def _conditions(stay: Row, raw: Raw) -> int | None:
    if "diagnoses" not in raw:
        return None
    bits = 0
    for row in raw["diagnoses"]:
        if row["of_id"] == stay["stay_id"] and row["code_system"] == "icd10":
            bits |= bit_of().get(row["code"][:3], 0)
    return bits


def _frailty(stay: Row, raw: Raw) -> float | None:
    old = age(stay)
    if "diagnoses" not in raw or stay["urgency"] != "acute" or old is None or old < 75:
        return None
    theirs = [
        row for row in raw["diagnoses"] if row["person_id"] == stay["person_id"] and row["code_system"] == "icd10"
    ]
    return float(
        hfrs([row["code"] for row in theirs], [row["set_on"] for row in theirs], on=stay["admitted_at"].date())
    )


def _has_service(stay: Row, raw: Raw) -> bool | None:
    if "municipal_services" not in raw:
        return None
    day = stay["admitted_at"].date()
    return any(
        row["person_id"] == stay["person_id"] and row["from_on"] <= day < (row["until_on"] or date.max)
        for row in raw["municipal_services"]
    )


def contacts(raw: Raw, as_of: date) -> list[Row]:
    return [
        {**row, "began_on": row["began_at"].date(), "minutes_to_arrival": minutes(row["began_at"], row["arrived_at"]),
         "minutes_in_all": minutes(row["began_at"], row["ended_at"])}
        for row in raw["contacts"]
    ]  # fmt: skip


def referrals(raw: Raw, as_of: date) -> list[Row]:
    made = []
    for row in raw["referrals"]:
        received, assessed = row["received_at"].date(), _day(row["assessed_at"])
        born = row["birth_year"]
        made.append(
            {
                **row,
                "age": None if born is None else received.year - born,
                "received_on": received,
                "assessment_days": (assessed - received).days if assessed else None,
            }
        )
    return made


def messages(raw: Raw, as_of: date) -> list[Row]:
    return [
        {**row, "sent_on": row["sent_at"].date(), "receipt_minutes": minutes(row["sent_at"], row["receipt_at"])}
        for row in raw["messages"]
    ]


def register_rows(raw: Raw, as_of: date) -> list[Row]:
    return [{**row, "measured": f"{row['register']}: {row['measure']}"} for row in raw["register_rows"]]


def plan_status(raw: Raw, as_of: date) -> list[Row]:
    def month_of(row: Row) -> tuple[Any, ...]:
        return row["plan"], row["action"], row["municipality"], row["on_day"].year, row["on_day"].month

    latest: dict[tuple[Any, ...], date] = {}
    for row in raw["plan_status"]:
        latest[month_of(row)] = max(latest.get(month_of(row), date.min), row["on_day"])
    return [{**row, "last_of_month": row["on_day"] == latest[month_of(row)]} for row in raw["plan_status"]]


def as_they_are(table: str) -> Callable[[Raw, date], list[Row]]:
    return lambda raw, as_of: list(raw[table])


MADE: dict[str, Callable[[Raw, date], list[Row]]] = {
    "stays": stays,
    "waits": waits,
    "contacts": contacts,
    "referrals": referrals,
    "places": as_they_are("municipal_places"),
    "messages": messages,
    "register_rows": register_rows,
    "deviations": as_they_are("deviations"),
    "plan_status": plan_status,
}


def age(stay: Row) -> int | None:
    """The year of admission less the year of birth."""
    return None if stay["birth_year"] is None else stay["admitted_at"].year - stay["birth_year"]


def minutes(earlier: datetime | None, later: datetime | None) -> int | None:
    """Whole minutes, rounded down."""
    return None if earlier is None or later is None else (later - earlier) // timedelta(minutes=1)


def _minutes_if_hours(earlier: datetime | None, later: datetime | None) -> int | None:
    """Midnight sharp stands for a day without an hour."""
    known = earlier and later and earlier.time() != time.min and later.time() != time.min
    return minutes(earlier, later) if known else None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
