"""Turning what people hand over into arrays of numbers, or saying which row cannot be one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samspill.analysis.statistics.unusable import Unusable

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]
Whole = NDArray[np.int64]
Signs = NDArray[np.int8]  # 1, 0 or -1


def numbers(name: str, values: ArrayLike, *, missing: bool = True) -> Numbers:
    """A vector of floats; None and NaN are missing (NaN). `missing=False` refuses them.

    Raises Unusable for text, infinity, more than one dimension, or nothing at all.
    """
    vector = _as_floats(name, values)
    if vector.ndim != 1:
        raise Unusable(f"{name} skal være en enkel liste med tall, ikke {vector.ndim} dimensjoner.")
    if not vector.size:
        raise Unusable(f"{name} er tom.")
    refuse_rows(name, np.isinf(vector), "er uendelig")
    if not missing:
        refuse_rows(name, np.isnan(vector), "mangler")
    return vector


def _as_floats(name: str, values: ArrayLike) -> Numbers:
    given: Any = values
    if isinstance(values, Iterable) and not isinstance(values, Sequence | np.ndarray | str):
        given = list(values)
    try:
        return np.array(given, dtype=np.float64)  # a copy: nobody's data is changed
    except (TypeError, ValueError):
        raise Unusable(f"{name}, {_first_not_a_number(given)} er ikke et tall.") from None


def _first_not_a_number(values: Any) -> str:
    try:
        rows = list(values)
    except TypeError:
        return "verdien"
    for row, value in enumerate(rows, 1):
        try:
            float("nan" if value is None else value)
        except (TypeError, ValueError):
            return f"rad {row}"
    return "en av radene"


def table(name: str, values: ArrayLike) -> Numbers:
    """A table of floats, shape (series, points). Raises Unusable as `numbers` does."""
    grid = _as_floats(name, values)
    if grid.ndim != 2 or not grid.size:
        raise Unusable(f"{name} skal være en tabell med en rad per serie og en kolonne per tidspunkt.")
    bad = np.argwhere(np.isinf(grid))
    if bad.size:
        raise Unusable(f"{name}, serie {bad[0, 0] + 1}, punkt {bad[0, 1] + 1}: tallet er uendelig.")
    return grid


def counts(name: str, values: ArrayLike) -> Numbers:
    """A vector without missing or negative numbers."""
    vector = numbers(name, values, missing=False)
    refuse_rows(name, vector < 0, "er under null")
    return vector


def positives(name: str, values: ArrayLike) -> Numbers:
    """A vector of numbers above zero, none missing."""
    vector = numbers(name, values, missing=False)
    refuse_rows(name, vector <= 0, "er ikke over null")
    return vector


def same_length(**vectors: Sequence[Any] | NDArray[Any]) -> None:
    """Raises Unusable when the named vectors are not equally long."""
    lengths = {name: len(vector) for name, vector in vectors.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{name} har {length}" for name, length in lengths.items())
        raise Unusable(f"Listene er ikke like lange: {said}.")


def refuse_rows(name: str, bad: Truths, why: str) -> None:
    """Raises Unusable that names the first bad row (and how many there are)."""
    rows = np.flatnonzero(bad)
    if rows.size:
        more = f" (og {rows.size - 1} til)" if rows.size > 1 else ""
        raise Unusable(f"{name}, rad {rows[0] + 1}{more}: tallet {why}.")


def one_of(name: str, value: str, allowed: Iterable[str]) -> None:
    """Raises Unusable unless the value is one of the allowed words."""
    words = tuple(allowed)
    if value not in words:
        raise Unusable(f"{name} er {value!r}, men skal være en av: {', '.join(words)}.")


def share(name: str, value: float) -> float:
    """A number strictly between 0 and 1, such as a confidence level."""
    if not 0 < value < 1:
        raise Unusable(f"{name} er {value!r}, men skal være et tall mellom 0 og 1, for eksempel 0.95.")
    return float(value)
