"""References between rooms: batched, cut to the reader, silent about what is not theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from samspill.core import references
from samspill.core.references import Reference, Resolved

OPEN, SECRET = uuid4(), uuid4()
asked: list[set[UUID]] = []


def _boats(person: Any, ids: Iterable[UUID]) -> Mapping[UUID, Resolved]:
    asked.append(set(ids))
    return {each: Resolved(title=f"Båt for {person}", url="/b/") for each in ids if each == OPEN}


@pytest.fixture(autouse=True)
def boats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "_owners", {})
    asked.clear()
    references.kind_of_thing("boat", _boats, lambda person, text: [(OPEN, Resolved(title=text, url="/b/"))] * 30)


def test_what_is_hidden_gone_or_of_no_room_is_left_out_alike() -> None:
    mine, hidden, foreign = Reference("boat", OPEN), Reference("boat", SECRET), Reference("car", OPEN)
    shown = references.resolve([mine, hidden, foreign, mine], seen_by="Kari")
    assert {key: value.title for key, value in shown.items()} == {mine: "Båt for Kari"}


def test_each_kind_is_asked_once() -> None:
    references.resolve([Reference("boat", OPEN), Reference("boat", SECRET), Reference("boat", OPEN)], seen_by="Kari")
    assert asked == [{OPEN, SECRET}]


def test_choosing_is_bounded_and_empty_without_a_room() -> None:
    assert len(references.offers("boat", "ro", seen_by="Kari", at_most=5)) == 5
    assert references.offers("car", "ro", seen_by="Kari") == []


def test_a_reference_reads_as_it_is_written() -> None:
    one = Reference("boat", OPEN)
    assert Reference.read(str(one)) == one


@pytest.mark.parametrize("text", ["", "boat", "boat:", ":1", "boat:en"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Reference.read(text)
