"""ICD-10 codes as people write them: i50.9, I509, I50.9†. All are read as letters and digits, upper case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samspill.analysis.statistics.unusable import Unusable

_ICD10 = re.compile(r"[A-Z]\d[0-9A-Z]")
_NOT_CODE = re.compile(r"[^A-Z0-9]")


def clean(code: Any) -> str:
    """The bare code, or "" for a missing one (None, NaN, blank). Raises Unusable for what is not text."""
    if code is None or code != code:
        return ""
    if not isinstance(code, str):
        raise Unusable(f"En diagnosekode skal være tekst, ikke {type(code).__name__}.")
    return _NOT_CODE.sub("", code.upper())


def is_icd10(bare: str) -> bool:
    """Does a bare code look like ICD-10: a letter, a digit, and at least one more?"""
    return bool(_ICD10.match(bare))


def clean_all(codes: Iterable[Any]) -> tuple[NDArray[np.str_], NDArray[np.int64], NDArray[np.int64]]:
    """(distinct bare codes, which of them each row has, rows from 1 that are not ICD-10 and not blank).

    Each distinct text is read once, so millions of rows cost little more than thousands of codes.
    """
    rows = list(codes.tolist() if isinstance(codes, np.ndarray) else codes)
    seen: dict[Any, int] = {}
    bare: dict[str, int] = {}
    which = np.empty(len(rows), dtype=np.int64)
    for row, code in enumerate(rows):
        number = seen.get(code)
        if number is None:
            try:
                number = seen[code] = bare.setdefault(clean(code), len(bare))
            except Unusable as unusable:
                raise Unusable(f"codes, rad {row + 1}: {unusable}") from None
        which[row] = number
    distinct = np.asarray(list(bare), dtype=np.str_) if bare else np.zeros(0, dtype="<U8")
    odd = np.asarray([bool(code) and not is_icd10(code) for code in bare], dtype=np.bool_)
    return distinct, which, np.flatnonzero(odd[which]) + 1 if which.size else which
