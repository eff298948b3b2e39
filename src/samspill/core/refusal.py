"""A no that a person can read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec

P = ParamSpec("P")


class Refused(Exception):
    """The sentence is shown to the person as it is; it never holds a patient's name or number."""

    def __init__(self, sentence: Any, **values: object) -> None:
        self._sentence, self._values = sentence, values
        super().__init__(str(self))

    def __str__(self) -> str:
        # Lazy: said in the language of whoever reads it, not of whoever wrote it.
        return str(self._sentence) % self._values if self._values else str(self._sentence)


class Twin:
    """A check that answers twice: `check(...)` raises, `check.can(...)` says yes or no, `check.why_not(...)` says why.

    The page shows `why_not` beside the grey button, so the button and the action can never disagree.
    """

    def __init__(self, check: Callable[..., None]) -> None:
        self._check = check
        self.__name__ = check.__name__
        self.__doc__ = check.__doc__
        self.__wrapped__ = check  # the signature stays readable

    def __call__(self, *args: object, **values: object) -> None:
        self._check(*args, **values)

    def can(self, *args: object, **values: object) -> bool:
        return not self.why_not(*args, **values)

    def why_not(self, *args: object, **values: object) -> str:
        """The sentence, or an empty string when nothing stands in the way."""
        try:
            self._check(*args, **values)
        except Refused as refusal:
            return str(refusal)
        return ""


def answers_twice(check: Callable[..., None]) -> Twin:
    return Twin(check)
