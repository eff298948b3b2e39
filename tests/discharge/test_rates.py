"""A year's daily rate is data with a source; entered, it is used at once."""

from __future__ import annotations

import pytest
from tests.cast import CAST, actor
from tests.discharge.stories import Story

from samspill.apps.discharge.actions.rating import enter_rate
from samspill.apps.discharge.queries.stays import stay_lines
from samspill.apps.discharge.receiver import OPERATOR
from samspill.core.refusal import Refused

pytestmark = pytest.mark.django_db


def test_an_entered_rate_is_used_at_once(fjordheim):
    story = Story()
    story.admitted("2025-12-29T10:00")
    story.ready("2025-12-29T10:00", "2025-12-30T10:00")
    story.discharged("2026-01-02T10:00")
    (line,) = stay_lines(None)
    assert (line["payable_days"], line["kroner"], line["missing_rate"]) == (3, None, [2025, 2026])
    enter_rate(by=OPERATOR, year=2025, kroner=5900, source="letter")
    enter_rate(by=OPERATOR, year=2026, kroner=6000, source="letter")
    (line,) = stay_lines(None)
    assert (line["kroner"], line["missing_rate"]) == (2 * 5900 + 6000, [])
    enter_rate(by=OPERATOR, year=2026, kroner=6100, source="a newer letter")
    assert next(stay_lines(None))["kroner"] == 2 * 5900 + 6100


@pytest.mark.parametrize(
    ("year", "kroner", "source", "why"),
    [(2011, 4000, "x", "2012"), (2026, 0, "x", "over null"), (2026, 6000, "  ", "hvor satsen står")],
)
def test_a_rate_without_sense_or_source_is_refused(db, year, kroner, source, why):
    with pytest.raises(Refused, match=why):
        enter_rate(by=OPERATOR, year=year, kroner=kroner, source=source)


@pytest.mark.parametrize("name", [*CAST, "public"])
def test_nobody_signed_in_enters_rates(fjordheim, name):
    with pytest.raises(Refused):
        enter_rate(by=actor(name), year=2026, kroner=6000, source="x")
