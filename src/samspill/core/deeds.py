"""Every write goes through a deed: permission, one transaction, and the audit row in the same breath."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from django.db import transaction

from samspill.core import audit
from samspill.core.doer import Doer

DEEDS: dict[str, Callable[..., Any]] = {}
F = TypeVar("F", bound=Callable[..., Any])


class Check(Protocol):
    def __call__(self, person: Doer, /, **values: Any) -> None: ...


def deed(name: str, *, permission: Callable[..., None]) -> Callable[[F], F]:
    """Make a function the deed called `name`, for instance "discharge.answer".

    The function takes keywords only, the first of them `by`: who does it. `permission` is called with that person and
    with those keywords that it asks for, and raises Refused. What the function returns, the audit row is about.
    """

    def decorate(function: F) -> F:
        asked_for = list(inspect.signature(_plain(permission)).parameters)[1:]
        if name in DEEDS:
            raise ValueError(f"The deed {name} is already defined, in {DEEDS[name].__module__}.")

        @wraps(function)
        def done(*, by: Doer, **values: Any) -> Any:
            permission(by, **{key: values[key] for key in asked_for})
            with transaction.atomic():
                result = function(by=by, **values)
                audit.record(by=by, deed=name, about=result)
            return result

        DEEDS[name] = done
        done.permission = permission  # type: ignore[attr-defined]
        done.deed = name  # type: ignore[attr-defined]
        return cast(F, done)

    return decorate


def _plain(check: Callable[..., None]) -> Callable[..., None]:
    return getattr(check, "__wrapped__", check)
