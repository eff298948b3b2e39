"""The kill benchmark says no when it should: lost, twice, there though refused, or a run that proves nothing."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest
from benchmarks.kill import enough, judge
from benchmarks.kill_acts import Act
from benchmarks.kill_facts import Found
from benchmarks.visitor import hidden_fields

pytestmark = pytest.mark.once
KINDS = ("message", "answer", "note", "withdrawal")
HOUSE = SimpleNamespace(database=None)


def found(**counts: int) -> Found:
    return Found({kind: {"one": counts.get(kind, 0)} for kind in KINDS}, [], 0, 0, 0)


@pytest.mark.parametrize(
    ("taken", "times", "holds"),
    [
        *((True, 1, True), (True, 0, False), (True, 2, False)),
        *((None, 0, True), (None, 1, True), (None, 2, False)),
        *((False, 0, True), (False, 1, False)),
    ],
)
def test_acknowledged_once_unanswered_at_most_once_refused_never(taken: bool | None, times: int, holds: bool) -> None:
    faults = judge([Act("note", "one", taken)], found(note=times))
    assert (faults == []) == holds


def test_a_run_in_which_nothing_was_acknowledged_or_too_little_killed_fails() -> None:
    acts = [Act(kind, "one", True) for kind in KINDS]
    assert enough(acts, Counter(web=3, everything=2), 5, HOUSE) == []
    assert enough(acts, Counter(web=3, everything=1), 5, HOUSE) == ["Only 4 kills took place; 5 were asked for."]
    assert enough(acts[1:], Counter(web=5), 5, HOUSE) == ["No message was acknowledged at all."]
    assert len(enough([], Counter(), 1, HOUSE)) == 5
    assert enough(acts, Counter(everything=9), 9, HOUSE) == ["The web was never killed."]


def test_the_forms_of_a_page_are_read_as_they_stand() -> None:
    page = (
        '<form action="/a/"><input type="hidden" name="csrf" value="1"></form>'
        '<form method="post" action="/pasienter/1/svar/#svar" class="x"><input type="hidden" name="csrf" value="2">'
        '<input type="hidden" value="7" name="seen"><input name="day" value="x"></form>'
    )
    assert hidden_fields(page, "/pasienter/1/svar/") == {"csrf": "2", "seen": "7"}
    assert hidden_fields(page)["csrf"] == "1"
    assert hidden_fields(page, "/elsewhere/") == {}
