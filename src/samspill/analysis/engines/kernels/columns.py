"""Whole columns with the operators of the declarations, and the logic of what is missing."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
NO_TEXT = -1


def missing_of(dtype: np.dtype[Any]) -> Any:
    """The value that stands for what is missing in an array of numbers."""
    return np.nan if dtype.kind == "f" else np.iinfo(dtype).min


class Column:
    """values, and which of them are missing (None: none are). A truth that is missing has the value False.

    labels   of a text: what each code stands for
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, values: Array, missing: Array | None = None, labels: Sequence[str] | None = None) -> None:
        self.values, self.missing, self.labels = values, missing, labels

    def _code(self, text: Any) -> int:
        assert self.labels is not None
        return self.labels.index(text) if text in self.labels else NO_TEXT - 1

    def _with(self, other: Any, work: Callable[[Any, Any], Any]) -> Column:
        theirs = other
        missing = self.missing
        if isinstance(other, Column):
            theirs, missing = other.values, _either(self.missing, other.missing)
        elif self.labels is not None:
            theirs = self._code(other)
        return _cleared(work(self.values, theirs), missing)

    def __eq__(self, other: object) -> Column:  # type: ignore[override]
        return self._with(other, operator.eq)

    def __ne__(self, other: object) -> Column:  # type: ignore[override]
        return self._with(other, operator.ne)

    def __lt__(self, other: Any) -> Column:
        return self._with(other, operator.lt)

    def __le__(self, other: Any) -> Column:
        return self._with(other, operator.le)

    def __gt__(self, other: Any) -> Column:
        return self._with(other, operator.gt)

    def __ge__(self, other: Any) -> Column:
        return self._with(other, operator.ge)

    def __add__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: _wide(a) + b)

    def __sub__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: _wide(a) - b)

    def __mul__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: _wide(a) * b)

    def __rshift__(self, other: Any) -> Column:
        return self._with(other, operator.rshift)

    def __and__(self, other: Any) -> Column:
        """Of truths: false if either is. Of numbers: their common bits."""
        if self.values.dtype != np.bool_:
            return self._with(other, _common_bits)
        theirs = _truth(other, self.values)
        both = self.values & theirs.values
        mine_gone, theirs_gone = self.missing, theirs.missing
        if mine_gone is None and theirs_gone is None:
            return Column(both)
        a, b = _mask(mine_gone, both), _mask(theirs_gone, both)
        return Column(both, (a & (theirs.values | b)) | (b & (self.values | a)))

    def __or__(self, other: Any) -> Column:
        if self.values.dtype != np.bool_:
            return self._with(other, operator.or_)
        theirs = _truth(other, self.values)
        any_of = self.values | theirs.values
        gone = _either(self.missing, theirs.missing)
        return Column(any_of, None if gone is None else gone & ~any_of)

    def __invert__(self) -> Column:
        return _cleared(~self.values, self.missing)

    __radd__ = __add__
    __rmul__ = __mul__
    __rand__ = __and__
    __ror__ = __or__

    def isin(self, values: Any) -> Column:
        wanted = [self._code(value) for value in values] if self.labels is not None else list(values)
        found = np.zeros(len(self.values), dtype=np.bool_)
        for value in wanted:
            found |= self.values == value
        return _cleared(found, self.missing)

    def between(self, least: Any, most: Any) -> Column:
        return self.__ge__(least).__and__(self.__le__(most))

    def isnull(self) -> Column:
        return Column(_mask(self.missing, self.values).copy())

    def notnull(self) -> Column:
        return Column(~_mask(self.missing, self.values))

    def fill_null(self, value: Any) -> Column:
        if self.missing is None:
            return self
        if self.labels is not None:
            labels = [*self.labels, *([] if value in self.labels else [value])]
            return Column(_filled(self.values, self.missing, labels.index(value)), None, labels)
        return Column(_filled(self.values, self.missing, value))

    def cast(self, kind: str) -> Column:
        return Column(self.values.astype({"int64": np.int64, "float64": np.float64}[kind]), self.missing)

    def ones(self, mask: int) -> Column:
        """How many bits of the mask are set."""
        return Column(np.bitwise_count(_common_bits(self.values, mask)).astype(np.int64), self.missing)

    def true(self) -> Array:
        """Where it is true; what is missing is not."""
        return self.values

    def number(self) -> Array:
        """As float64: a truth as 1 or 0, what is missing as 0."""
        found: Array = self.values.astype(np.float64)
        return found if self.missing is None else np.where(self.missing, 0.0, found)


def _filled(values: Array, missing: Array, value: Any) -> Array:
    """With room for the value: numpy would cut it to what the small numbers of the column can hold."""
    wide = np.result_type(values.dtype, np.min_scalar_type(value))
    return np.where(missing, np.asarray(value, dtype=wide), values.astype(wide))


def _common_bits(values: Array, mask: Any) -> Any:
    """Of small numbers too, whose type may not hold the mask."""
    if isinstance(mask, int) and mask > np.iinfo(values.dtype).max:
        values = values.astype(np.int64)
    return values & mask


def _wide(values: Array) -> Array:
    """So that sums and products of small numbers do not run over."""
    return values.astype(np.int64) if values.dtype.kind in "iub" else values


def _cleared(values: Any, missing: Array | None) -> Column:
    if missing is not None and values.dtype == np.bool_:
        values = values & ~missing
    return Column(values, missing)


def _truth(other: Any, like: Array) -> Column:
    return other if isinstance(other, Column) else Column(np.full(len(like), bool(other)))


def _either(one: Array | None, other: Array | None) -> Array | None:
    if one is None or other is None:
        return other if one is None else one
    return one | other


def _mask(missing: Array | None, like: Array) -> Array:
    return np.zeros(len(like), dtype=np.bool_) if missing is None else missing


class Block:
    """Columns of a table by name, for the rows from one place to another."""

    def __init__(self, columns: dict[str, Column]) -> None:
        self._columns = columns

    def __getattr__(self, name: str) -> Column:
        try:
            return self.__dict__["_columns"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Column:
        return self._columns[name]
