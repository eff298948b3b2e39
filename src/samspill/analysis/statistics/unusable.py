"""The one refusal of this library: what was handed over cannot be used, and where it fails."""

from __future__ import annotations


class Unusable(ValueError):
    """Input that cannot be used. The sentence (bokmål) names the argument and, where there is one, the row.

    Rows are numbered from 1, as a person counts them in a spreadsheet.
    """
