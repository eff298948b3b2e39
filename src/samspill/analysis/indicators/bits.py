"""What indicators ask of bits: how many of the groups, how many organ systems."""

from __future__ import annotations

from typing import Any

from samspill.analysis.prepared.codes import chronic_bits, systems


def ones(bits: Any, mask: int) -> Any:
    """How many bits of the mask are set. Works on whatever an engine gives."""
    if hasattr(bits, "ones"):
        return bits.ones(mask)
    from samspill.analysis.prepared.functions import bit_count

    return bit_count(bits & mask).cast("int64")


def chronic_groups_of(bits: Any) -> Any:
    """How many chronic groups."""
    return ones(bits, chronic_bits())


def organ_systems_of(bits: Any) -> Any:
    """How many organ systems have a chronic group."""
    total: Any = 0
    for mask in systems().values():
        total = ((bits & mask) != 0).cast("int64") + total
    return total
