"""What a table states, as sets of people: for each number the parts it covers, and what may be known about it.

A sheet is one column of one table. Counts and amounts are sheets about different things. A rate is no thing of its own:
its numerator and its denominator are cells of one sheet, with a dimension more (in the numerator: yes, no), so that
everything that holds for totals holds for rates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from samspill.analysis.disclosure.dimensions import Leaves
from samspill.analysis.disclosure.table import Floats, Ints
from samspill.analysis.statistics.unusable import Unusable


@dataclass(frozen=True, eq=False)
class Sheet:
    """n cells over d dimensions.

    about      what is counted; sheets about the same thing hang together.
    whole      True for numbers of persons (whole numbers), False for amounts.
    levels     dimension -> the sets of finest parts that `at` points into.
    at         int (n, d).
    low, high  float (n): what the receiver knows. Equal: it is published. high = inf: it is hidden.
    need       float (n, 2): the interval that must stay possible; NaN where nothing is asked.
    """

    about: str
    whole: bool
    levels: Mapping[str, tuple[Leaves, ...]]
    at: Ints
    low: Floats
    high: Floats
    need: Floats

    def as_json(self) -> dict[str, Any]:
        """Plain values. An interval without end is written as null, and so is «nothing asked»."""
        return {
            "about": self.about,
            "whole": self.whole,
            "levels": {name: [sorted(leaves) for leaves in sets] for name, sets in self.levels.items()},
            "at": self.at.tolist(),
            "low": self.low.tolist(),
            "high": [None if np.isinf(value) else value for value in self.high.tolist()],
            "need": [None if np.isnan(pair[0]) else pair for pair in self.need.tolist()],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Sheet:
        """The sheet again; raises Unusable where the columns do not have the same length."""
        count = len(kept["at"])
        if {len(kept["low"]), len(kept["high"]), len(kept["need"])} != {count}:
            raise Unusable(f"Et ark om «{kept['about']}» i loggen har kolonner av ulik lengde.")
        nothing = [np.nan, np.nan]
        return cls(
            about=kept["about"],
            whole=bool(kept["whole"]),
            levels={name: tuple(frozenset(leaves) for leaves in sets) for name, sets in kept["levels"].items()},
            at=np.array(kept["at"], dtype=np.int64).reshape(count, len(kept["levels"])),
            low=np.array(kept["low"], dtype=float),
            high=np.array([np.inf if value is None else value for value in kept["high"]], dtype=float),
            need=np.array([nothing if pair is None else pair for pair in kept["need"]], dtype=float).reshape(count, 2),
        )
