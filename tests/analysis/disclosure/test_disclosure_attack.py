"""The attacker has everything that was published, and must not be able to work out what is hidden."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.disclosure.attacker import Attacker, group_of
from tests.analysis.disclosure.made import (
    AGES,
    COMMUNITY,
    LEAVES,
    MONTH,
    MONTHS,
    MOVED,
    PLACE,
    QUARTER,
    TWO_MONTHS,
    YOUNG,
    YOUNGER,
    counted,
    let_out,
    only_small_hidden,
    people,
    small_groups,
    table_of,
)

from samspill.analysis.disclosure import PUBLIC, Dimension, Hidden, Ledger, Rules, Table

pytestmark = pytest.mark.once
seeds = st.integers(0, 10_000)
means = st.sampled_from([0.4, 1.0, 2.0, 4.0])
calm = settings(max_examples=6, deadline=None)


def assert_safe(attacker: Attacker, table: Table, rules: Rules) -> None:
    for group, number in small_groups(table, rules):
        low, high = attacker.range(group)
        assert low <= number <= high, (group, number, low, high)
        assert high - low >= rules.threshold - 1 - rules.floor, (group, number, low, high)


@calm
@given(seeds, means, st.booleans())
def test_no_small_number_in_a_nested_table_can_be_worked_out(seed: int, mean: float, zero_is_safe: bool):
    rules = Rules(zero_is_safe=zero_is_safe)
    table = table_of(people(seed, mean), PLACE, MONTH)
    attacker = Attacker()
    attacker.read(table, let_out(table, Ledger(), rules=rules), zero_is_safe=zero_is_safe)
    assert_safe(attacker, table, rules)


def test_the_attacker_wins_when_only_the_small_numbers_are_hidden():
    rules, beaten = Rules(), 0
    for seed in range(5):
        table = table_of(people(seed, 1.6), PLACE, MONTH)
        attacker = Attacker()
        attacker.read(table, only_small_hidden(table, rules))  # type: ignore[arg-type]
        ranges = [attacker.range(group) for group, _ in small_groups(table, rules)]
        beaten += sum(low == high for low, high in ranges)
    assert beaten >= 5


@calm
@given(seeds, means, st.booleans())
def test_three_dimensions_hold_too(seed: int, mean: float, zero_is_safe: bool):
    rules = Rules(zero_is_safe=zero_is_safe)
    ages = Dimension.sets("age", {"0": ["0"], "1-2": ["1", "2"], "alle": AGES})
    table = table_of(people(seed, mean), Dimension.flat("place", LEAVES, total="Alle"), MONTH, ages)
    attacker = Attacker()
    attacker.read(table, let_out(table, Ledger(), rules=rules), zero_is_safe=zero_is_safe)
    for group, number in list(small_groups(table, rules))[:: max(1, seed % 7)]:
        low, high = attacker.range(group)
        assert high - low >= rules.threshold - 1 - rules.floor, (group, number, low, high)


SERIES = {
    "ages cut differently": [(PLACE, YOUNG), (PLACE, YOUNGER)],
    "a municipality moved to another community": [(COMMUNITY, MONTH), (MOVED, MONTH)],
    "months and then the quarter": [(COMMUNITY, TWO_MONTHS), (COMMUNITY, QUARTER)],
    "the quarter and then months": [(COMMUNITY, QUARTER), (COMMUNITY, TWO_MONTHS)],
    "a finer table after a coarse one": [(COMMUNITY, YOUNG), (PLACE, YOUNGER)],
    "three in a row": [(PLACE,), (COMMUNITY, YOUNG), (COMMUNITY, YOUNGER, MONTH)],
}


def attack_on_series(series, seed: int, mean: float, *, with_ledger: bool) -> int:
    """How many of the small groups that somebody might ask about the attacker pins down."""
    them, rules, ledger, attacker = people(seed, mean), Rules(), Ledger(), Attacker()
    for dimensions in series:
        table = table_of(them, *dimensions)
        attacker.read(table, let_out(table, ledger if with_ledger else Ledger(), rules=rules))
    pinned = 0
    for group in groups_to_ask_about():
        number = counted(them, group)
        if rules.too_few(number, PUBLIC):
            low, high = attacker.range(group)
            assert low <= number <= high
            pinned += low == high or (high < rules.threshold and high - low < rules.threshold - 1 - rules.floor)
    return pinned


def groups_to_ask_about():
    places = [{"place": leaves} for leaves in PLACE.levels.values()]
    narrower = [{}, *({"month": frozenset([m])} for m in MONTHS), *({"age": frozenset([a])} for a in AGES)]
    return [{**place, **more} for place in places for more in narrower]


@pytest.mark.parametrize("series", SERIES.values(), ids=SERIES.keys())
def test_new_minus_old_gives_nothing_away(series):
    for seed in range(2):
        for mean in (0.7, 1.6):
            assert attack_on_series(series, seed, mean, with_ledger=True) == 0


def test_the_attacker_wins_when_each_release_forgets_the_ones_before():
    pinned = sum(
        attack_on_series(series, seed, 1.6, with_ledger=False)
        for series in list(SERIES.values())[:4]
        for seed in range(3)
    )
    assert pinned >= 5


@calm
@given(seeds, st.sampled_from([1.0, 3.0, 8.0]))
def test_a_rate_gives_away_neither_its_numerator_nor_those_outside(seed: int, mean: float):
    rules, everyone = Rules(), people(seed, mean)
    waited = {key: min(number, people(seed + 1, mean / 2)[key]) for key, number in everyone.items()}
    table = table_of(everyone, PLACE, QUARTER, waited=waited)
    out = let_out(table, Ledger(), rules=rules)
    attacker = Attacker()
    attacker.read(table, out)
    assert_safe(attacker, table, rules)
    for row in out.rows:
        if isinstance(row["numerator"], Hidden) or isinstance(row["count"], Hidden):
            assert isinstance(row["rate"], Hidden)


@calm
@given(seeds, means)
def test_a_rounded_table_is_at_least_as_safe_and_so_is_what_follows_it(seed: int, mean: float):
    rules, them, ledger, attacker = Rules(round_to=3), people(seed, mean), Ledger(), Attacker()
    for dimensions in [(PLACE, YOUNG), (PLACE, YOUNGER)]:
        table = table_of(them, *dimensions)
        out = let_out(table, ledger, rules=rules)
        attacker.read(table, out, round_to=3)
        assert all(isinstance(row["count"], Hidden) or row["count"] % 3 == 0 for row in out.rows)
        assert_safe(attacker, table, rules)


@calm
@given(seeds, means)
def test_one_who_has_more_than_the_public_cannot_use_the_public_table_against_it(seed: int, mean: float):
    rules, them, ledger = Rules(), people(seed, mean), Ledger()
    theirs, ours = table_of(them, PLACE, YOUNG), table_of(them, PLACE, YOUNGER)
    attacker = Attacker()
    attacker.read(theirs, let_out(theirs, ledger, rules=rules, receiver="Forskningsgruppen"))
    attacker.read(ours, let_out(ours, ledger, rules=rules, receiver=PUBLIC))
    assert_safe(attacker, theirs, rules)
    assert_safe(attacker, ours, rules)


@calm
@given(seeds)
def test_an_amount_stays_uncertain_by_the_stated_share(seed: int):
    rules, them = Rules(amount_percent=20), people(seed, 2.0)
    rows = []
    for leaf in LEAVES:
        for month in MONTHS:
            number = counted(them, {"place": frozenset([leaf]), "month": frozenset([month])}) // 2
            rows.append(
                {"place": leaf, "month": month, "count": number, "døgn": number * 3 + (seed % 3) * bool(number)}
            )
    table = Table.from_rows(rows, name="Døgn", about="opphold", dimensions=[PLACE, MONTH], amount="døgn", totals=True)
    out = let_out(table, Ledger(), rules=rules)
    attacker = Attacker(whole=False)
    for row in out.rows:
        if not isinstance(row["amount"], Hidden):
            attacker.told(group_of(table, row), row["amount"])
    assert table.amount is not None
    for cell, count in enumerate(table.count):
        if rules.too_few(int(count), PUBLIC):
            amount = float(table.amount[cell])
            low, high = attacker.range(group_of(table, table.labels(cell)))
            assert low <= max(0.0, amount * 0.8) + 1e-6
            assert high >= amount * 1.2 - 1e-6


def test_a_wider_interval_can_be_asked_for():
    rules = Rules(width=20)
    table = table_of(people(3, 2.0), PLACE, MONTH)
    attacker = Attacker()
    attacker.read(table, let_out(table, Ledger(), rules=rules))
    groups = list(small_groups(table, rules))
    assert groups
    for group, _ in groups:
        low, high = attacker.range(group)
        assert high - low >= 20


def test_the_days_of_one_person_cannot_be_had_as_a_difference():
    def table(ages, numbers):
        rows = [
            {"age": age, "count": n, "døgn": float(days)} for age, (n, days) in zip(ages.labels, numbers, strict=True)
        ]
        return Table.from_rows(rows, name="Døgn", about="opphold", dimensions=[ages], amount="døgn")

    first = table(Dimension.sets("age", {"0-1": ["0", "1"], "2": ["2"]}), [(40, 200), (60, 300)])
    then = table(Dimension.sets("age", {"0": ["0"], "1-2": ["1", "2"]}), [(39, 170), (61, 330)])
    for ledger, pinned in ((Ledger(), False), (None, True)):
        attacker = Attacker(whole=False)
        for each in (first, then):
            for row in let_out(each, ledger or Ledger(), rules=Rules()).rows:
                if not isinstance(row["amount"], Hidden):
                    attacker.told(group_of(each, row), row["amount"])
        low, high = attacker.range({"age": frozenset(["1"])})
        assert (low == high == 30) is pinned
        assert pinned or high - low >= 12
