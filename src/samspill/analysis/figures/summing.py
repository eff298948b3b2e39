"""Sums by keys: what pandas' groupby gives, on numbers in place of texts, since the same rows are summed many times."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def summed(frame: pd.DataFrame, keys: Sequence[str], sums: Sequence[str]) -> pd.DataFrame:
    """One row for each combination of the keys that is there, with the sums; counts stay whole numbers."""
    if frame.empty:
        return frame[[*keys, *sums]]
    key = np.zeros(len(frame), dtype=np.int64)
    for name in keys:
        codes, values = pd.factorize(frame[name])
        key = key * len(values) + codes
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    found = frame[list(keys)].iloc[first].reset_index(drop=True)
    for name in sums:
        total = np.bincount(which, weights=frame[name].to_numpy(dtype=np.float64), minlength=len(first))
        found[name] = total.astype(np.int64) if name in ("count", "hits") else total
    return found
