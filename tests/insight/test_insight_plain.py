"""Periods, series, words, charts, pasted tables: plain values in and out."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.insight.ground import CARD

from samspill.apps.insight import periods, saying
from samspill.apps.insight.charts import control, ranked
from samspill.apps.insight.charts.scale import scale_for
from samspill.apps.insight.series import Decision, Point, drawn
from samspill.apps.insight.tables_in import table_of
from samspill.core.refusal import Refused

pytestmark = pytest.mark.once

CODES = st.builds(lambda y, m: f"{y}-{m:02}", st.integers(2000, 2099), st.integers(1, 12)) | st.builds(
    lambda y, q: f"{y}-Q{q}", st.integers(2000, 2099), st.integers(1, 4)
)


@given(CODES)
def test_the_period_before_ends_the_day_before(code):
    assert (periods.first_day(code) - periods.last_day(periods.before(code))).days == 1
    assert periods.kind_of(periods.before(code)) == periods.kind_of(code)


def test_periods_are_whole_only_when_the_data_cover_them():
    assert periods.is_whole("2026-Q1", date(2026, 1, 1), date(2026, 3, 31))
    assert not periods.is_whole("2026-Q1", date(2026, 1, 2), date(2026, 3, 31))
    assert not periods.is_whole("2026", date(2025, 1, 1), date(2026, 12, 30))
    assert (periods.said("2026-03"), periods.said("2026-Q2"), periods.said("2026")) == (
        "mars 2026",
        "2. kvartal 2026",
        "2026",
    )


def series(values, hidden=()):
    found, period = [], "2025-01"
    for place, value in enumerate(values):
        state = "hidden" if place in hidden else "shown"
        found.append(
            Point(period=period, state=state) if state == "hidden"
            else Point(period=period, state="shown", value=value, numerator=value, denominator=100.0, persons=100)
        )  # fmt: skip
        day = periods.last_day(period)
        period = f"{day.year + (day.month == 12)}-{day.month % 12 + 1:02}"
    return found


def test_a_hidden_number_is_a_gap_and_never_zero():
    made = drawn(series([20.0] * 8 + [22.0] * 6, hidden={3}), "p", 100, "down")
    assert made.chart is not None and made.chart.y[3] != made.chart.y[3]
    svg = control.control_chart(made, title="T", unit="prosent", said=lambda p: saying.point_said(CARD, p))
    path = next(e for e in ElementTree.fromstring(svg).iter() if e.get("class") == "c-line")
    assert path.get("d").count("M") == 2


def test_a_point_outside_the_limits_is_told_by_form_and_in_words():
    made = drawn(series([20, 21, 19, 20, 22, 18, 20, 21, 19, 20, 20, 60]), "p", 100, "down")
    assert (
        "broken",
        "Siste tall ligger over den øvre grensen: det er mer enn tilfeldig variasjon.",
    ) in saying.signal_sentences(CARD, made)
    svg = control.control_chart(made, title="T", unit="prosent", said=lambda p: saying.point_said(CARD, p))
    assert 'class="c-signal"' in svg and "60,0" in svg


def test_few_points_are_not_read():
    assert saying.signal_sentences(CARD, drawn(series([20, 60, 20]), "p", 100, "down"))[0][0] == "neutral"


def test_a_person_moves_the_lines_and_what_has_no_place_is_set_aside():
    decided = [Decision(kind="rebase", period="2025-07", reason="ny praksis", by="Amir", on=date(2026, 1, 1))]
    made = drawn(series([20] * 6 + [30] * 8), "p", 100, "down", decided)
    assert [part.first for part in made.chart.parts] == [1, 7]
    gone = [Decision(kind="rebase", period="2019-07", reason="ny praksis", by="Amir", on=date(2026, 1, 1))]
    assert drawn(series([20] * 12), "p", 100, "down", gone).set_aside == tuple(gone)


def test_latest_and_how_it_moved_are_said():
    made = drawn(series([20] * 11 + [25]), "p", 100, "down")
    assert saying.latest_sentence(CARD, "Fjordby", made) == "25,0\u00a0% i desember 2025 for Fjordby (25 av 100)."
    assert list(saying.change_sentences(CARD, made)) == ["opp 5,0 prosentpoeng fra november 2025"]


def test_what_is_hidden_is_said_to_be():
    point = Point(period="2026-03", state="hidden")
    assert saying.point_said(CARD, point) == "mars 2026: skjult av hensyn til personvernet"
    rows = [ranked.Ranked(place="9905", name="<Skjærholmen>", point=point)]
    svg = ranked.ranked_chart(rows, whole=None, title="T", said=lambda p: "", width=760, look="")
    assert ">skjult<" in svg and "&lt;Skjærholmen&gt;" in svg


@given(st.lists(st.floats(-1e6, 1e6), max_size=12))
def test_a_scale_holds_all_its_values(values):
    scale, ticks = scale_for(values, 0, 100)
    hair = 1e-6 * (ticks[1] - ticks[0])  # nothing that an eye could see
    assert all(ticks[0] - hair <= value <= ticks[-1] + hair for value in values)
    assert len(ticks) < 30 and scale.low < scale.high


def test_a_pasted_table_is_read_with_its_sums():
    table = table_of("Kommune;Kjønn;antall\nFjordby;K;1 200\nFjordby;M;40\nNordvik;K;3\n", "Ventende")
    assert table.count[table.find(kommune="alle", kjønn="alle")] == 1243
    assert table.count[table.find(kommune="Nordvik", kjønn="M")] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "tom"),
        ("Kommune;tall\nA;1", "antall"),
        ("Kommune;antall", "ingen rader"),
        ("Kommune;antall\nA;1\nB;-3", "Rad 3"),
        ("Kommune;antall\nA;1;2", "Rad 2 har 3 kolonner"),
        ("Kommune;antall\n;4", "Rad 2 mangler"),
        ("Kommune;antall\nAlle;4\nA;4", "summene"),
        ("a;b;c;d;e;antall\n1;1;1;1;1;2", "høyst 4"),
    ],
)
def test_a_pasted_table_that_cannot_be_read_is_refused_with_where(text, said):
    with pytest.raises(Refused, match=said):
        table_of(text, "T")
