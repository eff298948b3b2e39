"""The platform's own events as tables: the same as the one-stay library says, stay by stay."""

# ruff: noqa: DTZ001 (tables hold what the Norwegian clock showed, without a zone)

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.tables.tables_made import TRUST

from samspill.analysis.tables import History, NotLoaded, Unusable, load_events, loaded_tables, waiting_days
from samspill.analysis.tables.from_events import rows_of_history
from samspill.stay import OSLO, Event, Kind, Rules, Side, State, fold, next_admissions, stays_of
from samspill.stay import waiting_days as waiting_of_one

sys.path.append(str(Path(__file__).resolve().parents[2] / "stay"))
from tests.stay.stay_histories import drawn

SAID = datetime(2024, 2, 1, 9, 0, tzinfo=UTC)


def event(kind: Kind, at: datetime | date, **more: object) -> Event:
    told = {"said_at": at if isinstance(at, datetime) else SAID, "by": Side.HOSPITAL, "source": f"{kind}-{at}"}
    return Event(kind=kind, at=at, **{**told, **more})  # type: ignore[arg-type]


STORY = [
    event(Kind.ADMITTED, SAID, municipality="5001"),
    event(Kind.EARLY_NOTICE, SAID + timedelta(hours=3)),
    event(Kind.READY, SAID + timedelta(days=2)),
    event(Kind.READY_NOTICE, SAID + timedelta(days=2, hours=1), source="n", municipality="5001"),
    event(Kind.CAN, SAID + timedelta(days=2, hours=5), by=Side.MUNICIPALITY, refers_to="n", expected=date(2024, 2, 6)),
    event(Kind.DISCHARGED, SAID + timedelta(days=5), discharged_to="3"),
]


def test_a_story_as_a_row():
    row = rows_of_history(History(person_id="p", trust=TRUST, events=STORY, birth_year=1940)).stays[0]
    clock = datetime(2024, 2, 1, 10, 0)  # in Norway
    assert (row["admitted_at"], row["discharged_at"]) == (clock, clock + timedelta(days=5))
    assert row["early_notice_at"] == clock + timedelta(hours=3)
    assert (row["ready_on"], row["ready_at"]) == (date(2024, 2, 3), clock + timedelta(days=2))
    assert row["notice_at"] == clock + timedelta(days=2, hours=1)
    assert (row["answer_at"], row["answer_can"]) == (clock + timedelta(days=2, hours=5), True)
    assert (row["place_ready_on"], row["withdrawn_on"]) == (date(2024, 2, 6), None)
    assert (row["ending"], row["municipality"], row["birth_year"]) == ("discharged", "5001", 1940)


def test_a_stay_that_was_cancelled_is_no_row():
    cancelled = [*STORY[:1], event(Kind.CANCELLED, SAID, refers_to=STORY[0].source)]
    assert rows_of_history(History(person_id="p", trust=TRUST, events=cancelled)).stays == []


def test_a_withdrawn_period_of_a_stay_that_goes_on():
    events = [*STORY[:4], event(Kind.WITHDRAWN, SAID + timedelta(days=3))]
    row = rows_of_history(History(person_id="p", trust=TRUST, events=events)).stays[0]
    assert (row["withdrawn_on"], row["discharged_at"], row["ending"]) == (date(2024, 2, 4), None, None)


def histories(seeds: list[int]) -> list[History]:
    return [History(person_id=f"p{seed}", trust=TRUST, events=drawn(seed)) for seed in seeds]


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=8, unique=True),
    st.dates(date(2018, 12, 20), date(2019, 3, 1)),
    st.booleans(),
)
def test_the_tables_and_the_one_stay_library_agree(seeds: list[int], today: date, leave_counts: bool):
    with TemporaryDirectory() as place:
        loaded = load_events(histories(seeds), place)
        assert all(one.report.passed for one in loaded.values())
        rows = {row["stay_id"]: row for row in pd.read_parquet(loaded["stays"].rows).to_dict("records")}
        periods, leaves = loaded["ready_periods"].rows, loaded["leaves"].rows
        counted = waiting_days(today=today, periods=periods, leaves=leaves, leave_counts=leave_counts).to_pylist()
    waited = {row["stay_id"]: row["waiting_days"] for row in counted}
    told = 0
    for history in histories(seeds):
        groups = stays_of(history.events)
        for number, (events, following) in enumerate(zip(groups, next_admissions(groups), strict=True), 1):
            stay = fold(events, next_admission=following)
            if stay.state is State.CANCELLED:
                continue
            told += 1
            name = f"{TRUST}-{history.person_id}-{number}"
            _agree(rows[name], stay)
            assert waited.get(name, 0) == waiting_of_one(stay, today, Rules(leave_counts=leave_counts))
    assert told == len(rows)


