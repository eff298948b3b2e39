"""`samspill governance check|load FILE`: a structure from a file, for whoever holds the command line."""

from __future__ import annotations

from pathlib import Path

from samspill.apps.governance.bodies.loading import Loaded, load_structure
from samspill.apps.governance.bodies.structure_file import read_structure
from samspill.core.doer import Machine
from samspill.directory.models import Community

KEEPER = frozenset({"governance.keep"})


def check(path: str) -> list[str]:
    """The faults of a file, in sentences."""
    return read_structure(Path(path).read_bytes()).faults


def load(path: str, community: Community) -> list[str]:
    """What was done, in sentences. Raises Refused with the faults; then nothing is changed."""
    done = Loaded()
    by = Machine(name="samspill governance load", deeds=KEEPER, community_id=community.pk)
    load_structure(by=by, structure=read_structure(Path(path).read_bytes()), done=done)
    first = f"{done.bodies} new bodies, {done.seats} new seats, {done.tenures} new terms."
    return [first, *done.left]
