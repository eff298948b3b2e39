"""What is dear to make is made once, however many ask at the same moment."""

from __future__ import annotations

import threading
import time

import pytest

from samspill.core.keeping import Kept

pytestmark = pytest.mark.once


def test_many_who_ask_at_once_get_one_and_the_same() -> None:
    kept: Kept[object] = Kept(10)
    made: list[object] = []
    together = threading.Barrier(8)
    found: list[object] = []

    def make() -> object:
        time.sleep(0.02)
        made.append(object())
        return made[-1]

    def ask() -> None:
        together.wait()
        found.append(kept.get_or_make("a", make))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(made) == 1 and set(map(id, found)) == {id(made[0])}


def test_whoever_comes_after_a_fault_tries_again() -> None:
    kept: Kept[int] = Kept(10)

    def falls() -> int:
        raise RuntimeError("away")

    with pytest.raises(RuntimeError):
        kept.get_or_make("a", falls)
    assert kept.get_or_make("a", lambda: 7) == 7


def test_the_one_that_was_not_asked_for_the_longest_goes_first() -> None:
    kept: Kept[int] = Kept(2)
    for name in "ab":
        kept.put(name, ord(name))
    kept.get("a")
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (97, None, 3)
