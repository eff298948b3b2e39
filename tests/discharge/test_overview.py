"""The whole community in numbers: two tables beside each other must not give away what either of them hides."""

from __future__ import annotations

from collections import Counter

import pytest

from samspill.analysis.disclosure import Ledger
from samspill.apps.discharge.queries.overview import TOTAL, Row, _of_one_mind, _protected

pytestmark = pytest.mark.once


def counted(**numbers: tuple[int, int]) -> dict[str, Counter[str]]:
    return {name: Counter(long=long, short=short) for name, (long, short) in numbers.items()}


def test_what_one_table_says_of_the_whole_the_other_says_too():
    said = Ledger()
    places = counted(
        Fjordby=(2, 12), Nordvik=(1, 3), Innmarka=(0, 5), Lauvnes=(1, 1), Havsund=(2, 1), Storfjellet=(0, 2)
    )
    clinics = counted(Medisin=(3, 17), Kirurgi=(1, 5), Psykisk=(2, 2))
    both = _of_one_mind(_protected("kommune", places, said), _protected("klinikk", clinics, said))
    wholes = {next(row for row in rows if row.name == TOTAL) for rows in (both.municipalities, both.clinics)}
    assert len(wholes) == 1
    assert wholes.pop().waiting in (30, None)


def test_no_number_of_a_few_is_shown_nor_left_alone_beside_the_total():
    said = Ledger()
    places = counted(Fjordby=(2, 12), Nordvik=(1, 9), Innmarka=(0, 8), Lauvnes=(0, 2))
    clinics = counted(Medisin=(3, 20), Kirurgi=(0, 11))
    both = _of_one_mind(_protected("kommune", places, said), _protected("klinikk", clinics, said))
    for rows in (both.municipalities, both.clinics):
        shown = [number for row in rows for number in (row.waiting, row.long) if number]
        assert all(number >= 5 for number in shown)
        whole = next(row for row in rows if row.name == TOTAL)
        for of in ("waiting", "long"):
            hidden = [row for row in rows if row.name != TOTAL and getattr(row, of) is None]
            assert len(hidden) != 1 or getattr(whole, of) is None


def test_a_total_is_taken_from_whichever_table_has_it():
    both = _of_one_mind((Row(TOTAL, 35, None), Row("A", None, None)), (Row("B", 24, None), Row(TOTAL, 35, 6)))
    assert both.total == Row(TOTAL, 35, 6) and both.clinics[-1] == Row(TOTAL, 35, 6)
