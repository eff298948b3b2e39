"""What leaves, by which grain, and that what is hidden cannot be had back by adding and subtracting."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.insight.ground import MONTHS, PLACES, SHARE, a_row, rows_of

from samspill.analysis.disclosure import PUBLIC, Ledger, Rules
from samspill.apps.insight.numbering import Number
from samspill.apps.insight.protecting import Errand, Protected, protect
from samspill.apps.insight.splitting import OTHER, Wanted, grains, splits

pytestmark = pytest.mark.once

ERRAND = Errand(receiver=PUBLIC, purpose="en prøve", by="Amir", at=datetime(2026, 11, 1, tzinfo=UTC))


def out(wanted: Wanted, rows, places=tuple(PLACES)) -> Protected:
    return protect(wanted, rows, places, Ledger(), Rules(), ERRAND)


def by_where(protected: Protected) -> dict[tuple[str, str], Number]:
    return {(n.place, n.point.period): n for n in protected.numbers if not n.sector and not n.group}


def test_no_small_number_is_shown():
    for number in out(SHARE, rows_of(PLACES)).numbers:
        point = number.point
        if point.state == "shown":
            assert point.numerator == 0 or point.numerator >= 5
            assert point.denominator - point.numerator == 0 or point.denominator - point.numerator >= 5
        if point.state == "hidden":
            assert point.value is None and point.numerator is None and point.low is None and point.high is None


def test_a_small_place_is_given_by_a_coarser_grain_and_a_large_one_by_month():
    split = splits(SHARE, rows_of(PLACES), tuple(PLACES))[0]
    assert grains(split, SHARE, 5) == {
        "9901": "month",
        "9902": "month",
        "9903": "month",
        "9905": "quarter",
        "9909": "year",
    }


def test_quarters_are_months_added_up_and_only_whole_ones_are_there():
    found = by_where(out(SHARE, rows_of(PLACES)))
    assert found["9901", "2025-Q1"].point.numerator == 180
    assert found["", "2025"].point.denominator == 12 * sum(bottom for _top, bottom in PLACES.values())
    assert ("", "2026-Q3") not in found and ("", "2026") not in found


def test_a_place_that_is_hidden_is_not_what_the_others_lack_of_the_whole():
    """In each period with a hidden place there are two, or the whole is not told."""
    found = by_where(out(SHARE, rows_of({**PLACES, "9910": (6, 20)}), (*PLACES, "9910")))
    hidden = defaultdict(list)
    for (place, period), number in found.items():
        if place and number.point.state == "hidden":
            hidden[period].append(place)
    for period, places in hidden.items():
        assert len(places) > 1 or found["", period].point.state == "hidden", (period, places)


def test_those_from_elsewhere_are_in_the_whole_and_named_as_others():
    rows = [*rows_of({"9901": (60, 120), "9902": (20, 50)}), *[]]
    rows = [
        replace(row, numerator=row.numerator + 30, denominator=row.denominator + 40)
        if row.municipality is None
        else row
        for row in rows
    ]
    rows = [replace(row, persons=int(row.numerator), behind=int(row.denominator)) for row in rows]
    found = by_where(out(SHARE, rows, ("9901", "9902")))
    assert found[OTHER, "2025-01"].point.numerator == 30
    assert found["", "2025-01"].point.numerator == 110


DAYS = Wanted(name="waiting_days", version="1", title="Ventende", mode="amount", per=1, additive=False)


def days(persons: dict[str, int]):
    rows = rows_of({place: (count, count) for place, count in persons.items()})
    return [replace(row, numerator=row.numerator * 4.0, denominator=30.0) for row in rows]


def test_what_is_in_several_months_goes_out_grain_by_grain_without_a_hole_in_the_finer():
    protected = out(DAYS, days({"9901": 60, "9902": 12, "9903": 4, "9905": 1, "9909": 1}), tuple(PLACES))
    months = [n for n in protected.numbers if n.period_kind == "month"]
    assert months and all(n.point.state != "hidden" for n in months)
    assert {n.place for n in months} == {"", "9901", "9902"}


def test_a_finer_table_leaves_no_small_rest():
    """With 9902 by month, the rest of the whole would be three persons: 9902 too is given more coarsely."""
    protected = out(DAYS, days({"9901": 60, "9902": 12, "9903": 3}), ("9901", "9902", "9903"))
    assert {n.place for n in protected.numbers if n.period_kind == "month"} == {"", "9901"}


def test_a_part_is_hidden_where_its_whole_is():
    wanted = Wanted(name="w", version="1", title="Hvor lenge", mode="parts", per=100, groups=("0", "1+"))
    rows = [
        a_row("2026-01", None, 2, 2),
        a_row("2026-01", None, 2, 2, group="0"),
        a_row("2026-01", None, 0, 2, group="1+"),
    ]
    rows += [
        a_row("2026-02", None, 50, 50),
        a_row("2026-02", None, 20, 50, group="0"),
        a_row("2026-02", None, 30, 50, group="1+"),
    ]
    found = {(n.group, n.point.period): n.point for n in protect(wanted, rows, (), Ledger(), Rules(), ERRAND).numbers}
    assert found["0", "2026-01"].state == found["1+", "2026-01"].state == "hidden"
    assert found["0", "2026-02"].value == 40 and found["1+", "2026-02"].value == 60


def test_a_ratio_is_shown_only_where_both_its_sums_are():
    wanted = replace(SHARE, mode="ratio", name="long_stay_bed_days")
    rows = [
        replace(row, denominator=row.denominator * 9, numerator=row.numerator * 20)
        for row in rows_of({"9901": (60, 120), "9902": (2, 50), "9903": (9, 60)})
    ]
    found = by_where(out(wanted, rows, ("9901", "9902", "9903")))
    assert found["9901", "2025-01"].point.value == pytest.approx(100 * 60 * 20 / (120 * 9))
    assert found["9902", "2025-Q1"].point.state == "shown"  # six persons in the quarter
    assert all(found[place, "2025-01"].point.state != "shown" for place in ("9902",) if (place, "2025-01") in found)


def test_all_months_are_there():
    assert {n.point.period for n in out(SHARE, rows_of(PLACES)).numbers if n.period_kind == "month"} == set(MONTHS)
