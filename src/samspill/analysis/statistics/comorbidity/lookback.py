"""Which diagnoses count for an admission: those of the same person in the years up to and including its day."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samspill.analysis.statistics.arrays import Whole, same_length
from samspill.analysis.statistics.unusable import Unusable

Days = NDArray[np.datetime64]
_FIRST_DAY = np.datetime64("0001-01-01")
_SPAN = 10_000_000  # more days than the calendar has


def days(name: str, values: Any) -> Days:
    """Calendar days as numpy has them, from dates, ISO text or datetime64. Raises Unusable for missing ones."""
    try:
        found = np.asarray(values, dtype="datetime64[D]")
    except (TypeError, ValueError):
        raise Unusable(f"{name} skal være datoer (ÅÅÅÅ-MM-DD).") from None
    gone = np.flatnonzero(np.isnat(np.atleast_1d(found)))
    if gone.size:
        raise Unusable(f"{name}, rad {gone[0] + 1}: datoen mangler.")
    return found


def years_before(on: Days, years: int) -> Days:
    """The same day so many years before; 28 February for a 29th that the year does not have."""
    if isinstance(years, bool) or int(years) != years or years < 1:
        raise Unusable(f"years er {years!r}, men skal være et helt antall år, minst 1.")
    month = on.astype("datetime64[M]")
    earlier = month - 12 * int(years)
    last_day = (earlier + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    same_day = earlier.astype("datetime64[D]") + (on - month.astype("datetime64[D]"))
    return np.asarray(np.minimum(same_day, last_day))


def looked_back(
    persons: ArrayLike, dates: ArrayLike, index_persons: ArrayLike, index_dates: ArrayLike, years: int = 2
) -> tuple[Whole, Whole]:
    """Pairs (admission, diagnosis row), both from 0, of the diagnoses that count for each admission.

    persons, dates              one per diagnosis row
    index_persons, index_dates  one per admission; a person may have several

    A diagnosis counts from the same day so many years before, to the day of admission, both included.
    """
    who, when = np.asarray(persons), days("dates", dates)
    index_who, index_when = np.asarray(index_persons), days("index_dates", index_dates)
    same_length(persons=who, dates=when)
    same_length(index_persons=index_who, index_dates=index_when)
    _, numbered = np.unique(np.concatenate([who, index_who]), return_inverse=True)
    person, index_person = numbered[: who.size], numbered[who.size :]
    order = np.lexsort((when, person))

    def key(of: Whole, day: Days) -> Whole:
        """Person and day as one number that sorts by both."""
        return np.asarray(of.astype(np.int64) * _SPAN + (day - _FIRST_DAY).astype(np.int64))

    keys = key(person[order], when[order])
    start = np.searchsorted(keys, key(index_person, years_before(index_when, years)), side="left")
    end = np.searchsorted(keys, key(index_person, index_when), side="right")
    many = np.maximum(end - start, 0)
    admission = np.repeat(np.arange(index_who.size), many)
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return admission.astype(np.int64), order[np.repeat(start, many) + within].astype(np.int64)
