"""One value that may be missing, with the logic of databases: what is missing makes an answer neither true nor
false."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any


class Known:
    """A value, or None. Operators give Known again; of these, only `&` and `|` can know without knowing both sides."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: Any) -> None:
        self.value = value

    def _with(self, other: Any, work: Callable[[Any, Any], Any]) -> Known:
        theirs = value_of(other)
        return Known(None if self.value is None or theirs is None else work(self.value, theirs))

    def __eq__(self, other: object) -> Known:  # type: ignore[override]
        return self._with(other, operator.eq)

    def __ne__(self, other: object) -> Known:  # type: ignore[override]
        return self._with(other, operator.ne)

    def __lt__(self, other: Any) -> Known:
        return self._with(other, operator.lt)

    def __le__(self, other: Any) -> Known:
        return self._with(other, operator.le)

    def __gt__(self, other: Any) -> Known:
        return self._with(other, operator.gt)

    def __ge__(self, other: Any) -> Known:
        return self._with(other, operator.ge)

    def __add__(self, other: Any) -> Known:
        return self._with(other, operator.add)

    def __sub__(self, other: Any) -> Known:
        return self._with(other, operator.sub)

    def __mul__(self, other: Any) -> Known:
        return self._with(other, operator.mul)

    def __rshift__(self, other: Any) -> Known:
        return self._with(other, operator.rshift)

    def __and__(self, other: Any) -> Known:
        """Of truths: false if either is. Of numbers: their common bits."""
        mine, theirs = self.value, value_of(other)
        if mine is False or theirs is False:
            return Known(False)
        return self._with(other, operator.and_)

    def __or__(self, other: Any) -> Known:
        mine, theirs = self.value, value_of(other)
        if mine is True or theirs is True:
            return Known(True)
        return self._with(other, operator.or_)

    def __invert__(self) -> Known:
        return Known(None if self.value is None else not self.value)

    __radd__ = __add__
    __rmul__ = __mul__
    __rand__ = __and__
    __ror__ = __or__

    def ones(self, mask: int) -> Known:
        """How many bits of the mask are set."""
        return Known(None if self.value is None else (self.value & mask).bit_count())

    def isin(self, values: Any) -> Known:
        return Known(None if self.value is None else self.value in values)

    def between(self, least: Any, most: Any) -> Known:
        return self.__ge__(least).__and__(self.__le__(most))

    def isnull(self) -> Known:
        return Known(self.value is None)

    def notnull(self) -> Known:
        return Known(self.value is not None)

    def fill_null(self, value: Any) -> Known:
        return Known(value if self.value is None else self.value)

    def cast(self, kind: str) -> Known:
        into = {"int64": int, "float64": float}[kind]
        return Known(None if self.value is None else into(self.value))


class Row:
    """One row: its columns as attributes, each a Known."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Known:
        return Known(self.__dict__["_row"][name])

    def __getitem__(self, name: str) -> Known:
        return Known(self._row[name])


def value_of(anything: Any) -> Any:
    """The value within, if there is one."""
    return anything.value if isinstance(anything, Known) else anything
