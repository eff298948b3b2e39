"""The other tables prepared, in Ibis: mostly chosen columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
from ibis.expr.types import Table

from samspill.analysis.prepared import columns
from samspill.analysis.prepared.stays_made import _days_between, _minutes


def contacts(raw: Mapping[str, Table], as_of: date) -> Table:
    t = raw["contacts"]
    return t.mutate(
        began_on=t.began_at.date(),
        minutes_to_arrival=_minutes(t.began_at, t.arrived_at),
        minutes_in_all=_minutes(t.began_at, t.ended_at),
    ).select(*columns.CONTACTS)


def referrals(raw: Mapping[str, Table], as_of: date) -> Table:
    t = raw["referrals"]
    return t.mutate(
        age=t.received_at.year().cast("int64") - t.birth_year,
        received_on=t.received_at.date(),
        assessment_days=_days_between(t.received_at.date(), t.assessed_at.date()),
    ).select(*columns.REFERRALS)


def places(raw: Mapping[str, Table], as_of: date) -> Table:
    return raw["municipal_places"].select(*columns.PLACES)


def messages(raw: Mapping[str, Table], as_of: date) -> Table:
    t = raw["messages"]
    return t.mutate(sent_on=t.sent_at.date(), receipt_minutes=_minutes(t.sent_at, t.receipt_at)).select(
        *columns.MESSAGES
    )


def register_rows(raw: Mapping[str, Table], as_of: date) -> Table:
    t = raw["register_rows"]
    return t.mutate(measured=t.register + ": " + t.measure).select(*columns.REGISTER_ROWS)


def deviations(raw: Mapping[str, Table], as_of: date) -> Table:
    return raw["deviations"].select(*columns.DEVIATIONS)


def plan_status(raw: Mapping[str, Table], as_of: date) -> Table:
    t = raw["plan_status"]
    of_month = ibis.window(
        group_by=[t.plan, t.action, t.municipality, t.on_day.year(), t.on_day.month()], order_by=t.on_day
    )
    return t.mutate(last_of_month=t.on_day.lead().over(of_month).isnull()).select(*columns.PLAN_STATUS)
