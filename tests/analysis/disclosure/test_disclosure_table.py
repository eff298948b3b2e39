"""What a table must be before it can be protected; each refusal says where."""

from __future__ import annotations

import pytest
from tests.analysis.disclosure.made import NOW

from samspill.analysis.disclosure import PUBLIC, Dimension, Ledger, Rules, Table, Unusable, release

pytestmark = pytest.mark.once
PLACE = Dimension.flat("kommune", ["Fjordby", "Dalen"], total="Alle")


def made(rows, **more):
    return Table.from_rows(rows, name="Prøve", about="opphold", dimensions=[PLACE], **more)


def row(place, count, **more):
    return {"kommune": place, "count": count, **more}


BAD = {
    "Rad 2: «Neset» er ikke et nivå i «kommune»": [row("Dalen", 1), row("Neset", 2)],
    "Rad 1 mangler «kommune»": [{"count": 1}],
    "Rad 2: «count» skal være et helt tall": [row("Dalen", 1), row("Fjordby", 1.5)],
    "Rad 1: «count» skal være et helt tall": [row("Dalen", None)],
    "negativ eller ikke et tall .kommune Dalen": [row("Dalen", -1)],
    "kommune Dalen står to ganger": [row("Dalen", 1), row("Dalen", 1)],
    "kommune Alle er 9, men delene i «kommune» er til sammen 8": [row("Dalen", 3), row("Fjordby", 5), row("Alle", 9)],
}


@pytest.mark.parametrize(("sentence", "rows"), BAD.items(), ids=BAD.keys())
def test_a_bad_row_is_named(sentence, rows):
    with pytest.raises(Unusable, match=sentence):
        made(rows)


@pytest.mark.parametrize("count", [float("nan"), float("inf"), True, "7"])
def test_what_is_not_a_whole_number_is_refused(count):
    with pytest.raises(Unusable, match="Rad 1"):
        made([row("Dalen", count)])


def test_a_numerator_over_its_denominator_is_refused():
    with pytest.raises(Unusable, match=r"større enn nevneren .kommune Dalen"):
        made([row("Dalen", 3, ventet=4)], numerator="ventet")


def test_contributions_over_their_sum_are_refused():
    with pytest.raises(Unusable, match="større enn summen"):
        made([row("Dalen", 7, døgn=10.0, størst=[8, 7])], amount="døgn", contributions="størst")


def test_a_level_with_two_wholes_is_refused():
    with pytest.raises(Unusable, match="«Dalen» i «sted» har to overordnede: «A» og «B»"):
        Dimension.nested("sted", [("Dalen", "A"), ("Dalen", "B")])


def test_a_circle_of_levels_is_refused():
    with pytest.raises(Unusable, match="egen overordnede"):
        Dimension.nested("sted", [("A", "B"), ("B", "A")])


def test_totals_are_added_up_and_zeros_filled_in():
    place = Dimension.nested(
        "sted", [("Bydel 1", "Fjordby"), ("Bydel 2", "Fjordby"), ("Fjordby", "Alle"), ("Dalen", "Alle")]
    )
    month = Dimension.flat("måned", ["01", "02"], total="året")
    rows = [{"sted": "Bydel 1", "måned": "01", "count": 4}, {"sted": "Dalen", "måned": "02", "count": 7}]
    table = Table.from_rows(rows, name="Prøve", about="opphold", dimensions=[place, month], totals=True, missing="zero")
    assert len(table) == 5 * 3
    assert table.count[table.find(sted="Fjordby", måned="året")] == 4
    assert table.count[table.find(sted="Alle", måned="året")] == 11
    assert table.count[table.find(sted="Bydel 2", måned="02")] == 0


def test_a_combination_that_cannot_occur_has_no_cell_and_counts_as_nothing():
    table = made([row("Dalen", 7), row("Alle", 7)])
    assert len(table) == 2
    with pytest.raises(Unusable, match="ingen celle"):
        table.find(kommune="Fjordby")
    with pytest.raises(Unusable, match="til sammen 7"):
        made([row("Dalen", 7), row("Alle", 9)])
    assert len(made([row("Dalen", 7), row("Alle", 9)], missing="unknown")) == 2


def test_rules_that_make_no_sense_are_refused():
    for wrong in [{"threshold": 0}, {"width": 1}, {"round_to": 0}, {"dominance": (0, 80.0)}, {"by_receiver": {"A": 0}}]:
        with pytest.raises(Unusable):
            Rules(**wrong)  # type: ignore[arg-type]


def test_overlapping_levels_that_do_not_hang_together_are_refused_on_the_way_out():
    ages = Dimension.sets("alder", {"0-17": range(18), "0-19": range(20), "18-29": range(18, 30), "alle": range(30)})
    rows = [{"alder": age, "count": count} for age, count in zip(ages.labels, [50, 60, 70, 100], strict=True)]
    table = Table.from_rows(rows, name="Alder", about="opphold", dimensions=[ages])
    with pytest.raises(Unusable, match="henger ikke sammen"):
        release(table, rules=Rules(), ledger=Ledger(), receiver=PUBLIC, purpose="Prøve", by="Amir", at=NOW)
