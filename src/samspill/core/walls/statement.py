"""What a model may say of its wall, where the plain rule (see `plan`) does not fit.

class Membership(models.Model):
    wall = Open("Which trust is in which community is a public fact.")

class ReceivedMessage(models.Model):
    wall = Walled(of_nobody="seen")
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Open:
    """No wall, although the table leads to a community. `why` stands in the test's list and in the docs."""

    why: str

    def __post_init__(self) -> None:
        if not self.why:
            raise ValueError("Say why the table has no wall.")


@dataclass(frozen=True)
class Walled:
    """The plain rule, with what becomes of rows that have no community:

    hidden   only the whole installation sees and writes them
    written  whoever has stated a scope may write them (a log); only the whole installation sees them
    seen     every community sees and writes them; the public does not
    """

    of_nobody: Literal["hidden", "written", "seen"] = "hidden"
