"""The directly standardised indicator is what `statistics.directly_standardised` gives of the same rows."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest

from samspill.analysis.figures.computing import compute
from samspill.analysis.figures.results import with_values
from samspill.analysis.indicators.declared.bands import AGES, SEXES
from samspill.analysis.indicators.declared.told import a_ready_stay
from samspill.analysis.statistics import directly_standardised
from samspill.analysis.statistics.standard_populations import norwegian

pytestmark = pytest.mark.once
NAME, PLACES = "waiting_days_adjusted_rate", ("9901", "9902")


def test_it_is_the_same_as_the_statistics_give() -> None:
    chance = Random(1)
    lives = {(m, s, first): chance.randint(20, 400) for m in PLACES for s in SEXES for _band, first, _last in AGES}
    stays = [_a_stay(number, chance) for number in range(120)]
    people = [{"municipality": m, "sex": s, "age": a, "year": 2026, "persons": n} for (m, s, a), n in lives.items()]
    rows = compute({"stays": stays, "population": people}, [NAME])
    found = {row["municipality"]: row for row in with_values(rows, per=1000).to_pylist() if row["period"] == "2026"}
    standard = np.concatenate([norwegian(2026, sex).in_bands([band for band, _, _ in AGES]) for sex in SEXES])
    for place in PLACES:
        here = sum(n for (m, _s, _a), n in lives.items() if m == place)
        share = found[place]["denominator"] / here  # of the year that the data tells of
        strata = [(sex, first, last) for sex in SEXES for _band, first, last in AGES]
        events = [_days(stays, place, *stratum) for stratum in strata]
        lived = [lives[place, sex, first] * share for sex, first, _last in strata]
        expected = directly_standardised(events, lived, standard, per=1000)
        assert found[place]["value"] == pytest.approx(expected.rate[0])
        assert found[place]["hits"] > 0
    both = sum(found[place]["value"] * found[place]["denominator"] for place in PLACES)
    assert found[None]["value"] == pytest.approx(both / found[None]["denominator"])


def _a_stay(number: int, chance: Random) -> dict[str, Any]:
    out = f"2026-03-{chance.randint(9, 28):02} 12:00"
    place, sex, born = chance.choice(PLACES), chance.choice(SEXES), chance.randint(1930, 1990)
    more = {"stay_id": str(number), "person_id": f"p{number}", "municipality": place, "sex": sex, "birth_year": born}
    return a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out=out, **more)


def _days(stays: list[dict[str, Any]], place: str, sex: str, first: int, last: int) -> int:
    mine = [stay for stay in stays if (stay["municipality"], stay["sex"]) == (place, sex)]
    of_age = [stay for stay in mine if first <= 2026 - stay["birth_year"] <= last]
    ready = date(2026, 3, 5)
    return sum((date.fromisoformat(stay["discharged_at"][:10]) - ready).days for stay in of_age)
