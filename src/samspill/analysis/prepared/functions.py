"""Two functions that DuckDB and Spark have under the same name, and Ibis not for both."""

from __future__ import annotations

import ibis


@ibis.udf.agg.builtin(name="bit_or")  # type: ignore[untyped-decorator]
def bit_or(bits: int) -> int:  # type: ignore[empty-body]
    """Bits that are set in any row."""


@ibis.udf.scalar.builtin(name="bit_count")  # type: ignore[untyped-decorator]
def bit_count(bits: int) -> int:  # type: ignore[empty-body]
    """How many bits are set."""
