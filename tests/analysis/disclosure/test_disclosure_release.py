"""A release: what leaves, what stays, what is written down."""

from __future__ import annotations

import json

import pytest
from tests.analysis.disclosure.made import MONTH, NOW, PLACE, QUARTER, let_out, people, table_of

from samspill.analysis.disclosure import HIDDEN, PUBLIC, Dimension, Ledger, Reason, Rules, Table, Unusable, release

pytestmark = pytest.mark.once
PLACES = Dimension.flat("kommune", ["Fjordby", "Dalen", "Neset", "Vika"], total="Alle")


def simple(counts, **more):
    rows = [{"kommune": place, "count": count} for place, count in zip(PLACES.labels, counts, strict=False)]
    return Table.from_rows(rows, name="Ventende", about="opphold", dimensions=[PLACES], totals=True, **more)


def reasons(out):
    return {(cell.where.get("kommune"), cell.column): cell.hidden.reason for cell in out.hidden}


def test_one_small_number_takes_the_smallest_other_with_it():
    out = let_out(simple([3, 12, 40, 50]), Ledger(), rules=Rules())
    assert out.value(kommune="Fjordby") == HIDDEN
    assert out.value(kommune="Dalen") == HIDDEN
    assert [out.value(kommune=place) for place in ("Neset", "Vika", "Alle")] == [40, 50, 105]
    assert reasons(out) == {("Fjordby", "count"): Reason.PRIMARY, ("Dalen", "count"): Reason.SECONDARY}


def test_ones_that_their_sum_gives_away_are_not_enough_for_one_another():
    # With zeros shown, three hidden numbers with sum three would each be one.
    out = let_out(simple([1, 1, 1, 50]), Ledger(), rules=Rules())
    assert out.value(kommune="Alle") == HIDDEN or out.value(kommune="Vika") == HIDDEN


def test_a_zero_is_shown_or_hidden_as_the_rules_say():
    assert let_out(simple([0, 12, 40, 50]), Ledger(), rules=Rules()).value(kommune="Fjordby") == 0
    strict = let_out(simple([0, 12, 40, 50]), Ledger(), rules=Rules(zero_is_safe=False))
    assert strict.value(kommune="Fjordby") == HIDDEN


def test_the_receiver_does_not_learn_which_are_the_small_ones():
    out = let_out(simple([3, 12, 40, 50]), Ledger(), rules=Rules())
    assert {row["count"].reason for row in out.rows if row["count"] == HIDDEN} == {Reason.UNSTATED}
    assert "primary" not in out.csv()


def test_the_file_says_hidden_with_a_sign_and_a_sentence():
    lines = let_out(simple([3, 12, 40, 50]), Ledger(), rules=Rules()).csv().splitlines()
    assert lines[:3] == ["kommune;opphold", "Fjordby;:", "Dalen;:"]
    assert "«:» betyr at tallet er skjult av hensyn til personvernet. Det betyr ikke null." in lines


def test_rounded_numbers_say_so():
    out = let_out(simple([7, 12, 41, 53]), Ledger(), rules=Rules(round_to=5))
    assert [row["count"] for row in out.rows] == [5, 10, 40, 55, 115]
    assert any("rundet av til nærmeste 5" in note for note in out.notes)


def test_a_receiver_may_have_its_own_threshold():
    rules = Rules(threshold=5, by_receiver={"Direktoratet": 2})
    assert let_out(simple([3, 12, 40, 50]), Ledger(), rules=rules, receiver="Direktoratet").hidden == []
    assert let_out(simple([3, 12, 40, 50]), Ledger(), rules=rules).hidden


def test_a_rate_needs_persons_on_both_sides():
    rows = [
        {"kommune": "Fjordby", "count": 30, "ventet": 28},
        {"kommune": "Dalen", "count": 40, "ventet": 20},
        {"kommune": "Neset", "count": 50, "ventet": 25},
        {"kommune": "Vika", "count": 60, "ventet": 31},
    ]
    table = Table.from_rows(rows, name="Andel", about="opphold", dimensions=[PLACES], numerator="ventet", totals=True)
    out = let_out(table, Ledger(), rules=Rules())
    assert out.value("numerator", kommune="Fjordby") == out.value("rate", kommune="Fjordby") == HIDDEN
    assert reasons(out)["Fjordby", "numerator"] is Reason.COMPLEMENT
    assert out.value("rate", kommune="Vika") == 51.7
    assert out.value("count", kommune="Fjordby") == 30


def test_a_known_population_is_never_hidden():
    rows = [
        {"kommune": p, "count": n, "innlagt": c}
        for p, n, c in [("Fjordby", 900, 3), ("Dalen", 800, 9), ("Neset", 700, 8)]
    ]
    table = Table.from_rows(
        rows,
        name="Rate",
        about="innbyggere",
        dimensions=[PLACES],
        numerator="innlagt",
        per=1000,
        denominator_is_known=True,
        totals=True,
    )
    out = let_out(table, Ledger(), rules=Rules())
    assert out.value("count", kommune="Fjordby") == 900
    assert out.value("rate", kommune="Fjordby") == HIDDEN
    assert sum(row["rate"] == HIDDEN for row in out.rows) == 2


def test_an_amount_that_one_contributes_is_hidden():
    rows = [
        {"kommune": "Fjordby", "count": 8, "døgn": 100.0, "størst": [90, 4, 2]},
        {"kommune": "Dalen", "count": 9, "døgn": 90.0, "størst": [12, 11, 10]},
        {"kommune": "Neset", "count": 9, "døgn": 95.0, "størst": [12, 11, 10]},
        {"kommune": "Alle", "count": 26, "døgn": 285.0, "størst": [90, 12, 12]},
    ]
    for rules in (Rules(dominance=(2, 85.0)), Rules(p_percent=20.0)):
        table = Table.from_rows(
            rows, name="Døgn", about="opphold", dimensions=[PLACES], amount="døgn", contributions="størst"
        )
        out = let_out(table, Ledger(), rules=rules)
        assert reasons(out)["Fjordby", "amount"] is Reason.DOMINANCE
        assert out.value("mean", kommune="Fjordby") == HIDDEN
        assert out.value("count", kommune="Fjordby") == 8
        assert sum(row["amount"] == HIDDEN for row in out.rows) >= 2


