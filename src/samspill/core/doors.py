"""Closed until stated: a view without a declared permission answers nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])


def page(*, permission: Callable[..., None]) -> Callable[[View], View]:
    """Declare who may open a view: `permission(request.person)` raises Refused. `anyone` is also a statement."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            permission(request.person)  # type: ignore[attr-defined]
            return view(request, *args, **values)

        guarded.permission = permission  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def anyone(person: object) -> None:
    """Open to the public: no patient, no person, nothing of one community only."""


def closed_until_stated(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Middleware: refuse every view that nobody has declared a permission for."""

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
            if not hasattr(view, "permission"):
                raise PermissionDenied(f"{view.__module__}.{view.__name__} has no declared permission and is closed.")

    return Middleware()
