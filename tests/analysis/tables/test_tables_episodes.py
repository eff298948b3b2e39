"""Episodes: examples, and a plain slow twin on random stays."""

# ruff: noqa: DTZ001 (tables hold what the Norwegian clock showed, without a zone)

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspill.analysis.tables import EpisodeRule, Unusable, episodes, write_episodes

START = datetime(2024, 1, 1)
NOBODY = datetime(9999, 1, 1)


def hours(number: float | None) -> datetime | None:
    return None if number is None else START + timedelta(hours=number)


def frame(*rows: tuple) -> pd.DataFrame:
    """(person, trust, admitted, discharged), the last two in hours from the start."""
    made = [
        {"stay_id": f"{n:03}", "person_id": p, "trust": t, "admitted_at": hours(a), "discharged_at": hours(d)}
        for n, (p, t, a, d) in enumerate(rows)
    ]
    table = pd.DataFrame(made, columns=["stay_id", "person_id", "trust", "admitted_at", "discharged_at"])
    times = {"admitted_at": "datetime64[us]", "discharged_at": "datetime64[us]"}
    return table.astype({"person_id": "string", "trust": "string", "stay_id": "string"} | times)


def groups(table: pd.DataFrame, rule: EpisodeRule | None = None) -> set[frozenset[str]]:
    parts = episodes(table, rule).parts.to_pandas()
    return {frozenset(part["stay_id"]) for _, part in parts.groupby("episode_id")}


def slow(table: pd.DataFrame, rule: EpisodeRule) -> set[frozenset[str]]:
    """Every two stays are held against each other; what is linked, also by way of others, is one episode."""
    stays = [row._asdict() for row in table.replace({float("nan"): None}).itertuples(index=False)]
    home = {stay["stay_id"]: {stay["stay_id"]} for stay in stays}
    for one, other in combinations(stays, 2):
        if linked(one, other, rule):
            both = home[one["stay_id"]] | home[other["stay_id"]]
            for name in both:
                home[name] = both
    return {frozenset(episode) for episode in home.values()}


def known(value):
    return None if value is None or pd.isna(value) else value


def linked(one: dict, other: dict, rule: EpisodeRule) -> bool:
    whose = ("person_id",) if rule.across_trusts else ("person_id", "trust")
    if any(known(one[name]) != known(other[name]) for name in whose) or known(one["person_id"]) is None:
        return False
    if known(one["admitted_at"]) is None or known(other["admitted_at"]) is None:
        return False
    first, second = sorted((one, other), key=lambda stay: stay["admitted_at"])
    return second["admitted_at"] - end(first, rule) < timedelta(hours=rule.gap_hours)


def end(stay: dict, rule: EpisodeRule) -> datetime:
    open_end = stay["admitted_at"] if rule.open_stays == "ended" else NOBODY
    told = known(stay["discharged_at"])
    return max(stay["admitted_at"], open_end if told is None else told)


@pytest.mark.parametrize(
    ("second", "together"),
    [((10, 20), True), ((17.99, 20), True), ((18, 20), False), ((5, 7), True), ((0, 10), True), ((40, 50), False)],
    ids=["touching", "just under 8 hours", "8 hours", "nested", "identical", "apart"],
)
def test_two_stays(second: tuple, together: bool):
    assert (len(groups(frame(("p", "a", 0, 10), ("p", "a", *second)))) == 1) is together


def test_a_short_stay_within_a_long_one_does_not_hide_its_end():
    assert len(groups(frame(("p", "a", 0, 100), ("p", "a", 1, 2), ("p", "a", 101, 110)))) == 1