def test_what_was_published_before_is_given_as_the_reason():
    ledger, rules = Ledger(), Rules()
    young = Dimension.sets("alder", {"0-17": range(18), "18-29": range(18, 30)})
    younger = Dimension.sets("alder", {"0-18": range(19), "19-29": range(19, 30)})

    def table(dimension, counts):
        rows = [{"alder": age, "count": count} for age, count in zip(dimension.labels, counts, strict=True)]
        return Table.from_rows(rows, name="Alder", about="opphold", dimensions=[dimension])

    assert let_out(table(young, [100, 200]), ledger, rules=rules).hidden == []
    out = let_out(table(younger, [102, 198]), ledger, rules=rules)
    assert {cell.hidden.reason for cell in out.hidden} == {Reason.EARLIER_RELEASE}
    assert out.hidden
    # Another receiver has nothing from before.
    assert let_out(table(younger, [102, 198]), Ledger(), rules=rules, receiver="Andre").hidden == []


def test_corrected_data_are_said_to_be_so():
    ledger = Ledger()
    let_out(simple([30, 12, 40, 50]), ledger, rules=Rules())
    out = let_out(simple([31, 12, 40, 50]), ledger, rules=Rules())
    assert any("rettet" in warning for warning in out.warnings)
    assert not any("rettet" in note for note in out.notes)


def test_the_record_says_who_to_whom_for_what_and_when():
    ledger = Ledger()
    out = let_out(simple([3, 12, 40, 50]), ledger, rules=Rules(), receiver="SSU")
    record = ledger.records[0]
    assert record == out.record
    assert (record.receiver, record.purpose, record.by, record.at) == ("SSU", "Prøve", "Amir", NOW.isoformat())
    assert (record.shown, record.hidden, len(record.digest)) == (3, 2, 64)


@pytest.mark.parametrize("missing", ["receiver", "purpose", "by"])
def test_without_who_whom_and_why_nothing_leaves(missing):
    ledger = Ledger()
    given = {"receiver": PUBLIC, "purpose": "Prøve", "by": "Amir"} | {missing: " "}
    with pytest.raises(Unusable, match="må oppgis"):
        release(simple([3, 12, 40, 50]), rules=Rules(), ledger=ledger, at=NOW, **given)
    with pytest.raises(Unusable, match="tidssone"):
        release(
            simple([3]), rules=Rules(), ledger=ledger, at=NOW.replace(tzinfo=None), receiver="A", purpose="B", by="C"
        )
    assert ledger.records == []


def test_the_ledger_is_the_same_after_it_was_kept():
    them, rules = people(5, 1.5), Rules()
    ledger = Ledger()
    let_out(table_of(them, PLACE, MONTH), ledger, rules=rules)
    again = Ledger.from_json(ledger.to_json())
    assert again.to_json() == ledger.to_json()
    one = let_out(table_of(them, PLACE, QUARTER), ledger, rules=rules)
    other = let_out(table_of(them, PLACE, QUARTER), again, rules=rules)
    assert one.csv() == other.csv()


def test_the_ledger_does_not_hold_what_is_hidden():
    kept = []
    for counts in ([2, 13, 40, 50], [3, 12, 40, 50]):  # the same seen from outside
        ledger = Ledger()
        let_out(simple(counts), ledger, rules=Rules())
        kept.append(ledger.to_json())
    assert kept[0] == kept[1]


def test_a_changed_or_missing_release_is_noticed():
    ledger = Ledger()
    for _ in range(3):
        let_out(simple([30, 12, 40, 50]), ledger, rules=Rules())
    kept = json.loads(ledger.to_json())
    del kept["releases"][1]
    with pytest.raises(Unusable, match="Utlevering nummer 2"):
        Ledger.from_json(json.dumps(kept))
    with pytest.raises(Unusable, match="endret"):
        Ledger.from_json(ledger.to_json().replace('"Prøve"', '"Noe annet"', 1))
    with pytest.raises(Unusable, match="kan ikke leses"):
        Ledger.from_json("{}")


def test_the_same_table_is_hidden_the_same_way_each_time():
    files = {let_out(table_of(people(8, 1.5), PLACE, MONTH), Ledger(), rules=Rules()).csv() for _ in range(3)}
    assert len(files) == 1


def test_a_table_with_every_municipality_and_month_comes_through():
    counties = [(f"K{i}", f"F{i % 19}") for i in range(357)] + [(f"F{i}", "Norge") for i in range(19)]
    place, month = (
        Dimension.nested("kommune", counties),
        Dimension.flat("måned", [f"{m:02}" for m in range(1, 13)], "året"),
    )
    rows = [
        {"kommune": f"K{i}", "måned": f"{m:02}", "count": (i * 7 + m * 13 + i * m) % (3 + i % 29)}
        for i in range(357)
        for m in range(1, 13)
    ]
    table = Table.from_rows(rows, name="Ventende", about="opphold", dimensions=[place, month], totals=True)
    out = let_out(table, Ledger(), rules=Rules())
    assert out.value(kommune="Norge", måned="året") == table.count[table.find(kommune="Norge", måned="året")]
    small = sum(1 <= count < 5 for count in table.count)
    assert small <= len(out.hidden) < small * 2
    assert out.warnings == []
