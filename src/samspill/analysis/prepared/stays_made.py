"""Stays prepared, in Ibis: one expression for DuckDB and Spark. `by_hand` says the same for few rows in plain
Python."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
from ibis.expr.types import Table

from samspill.analysis.prepared.columns import STAYS, WAITS
from samspill.analysis.prepared.functions import bit_or

EPISODE_GAP = 8 * 60  # minutes: where the national indicator for readmission begins (tables/episodes.py)
DAY_GAP = 24 * 60
OLD = 75  # the frailty score was made for people of this age and more
_TIMES = ("admitted_at", "reach", "stay_id")


def waits(raw: Mapping[str, Table], as_of: date) -> Table:
    """Ready periods of all stays, and with weight −1 the leaves within them."""
    periods, leaves = _periods(raw, as_of), _leaves(raw, as_of)
    whole = periods.mutate(weight=ibis.literal(1, "int64"))
    if leaves is not None:
        within = periods.inner_join(leaves, "stay_id").mutate(
            begin_on=lambda t: ibis.greatest(t.begin_on, t.left_on), end_on=lambda t: ibis.least(t.end_on, t.back_on)
        )
        away = within.select("stay_id", "begin_on", "end_on", weight=ibis.literal(-1, "int64"))
        whole = whole.union(away.filter(away.begin_on < away.end_on))
    whole = whole.filter(whole.begin_on < whole.end_on)
    stays = raw["stays"].select("stay_id", "trust", "municipality", "sector", age=_age(raw["stays"]))
    return whole.inner_join(stays, "stay_id").select(*WAITS)


def stays(raw: Mapping[str, Table], as_of: date, codes: Mapping[str, Table]) -> Table:
    """One row per stay with all that indicators ask of it. codes: the tables of `codes.py`, in the same database."""
    timed = raw["stays"].mutate(reach=lambda t: ibis.greatest(t.admitted_at, t.discharged_at.fill_null(t.admitted_at)))
    followed = _followed(timed)
    for more in (*told_of_stays(raw, raw, as_of, codes).values(), _day_again(followed)):
        followed = followed.left_join(more, "stay_id").drop("stay_id_right")
    return _finished(followed, as_of)


def told_of_stays(
    raw: Mapping[str, Table],
    referring: Mapping[str, Table],
    as_of: date,
    codes: Mapping[str, Table],
    every: bool = True,
) -> dict[str, Table]:
    """What other tables tell: stay_id and one value, by its name. Those whose table is not there are left out.

    referring   the tables whose rows tell of one stay each, where they name stays in another way than `raw`
    every       False: without a row for each stay that has no diagnosis of a group, which is 0
    """
    found = {
        "waiting_days": _waited(referring, as_of),
        "conditions": _diagnosed(referring, codes, every),
        "municipal_service": _served(raw),
        "frailty": _frail(raw, codes),
    }
    return {name: told for name, told in found.items() if told is not None}


def _finished(t: Table, as_of: date) -> Table:
    """The columns of the prepared table, missing ones empty."""
    for name, kind in (("waiting_days", "int64"), ("conditions", "int64"), ("municipal_service", "boolean"),
                       ("frailty", "float64")):  # fmt: skip
        if name not in t.columns:
            t = t.mutate(**{name: ibis.null(kind)})
    out = t.discharged_at.date()
    unknown_end = (t.ending == "not_told").fill_null(False)
    return t.mutate(
        residence=t.residence.fill_null(t.municipality),
        doctor=t.summary_by,
        age=_age(t),
        admitted_on=t.admitted_at.date(),
        discharged_on=out,
        present_until=unknown_end.ifelse(t.admitted_at.date(), out.fill_null(ibis.literal(as_of))),
        bed_days=_days_between(t.admitted_at.date(), out),
        followed_days=_days_between(out, ibis.literal(as_of)) - 1,
        was_notified=t.notice_at.notnull(),
        was_answered=t.answer_at.notnull(),
        need_seen=t.need_identified_at.notnull(),
        answer_minutes=_minutes_between_hours(t.notice_at, t.answer_at),
        notice_after_admission=_minutes(t.admitted_at, t.early_notice_at),
        notice_after_need=_minutes(t.need_identified_at, t.early_notice_at),
    ).select(*STAYS)


def _followed(t: Table) -> Table:
    """Who is who in numbers, episodes, and what came after each."""
    earlier = ibis.window(group_by="person_id", order_by=list(_TIMES), rows=(None, -1))
    so_far = ibis.window(group_by="person_id", order_by=list(_TIMES), rows=(None, 0))
    later = ibis.window(group_by="person_id", order_by=list(_TIMES), rows=(1, None))
    following = ibis.window(group_by="person_id", order_by=list(_TIMES))
    t = t.mutate(
        left_at=t.reach.max().over(so_far),
        gap=_minutes(t.reach.max().over(earlier), t.admitted_at),
        order=ibis.row_number().over(following),
        person=t.person_id,
    )
    t = t.mutate(first=(t.gap >= EPISODE_GAP).fill_null(True))
    t = t.mutate(
        last_of_episode=t.first.lead().over(following).fill_null(True),
        acute_start=(t.first & (t.urgency == "acute").fill_null(False)).ifelse(t.admitted_at, ibis.null("timestamp")),
    )
    t = t.mutate(
        again_at=t.last_of_episode.ifelse(t.admitted_at.lead().over(following), ibis.null("timestamp")),
        again_acute=t.last_of_episode.ifelse((t.urgency == "acute").lead().over(following), ibis.null("boolean")),
        acute_again_at=t.last_of_episode.ifelse(t.acute_start.min().over(later), ibis.null("timestamp")),
    )
    return t.mutate(
        again_minutes=_minutes(t.left_at, t.again_at), acute_again_minutes=_minutes(t.left_at, t.acute_again_at)
    )


def _day_again(t: Table) -> Table:
    """Minutes to the first acute admission a day or more after. Few need to be looked for: most have none before it."""
    near = t.filter(t.acute_again_minutes < DAY_GAP).select("stay_id", "person_id", "left_at")
    starts = t.filter(t.acute_start.notnull()).select("person_id", start=t.acute_start)
    met = near.inner_join(starts, "person_id").mutate(acute_again_day_minutes=lambda m: _minutes(m.left_at, m.start))
    met = met.filter(met.acute_again_day_minutes >= DAY_GAP)
    found = met.group_by("stay_id").agg(acute_again_day_minutes=met.acute_again_day_minutes.min())
    far = t.filter(t.acute_again_minutes >= DAY_GAP).select("stay_id", acute_again_day_minutes=t.acute_again_minutes)
    return far.union(found)


def _periods(raw: Mapping[str, Table], as_of: date) -> Table:
    """stay_id, begin_on, end_on (not counted)."""
    if "ready_periods" in raw:
        t = raw["ready_periods"].mutate(end_on=lambda t: t.ended_on)
    else:
        t = raw["stays"].mutate(end_on=lambda t: t.withdrawn_on.fill_null(t.discharged_at.date()))
        t = t.filter(t.ready_on.notnull())
    last = ibis.literal(as_of)
    return t.select("stay_id", begin_on=t.ready_on, end_on=ibis.least(t.end_on.fill_null(last), last))


def _leaves(raw: Mapping[str, Table], as_of: date) -> Table | None:
    if "leaves" not in raw:
        return None
    t, last = raw["leaves"], ibis.literal(as_of)
    return t.select("stay_id", "left_on", back_on=ibis.least(t.back_on.fill_null(last), last))


def _waited(raw: Mapping[str, Table], as_of: date) -> Table:
    """Waiting days of the stays that were ever ready."""
    days = _periods(raw, as_of).mutate(days=lambda t: ibis.greatest(_days_between(t.begin_on, t.end_on), 0))
    leaves = _leaves(raw, as_of)
    each = days.select("stay_id", "days")
    if leaves is not None:
        met = days.inner_join(leaves, "stay_id").mutate(
            days=lambda t: (
                -ibis.greatest(_days_between(ibis.greatest(t.begin_on, t.left_on), ibis.least(t.end_on, t.back_on)), 0)
            )
        )
        each = each.union(met.select("stay_id", "days"))
    return each.group_by("stay_id").agg(waiting_days=each.days.sum())


def _diagnosed(raw: Mapping[str, Table], codes: Mapping[str, Table], every: bool) -> Table | None:
    """Bits of the groups of each stay; 0 for a stay without any such diagnosis."""
    if "diagnoses" not in raw:
        return None
    t, groups = raw["diagnoses"], codes["conditions"]
    t = t.filter(t.code_system == "icd10").mutate(short=t.code.substr(0, 3))
    marked = t.inner_join(groups, t.short == groups.prefix).select(stay_id=t.of_id, bit=groups.bit)
    bits = marked.group_by("stay_id").agg(conditions=bit_or(marked.bit))
    if not every:
        return bits
    return (
        raw["stays"]
        .select("stay_id")
        .left_join(bits, "stay_id")
        .select("stay_id", conditions=bits.conditions.fill_null(0))
    )


def _served(raw: Mapping[str, Table]) -> Table | None:
    if "municipal_services" not in raw:
        return None
    t, service = raw["stays"], raw["municipal_services"]
    met = t.select("stay_id", "person_id", day=t.admitted_at.date()).inner_join(service, "person_id")
    met = met.filter((met.from_on <= met.day) & (met.until_on.isnull() | (met.until_on > met.day)))
    had = met.select("stay_id").distinct().mutate(had=True)
    every = t.select("stay_id").left_join(had, "stay_id")
    return every.select("stay_id", municipal_service=had.had.fill_null(False))


def _frail(raw: Mapping[str, Table], codes: Mapping[str, Table]) -> Table | None:
    """HFRS at acute admissions of old people: points of each code set in the two years up to that day."""
    if "diagnoses" not in raw:
        return None
    t = raw["stays"]
    old = t.filter((t.urgency == "acute") & (_age(t) >= OLD)).select("stay_id", "person_id", day=t.admitted_at.date())
    set_codes = raw["diagnoses"].filter(lambda d: d.code_system == "icd10")
    set_codes = set_codes.select("person_id", "set_on", short=set_codes.code.substr(0, 3))
    met = old.inner_join(set_codes, "person_id")
    met = met.filter((met.set_on <= met.day) & (met.set_on + ibis.interval(years=2) >= met.day))
    points = codes["hfrs"]
    worth = met.select("stay_id", "short").distinct().inner_join(points, "short")
    score = worth.group_by("stay_id").agg(frailty=worth.tenths.sum())
    every = old.select("stay_id").left_join(score, "stay_id")
    return every.select("stay_id", frailty=score.frailty.fill_null(0) / 10)


def _age(t: Table) -> Any:
    return t.admitted_at.year().cast("int64") - t.birth_year


def _minutes(earlier: Any, later: Any) -> Any:
    """Whole minutes, rounded down."""
    seconds = later.epoch_seconds() - earlier.epoch_seconds()
    return (seconds - seconds % 60).cast("int64") // 60


def _minutes_between_hours(earlier: Any, later: Any) -> Any:
    """Missing where one of them is midnight sharp: a day without an hour."""
    known = (earlier.epoch_seconds() % 86400 != 0) & (later.epoch_seconds() % 86400 != 0)
    return known.ifelse(_minutes(earlier, later), ibis.null("int64"))


def _days_between(earlier: Any, later: Any) -> Any:
    return later.delta(earlier, unit="day").cast("int64")
