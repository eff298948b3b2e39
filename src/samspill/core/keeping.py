"""Keeping what is dear to make, in the process, under a key of all that it depends on.

Nothing is ever invalidated: what changed has another key. So the key must hold everything, and the caller decides who
may see a thing before asking here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
MAKERS = 64  # so many things may be made at once; two that meet in a lock only wait for each other


class Kept(Generic[T]):
    """At most `most` things; the one that was not asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()
        self._makers = [Lock() for _ in range(MAKERS)]

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key: Hashable, thing: T) -> T:
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return thing

    def get_or_make(self, key: Hashable, make: Callable[[], T]) -> T:
        """Made once, also when many ask at the same moment: the others wait for it. `make` must not ask here itself."""
        found = self.get(key)
        if found is not None:
            return found
        with self._makers[hash(key) % MAKERS]:
            found = self.get(key)
            return self.put(key, make()) if found is None else found

    def clear(self) -> None:
        with self._lock:
            self._things.clear()
