"""Several people write the same minutes, and nobody's words are lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspill.apps.governance.minutes.merge import merge

pytestmark = pytest.mark.once
BASE = "Tone åpnet møtet.\n\nSaken ble drøftet. Alle var enige."


@pytest.mark.parametrize(
    ("theirs", "mine", "merged", "both"),
    [
        (BASE, BASE + " Vedtatt.", BASE + " Vedtatt.", 0),
        (BASE + " Vedtatt.", BASE, BASE + " Vedtatt.", 0),
        (BASE.replace("Tone", "Jon"), BASE + " Vedtatt.", BASE.replace("Tone", "Jon") + " Vedtatt.", 0),
        (BASE.replace("Tone", "Jon"), BASE.replace("Tone", "Jon"), BASE.replace("Tone", "Jon"), 0),
        (BASE.replace("Tone", "Jon"), BASE.replace("Tone", "Siri"), BASE.replace("Tone", "Jon Siri"), 1),
        (BASE + " Jon takket.", BASE + " Per spurte.", BASE + " Jon takket. Per spurte.", 1),
        ("", BASE.replace("Tone", "Jon"), None, 1),
        (BASE.replace("\n", "\r\n"), BASE + " Vedtatt.", BASE + " Vedtatt.", 0),
    ],
)  # fmt: skip
def test_two_become_one(theirs: str, mine: str, merged: str | None, both: int) -> None:
    found = merge(BASE, theirs, mine)
    assert found.both == both
    if merged is not None:
        assert found.text == merged
    else:
        assert "Jon" in found.text


WORDS = st.sampled_from(["saken", "ble", "drøftet", "alle", "enige", "vedtak", "Tone", "Jon", "frist"])
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)


def new_words(base: str, text: str) -> set[str]:
    return set(re.findall(r"\w+", text)) - set(re.findall(r"\w+", base))


@given(TEXTS, TEXTS, TEXTS, st.integers(0, 12), st.integers(0, 12))
@settings(max_examples=300)
def test_no_new_word_is_ever_lost(base: str, theirs: str, mine: str, one: int, other: int) -> None:
    theirs, mine = _with(theirs, "DERES", one), _with(mine, "MITT", other)
    found = merge(base, theirs, mine).text
    assert new_words(base, theirs) | new_words(base, mine) <= set(re.findall(r"\w+", found))


def _with(text: str, word: str, place: int) -> str:
    words = text.split()
    return " ".join([*words[:place], word, *words[place:]])


@given(TEXTS, TEXTS)
def test_who_writes_alone_gets_what_they_wrote(base: str, mine: str) -> None:
    assert merge(base, base, mine).text == mine
    assert merge(base, mine, base).text == mine
    assert merge(base, mine, mine).text == mine
