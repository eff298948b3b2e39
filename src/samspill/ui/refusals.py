"""A refusal becomes a page that says why, in one place. Whoever has not signed in is asked to, and comes back after."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.urls import NoReverseMatch, reverse

from samspill.core.limits import TooMany
from samspill.core.refusal import Refused
from samspill.ui.components.blocks import notice

FORBIDDEN = 403
_log = logging.getLogger(__name__)


def refusals_become_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Middleware: answers for every view that raises Refused."""

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
            return refusal_page(request, error) if isinstance(error, Refused) else None

    return Middleware()


def refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The answer to a refusal, in the form that the asker can use: page, fragment, redirect to sign-in, or JSON."""
    _note(request, refusal)
    if isinstance(refusal, TooMany):
        return _too_many(request, refusal)
    if is_machine(request):
        return JsonResponse({"error": str(refusal)}, status=FORBIDDEN, json_dumps_params={"ensure_ascii": False})
    if not _signed_in(request):
        return _to_sign_in(request)
    if is_htmx(request):
        return as_alert(str(refusal))
    shown = {"sentence": str(refusal), "explained_at": _explained_at(request)}
    return render(request, "ui/refused.html", shown, status=FORBIDDEN)


def _explained_at(request: HttpRequest) -> str:
    """Where it is explained what the refused page asks for; empty where the house has no such page."""
    try:
        return f"{reverse('what-can-i-do')}?{urlencode({'side': request.path})}"
    except NoReverseMatch:
        return ""


def _note(request: HttpRequest, refusal: Refused) -> None:
    """Who was refused where, for whoever keeps the machine. The page's name, never its address or what was asked."""
    person, page = getattr(request, "person", None), request.resolver_match
    who, where = getattr(person, "audit_id", "nobody"), page.view_name if page else "unknown page"
    _log.info("Refused (%s): %s at %s", type(refusal).__name__, who, where)


def _too_many(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    """The same sentence for everybody, signed in or not, with the time to wait for those that are machines."""
    if is_machine(request):
        answer: HttpResponse = JsonResponse({"error": str(refusal)}, json_dumps_params={"ensure_ascii": False})
    elif is_htmx(request):
        answer = as_alert(str(refusal))
    else:
        answer = render(request, "ui/too_many.html", {"sentence": str(refusal)})
    answer.status_code = refusal.status
    answer.headers["Retry-After"] = str(refusal.seconds)
    return answer


def as_alert(sentence: str) -> HttpResponse:
    """A notice for the region on top of the page that is already open; what the person typed stays where it is."""
    response = HttpResponse(notice(sentence, "danger", live=True), status=FORBIDDEN)
    response.headers["HX-Retarget"] = "#alerts"
    response.headers["HX-Reswap"] = "innerHTML show:top"
    return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    address = sign_in_address(request)
    if is_htmx(request):
        return HttpResponse(status=FORBIDDEN, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page; it leads back to what was asked for, when that can be asked for again."""
    address = resolve_url(settings.LOGIN_URL)
    return (
        f"{address}?{urlencode({'next': request.get_full_path()})}"
        if request.method == "GET" and not is_htmx(request)
        else address
    )


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def is_machine(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or not request.accepts("text/html")


def _signed_in(request: HttpRequest) -> bool:
    person = getattr(request, "person", None)
    return bool(person is not None and person.signed_in)
