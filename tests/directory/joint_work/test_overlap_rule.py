"""Does a new work look like one that is there? The same from both sides, no alarm where nothing is shared."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspill.directory.joint_work.rules import ALIKE, NOTHING, Outline, overlap, split_list
from samspill.directory.plain_words import same_family, stem, telling_words

UNITS = [UUID(int=number) for number in range(6)]
# Words of two fields that have nothing to do with each other, and no beginning or end in common.
ABOUT_LUNGS = ["kols", "lunge", "pust", "spirometri", "inhalasjon", "røykeslutt"]
ABOUT_BIRTH = ["fødsel", "amming", "jordmor", "barsel", "svangerskap", "nyfødt"]


def outlines(words: list[str]) -> st.SearchStrategy[Outline]:
    some = st.lists(st.sampled_from(words), max_size=5)
    dates = st.none() | st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 1, 1))
    return st.builds(
        Outline,
        name=some.map(" ".join),
        aim=some.map(lambda found: " og ".join(found)),
        groups=st.lists(st.sampled_from(words).map(lambda word: f"personer med {word}"), max_size=2).map(tuple),
        topics=some.map(tuple),
        owner=st.sampled_from([None, *UNITS]),
        participants=st.frozensets(st.sampled_from(UNITS), max_size=4),
        since=dates,
        until=dates,
    )


@given(outlines([*ABOUT_LUNGS, *ABOUT_BIRTH]), outlines([*ABOUT_LUNGS, *ABOUT_BIRTH]))
@settings(max_examples=200)
def test_it_is_the_same_from_both_sides(one: Outline, other: Outline) -> None:
    assert overlap(one, other) == overlap(other, one)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_it_is_the_same_from_both_sides_with_any_text(name: str, aim: str, group: str, topic: str) -> None:
    one = Outline(name=name, aim=aim, groups=split_list(group), topics=(topic,))
    other = Outline(name=aim, aim=topic, groups=split_list(name), topics=(group,))
    assert overlap(one, other) == overlap(other, one)


@given(outlines(ABOUT_LUNGS), outlines(ABOUT_BIRTH))
def test_no_alarm_when_they_are_about_different_things(one: Outline, other: Outline) -> None:
    """Whoever owns them, takes part, and when."""
    assert overlap(one, other) == NOTHING
    assert overlap(one, other).points == 0


@given(outlines(ABOUT_LUNGS))
def test_more_in_common_never_makes_them_less_alike(one: Outline) -> None:
    from dataclasses import replace

    bare = Outline(name="kols", groups=one.groups, since=one.since, until=one.until)
    more = replace(bare, topics=one.topics, owner=one.owner, participants=one.participants)
    assert overlap(one, more).points >= overlap(one, bare).points


def test_the_same_work_written_by_two() -> None:
    one = Outline(
        name="Digital hjemmeoppfølging av kols",
        aim="Måle hjemme så færre blir lagt inn",
        groups=("personer med kols",),
        owner=UNITS[0],
        participants=frozenset(UNITS[:3]),
    )
    other = Outline(
        name="Velferdsteknologi ved kols",
        aim="Hjemmeoppfølgingen skal hindre innleggelser",
        groups=("pasienter med KOLS",),
        owner=UNITS[0],
        participants=frozenset(UNITS[1:4]),
    )
    found = overlap(one, other)
    assert found.groups == ("pasienter med KOLS",) or found.groups == ("personer med kols",)
    assert "hjemmeoppfølging" in found.words
    assert found.owner and found.same_time and len(found.participants) == 2
    assert found.much_alike


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("eldre med skrøpelighet", "skrøpelige eldre", True),
        ("barn og unge", "Unge, og deres barn", True),
        ("personer med kols", "pasienter med kols", True),
        ("eldre med kols", "eldre med demens", False),
        ("personer med diabetes", "personer med hjertesvikt", False),
        ("pasienter", "pasienter og brukere", False),  # says nothing of whom
    ],
)
def test_the_same_group_in_other_words(mine: str, theirs: str, same: bool) -> None:
    assert bool(overlap(Outline(name="", groups=(mine,)), Outline(name="", groups=(theirs,))).groups) is same


def test_common_words_and_one_owner_are_no_sign() -> None:
    """What every joint work of a helsefellesskap says of itself."""
    one = Outline(name="Prosjekt for bedre samhandling", aim="Gode pasientforløp i kommunene", owner=UNITS[0])
    other = Outline(name="Samhandlingsprosjekt", aim="Et godt pasientforløp mellom sykehus og kommune", owner=UNITS[0])
    assert not overlap(one, other).alike


def test_they_must_run_at_the_same_time_to_get_the_point() -> None:
    first = Outline(name="kols", until=date(2026, 1, 1))
    next_ = Outline(name="kols", since=date(2026, 1, 1))
    assert not overlap(first, next_).same_time
    assert overlap(first, Outline(name="kols", since=date(2025, 12, 31))).same_time


def test_one_word_alone_is_not_alike() -> None:
    assert overlap(Outline(name="kols"), Outline(name="kols")).points < ALIKE


def test_a_word_and_a_longer_one_that_holds_it_count_once() -> None:
    one = Outline(name="hjemme hjemmeoppfølging")
    assert overlap(one, Outline(name="hjemme hjemmeoppfølging")).words == ("hjemmeoppfølging",)


def test_endings_and_compounds_are_seen_and_short_words_must_be_whole() -> None:
    assert stem("rehabiliteringen") == stem("rehabilitering")
    assert same_family(stem("lungerehabilitering"), stem("rehabilitering"))
    assert not same_family(stem("barn"), stem("barnehage"))
    assert telling_words("Og prosjektet i kommunen, for ÉN pasient") == {}
