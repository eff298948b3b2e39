"""A word in its shapes, and how near two spellings are. No database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspill.directory.search.asking import LONGEST_TEXT, MOST_WORDS, holds_identity_number, terms_of
from samspill.directory.search.spelling import (
    distance,
    distance_to_beginning,
    edits_allowed,
    edits_prepared,
    near_keys,
)
from samspill.directory.search.synonyms import synonyms_in
from samspill.directory.search.words import digits_of, fold, pieces, plain, sound, stem

pytestmark = pytest.mark.once
LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
words = st.text(LETTERS, min_size=5, max_size=14)


def folded(text: str) -> str:
    return fold(plain(text))


@pytest.mark.parametrize(
    "same",
    [
        ["Håkon", "haakon", "HAKON"],
        ["Skjærholmen", "skjaerholmen", "SKJÄRHOLMEN", "skjarholmen"],
        ["Ytterøy", "ytteroey", "ytteröy", "ytteroy"],
        ["André", "andre"],
    ],
)
def test_letters_that_people_write_in_several_ways_are_the_same(same: list[str]) -> None:
    assert len({folded(each) for each in same}) == 1


@pytest.mark.parametrize(
    "same",
    [
        ["tildelingskontor", "tildelingskontoret", "tildelingskontorene"],
        ["sykepleier", "sykepleiere", "sykepleieren", "sykepleierne", "sjukepleiar"],
        ["tjeneste", "tjenester", "tjenestene", "teneste", "tenester", "tenestene"],
        ["sykehus", "sjukehus", "sjukehuset"],
        ["korttidsplass", "korttidsplassen", "korttidsplasser"],
        ["saksbehandler", "saksbehandlere"],
        ["leder", "leiar", "lederen"],
        ["geriatri", "geriatrisk"],
        ["poliklinikk", "poliklinikken", "poliklinikker"],
    ],
)
def test_endings_and_nynorsk_are_the_same_word(same: list[str]) -> None:
    assert len({stem(folded(each)) for each in same}) == 1


@pytest.mark.parametrize(
    "same",
    [["Kristoffer", "Christopher"], ["Eriksen", "Erichsen"], ["Tor", "Thor"], ["Johnsen", "Jonsen"], ["Kaja", "Kaia"]],
)
def test_names_that_sound_the_same(same: list[str]) -> None:
    assert len({sound(folded(each)) for each in same}) == 1


def test_digits_stand_by_themselves_and_signs_are_passed_over() -> None:
    assert pieces("Geriatri2, Nord-Vik/«Øst»") == ["geriatri", "2", "nord", "vik", "ost"]


@pytest.mark.parametrize("number", ["99 00 01 01", "+47 99000101", "0047 990 00 101", "9900-0101", "(+47) 99000101"])
def test_a_telephone_number_in_any_dress(number: str) -> None:
    assert digits_of(number) == "99000101"
    assert [(term.plain, term.is_number) for term in terms_of(f"ring {number}")] == [("99000101", True)]


def test_small_words_are_passed_over_unless_there_is_nothing_else() -> None:
    assert [term.plain for term in terms_of("tildelingskontoret i Nordvik telefon")] == [
        "tildelingskontoret",
        "nordvik",
    ]
    assert [term.plain for term in terms_of("og")] == ["og"]


def test_ten_thousand_letters_are_not_read() -> None:
    assert len(terms_of("ab " * 4000)) == 1
    assert len(terms_of(" ".join(f"ord{letter}" for letter in LETTERS))) <= MOST_WORDS
    assert all(len(term.plain) <= LONGEST_TEXT for term in terms_of("x" * 10_000))


@pytest.mark.parametrize("text", ["01819012345", "018190 12345", "pasient 018190-12345 på lunge"])
def test_an_identity_number_is_seen(text: str) -> None:
    assert holds_identity_number(text)


@pytest.mark.parametrize("text", ["99000101", "+47 99 00 01 01", "974 760 673", "0047 99000101", "kari lund 2"])
def test_other_numbers_are_none(text: str) -> None:
    assert not holds_identity_number(text)


def test_a_phrase_has_synonyms_wherever_it_stands() -> None:
    stems = [stem(folded(word)) for word in ("ring", "øyeblikkelig", "hjelp", "døgn", "nordvik")]
    assert (1, 4, (stem("kad"),)) in synonyms_in(stems)
    assert [found for found in synonyms_in([stem(folded("ØHD"))]) if len(found[2]) == 3]


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [("lund", "lund", 0), ("lnud", "lund", 1), ("lud", "lund", 1), ("lunnd", "lund", 1), ("lind", "lund", 1)],
)
def test_the_distance_counts_a_swap_as_one(one: str, other: str, away: int) -> None:
    assert distance(one, other, 2) == away


def test_a_word_that_is_not_written_to_its_end() -> None:
    assert distance_to_beginning("kristofre", "kristoffersen", 2) <= 2
    assert distance_to_beginning("krist", "kristoffersen", 1) == 0


@given(words, words)
def test_the_distance_goes_both_ways_and_is_bounded(one: str, other: str) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) <= 3


@given(words, st.data())
def test_one_mistake_shares_a_key_with_the_word(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    for wrong in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ):
        right, other = plain(word), plain(wrong)
        assert distance(other, right, 1) <= 1
        assert near_keys(other, edits_allowed(len(other))) & near_keys(right, edits_prepared(len(right)))
