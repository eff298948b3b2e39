"""The reader's language: the one they chose; otherwise bokmål, or nynorsk when the browser puts that first.

English is given only when chosen: many Norwegian workplaces have browsers in English and staff who read Norwegian.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

COOKIE = settings.LANGUAGE_COOKIE_NAME
KNOWN = {code for code, _ in settings.LANGUAGES}
NORWEGIAN = {"nb": "nb", "no": "nb", "nn": "nn"}


def chosen_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the whole answer is written in the reader's language, and says so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Accept-Language",))
        return response

    return middleware


def language_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in KNOWN:
        return chosen
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        written = NORWEGIAN.get(asked.partition("-")[0])
        if written:
            return written
    return settings.LANGUAGE_CODE