def test_a_transfer_is_kept_as_a_part():
    done = episodes(frame(("p", "a", 0, 10), ("p", "b", 11, 30), ("q", "a", 0, 1)))
    parts = done.parts.to_pylist()
    assert [(p["stay_id"], p["episode_id"], p["part"], p["parts"]) for p in parts] == [
        ("000", "000", 1, 2), ("001", "000", 2, 2), ("002", "002", 1, 1),
    ]  # fmt: skip
    assert [p["gap_hours"] for p in parts] == [None, 1.0, None]
    episode = done.episodes.to_pylist()[0]
    assert (episode["trusts"], episode["first_trust"], episode["last_trust"]) == (2, "a", "b")
    assert (episode["admitted_at"], episode["discharged_at"], episode["stay_hours"]) == (hours(0), hours(30), 29)
    assert len(groups(frame(("p", "a", 0, 10), ("p", "b", 11, 30)), EpisodeRule(across_trusts=False))) == 2


def test_written_to_files_they_are_the_same(tmp_path: Path):
    table = frame(("p", "a", 0, 10), ("p", "b", 11, 30), ("q", "a", 0, None), (None, "a", 0, 1))
    done, (parts, whole) = episodes(table), write_episodes(table, tmp_path / "out")
    assert pq.read_table(parts).equals(done.parts)
    assert pq.read_table(whole).equals(done.episodes)


def test_a_forgotten_discharge():
    forgotten = frame(("p", "a", 0, None), ("p", "a", 2000, 2010))
    assert len(groups(forgotten)) == 2
    assert [e["discharged_at"] for e in episodes(forgotten).episodes.to_pylist()] == [hours(0), hours(2010)]
    running = EpisodeRule(open_stays="running")
    assert len(groups(forgotten, running)) == 1
    assert episodes(forgotten, running).episodes.to_pylist()[0]["discharged_at"] is None


def test_who_is_still_in_hospital():
    assert episodes(frame(("p", "a", 0, 10), ("p", "a", 11, None))).episodes.to_pylist()[0]["discharged_at"] is None


def test_what_cannot_be_placed_is_an_episode_of_its_own():
    table = frame((None, "a", 0, 10), (None, "a", 1, 11), ("p", "a", None, 10), ("p", "a", 0, 10))
    assert groups(table) == {frozenset({name}) for name in table["stay_id"]}


def test_none_at_all_and_missing_columns():
    assert episodes(frame()).episodes.num_rows == 0
    with pytest.raises(Unusable, match="trust"):
        episodes(frame().drop(columns="trust"))
    with pytest.raises(Unusable, match="gap_hours"):
        EpisodeRule(gap_hours=-1)


# Few hours, so that stays touch, nest, are identical and are exactly 8 hours apart.
an_hour = st.none() | st.integers(0, 60) | st.integers(0, 600).map(lambda tenth: tenth / 10)
stays = st.tuples(st.sampled_from(["p", "q", None]), st.sampled_from(["a", "b", None]), an_hour, an_hour)
rules = st.builds(
    EpisodeRule,
    gap_hours=st.sampled_from([0, 0.5, 8, 24]),
    across_trusts=st.booleans(),
    open_stays=st.sampled_from(["ended", "running"]),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(stays, max_size=12), rules)
def test_agrees_with_the_slow_twin(drawn: list[tuple], rule: EpisodeRule):
    table = frame(*drawn)
    done = episodes(table, rule)
    assert groups(table, rule) == slow(table, rule)
    assert sorted(done.parts.column("stay_id").to_pylist()) == sorted(table["stay_id"])  # none is dropped
    for episode in done.episodes.to_pylist():
        mine = [part for part in done.parts.to_pylist() if part["episode_id"] == episode["episode_id"]]
        assert [part["part"] for part in mine] == list(range(1, episode["parts"] + 1))


@settings(max_examples=15, deadline=None)
@given(st.lists(stays, max_size=8), st.randoms())
def test_the_order_of_the_rows_means_nothing(drawn: list[tuple], random):
    table = frame(*drawn)
    shuffled = table.sample(frac=1, random_state=random.randrange(1000)) if len(table) else table
    assert episodes(table).parts.equals(episodes(shuffled).parts)
