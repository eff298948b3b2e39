"""Which deeds a permission asks for: found by asking it on behalf of somebody who notes each question and may nothing.

So the pages and the tests read what a view needs from the very check that guards it, and need no second list.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from samspill.accounts.access import MAY
from samspill.core.refusal import Refused
from samspill.directory.roles import Role


class Asking:
    """A person like another, who notes the deeds they are asked about, and may none of them."""

    def __init__(self, person: Any) -> None:
        self._person = person
        self.asked: list[str] = []

    def may(self, deed: str) -> bool:
        self.asked.append(deed)
        return False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._person, name)


def deeds_asked(permission: Callable[..., None], person: Any, /, **values: Any) -> list[str]:
    """The deeds of which one must be open to pass the permission, in the order asked; empty when it asks for none."""
    asking = Asking(person)
    with suppress(Refused):
        permission(asking, **values)
    return list(dict.fromkeys(asking.asked))


def roles_that_may(deeds: list[str]) -> list[Role]:
    """The roles that may do any of them, in the order of the vocabulary."""
    return [role for role in Role if any(role in MAY.get(deed, ()) for deed in deeds)]