def _agree(row: dict, stay) -> None:
    discharged = None if pd.isna(row["discharged_at"]) else row["discharged_at"].date()
    assert row["admission_told"] == (stay.admitted_at is not None)
    if stay.admitted_at:
        assert row["admitted_at"].date() == stay.admitted_on
        assert discharged is None or discharged == max(stay.ended_on, stay.admitted_on)
    assert (discharged is None) == stay.is_open
    assert (row["municipality"] or "") == stay.municipality
    assert row["ready_periods"] == len(stay.periods)
    ready = None if pd.isna(row["ready_on"]) else row["ready_on"]
    assert ready == (stay.periods[-1].ready_on if stay.periods else None)
    if stay.periods and stay.periods[-1].answers:
        answer = stay.periods[-1].answers[-1]
        assert (row["answer_can"], row["answer_at"].date()) == (answer.can, answer.said_on)


def test_one_bad_history_and_none_of_the_three_tables_is_loaded(tmp_path: Path):
    good = History(person_id="p", trust=TRUST, events=STORY)
    load_events([good], tmp_path)
    with pytest.raises(NotLoaded):
        load_events([good, History(person_id="q", trust="St. Olav", events=STORY)], tmp_path)
    assert loaded_tables(tmp_path) == ["leaves", "ready_periods", "stays"]
    loaded = load_events(iter([good]), tmp_path)
    assert [one.report.rows for one in loaded.values()] == [1, 1, 0]


def test_waiting_days_of_a_hospitals_own_file():
    stays = pd.DataFrame(
        {
            "stay_id": ["a", "b", "c", "d"],
            "ready_on": [date(2024, 2, 1), date(2024, 2, 1), date(2024, 2, 1), None],
            "withdrawn_on": [None, date(2024, 2, 3), None, None],
            "discharged_at": [datetime(2024, 2, 5, 12), datetime(2024, 2, 9, 12), None, datetime(2024, 2, 9)],
        }
    )
    counted = waiting_days(today=date(2024, 2, 11), stays=stays).to_pylist()
    assert [(row["stay_id"], row["waiting_days"]) for row in counted] == [("a", 4), ("b", 2), ("c", 10)]
    with pytest.raises(Unusable, match="ikke begge"):
        waiting_days(today=date(2024, 2, 11))
    with pytest.raises(Unusable, match="kolonner mangler"):
        waiting_days(today=date(2024, 2, 11), stays=stays.drop(columns="ready_on"))


def test_days_on_leave_are_not_waiting_days():
    periods = pd.DataFrame([{"stay_id": "a", "ready_on": date(2024, 2, 1), "ended_on": date(2024, 2, 11)}])
    leaves = pd.DataFrame(
        [
            {"stay_id": "a", "left_on": date(2024, 1, 30), "back_on": date(2024, 2, 2)},
            {"stay_id": "a", "left_on": date(2024, 2, 5), "back_on": date(2024, 2, 7)},
            {"stay_id": "a", "left_on": date(2024, 2, 10), "back_on": None},
        ]
    )
    tables = {"today": date(2024, 3, 1), "periods": periods, "leaves": leaves}
    assert waiting_days(**tables).to_pylist() == [{"stay_id": "a", "waiting_days": 6}]
    assert waiting_days(**tables, leave_counts=True).to_pylist() == [{"stay_id": "a", "waiting_days": 10}]


def test_the_clock_is_the_norwegian_one_on_both_sides_of_the_night_it_changes():
    moment = datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    row = rows_of_history(History(person_id="p", trust=TRUST, events=[event(Kind.ADMITTED, moment)])).stays[0]
    assert row["admitted_at"] == moment.astimezone(OSLO).replace(tzinfo=None) == datetime(2024, 10, 27, 2, 30)
