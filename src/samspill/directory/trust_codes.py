"""What a hospital trust is called in tables that are counted: for those who write them, and those who name it again."""

from __future__ import annotations

from hashlib import sha256

from samspill.directory.models import Unit


def trust_code(unit: Unit) -> str:
    """The organisation number; where it is not known nine digits made from the unit's own id, beginning with 0."""
    return unit.org_number or f"0{int(sha256(unit.pk.bytes).hexdigest(), 16) % 10**8:08}"
