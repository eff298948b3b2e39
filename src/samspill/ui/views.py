"""The component page, and the two choices that every reader has: language and look."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from samspill.core.doors import anyone, page
from samspill.ui import language, theme
from samspill.ui.gallery import examples
from samspill.ui.permissions import check_see_components


@page(permission=check_see_components)
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/components.html", examples(request.POST or None))


@page(permission=anyone)
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    return _remember(request, language.COOKIE, chosen if chosen in language.KNOWN else settings.LANGUAGE_CODE)


@page(permission=anyone)
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    return _remember(request, theme.COOKIE, chosen if chosen in theme.THEMES else "auto")


def _remember(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    response = HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))
    response.set_cookie(
        cookie, value, max_age=theme.YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def safe_next(request: HttpRequest, address: str) -> str:
    """`address` when it is one of our own; the first page otherwise. Nobody can send a reader elsewhere through us."""
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/")
    return address if ours else "/"
