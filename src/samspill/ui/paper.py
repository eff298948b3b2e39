"""PDF for a person to read, also with a screen reader: tagged, with language and title (PDF/UA-1).

WeasyPrint lays out a page of our own; it can fetch nothing but our own style sheet and fonts.
"""

from __future__ import annotations

import os
import re
from base64 import b64decode
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language

FONTS = {
    "samspill:inter": "vendor/inter/files/inter-latin-wght-normal.woff2",
    "samspill:inter-ext": "vendor/inter/files/inter-latin-ext-wght-normal.woff2",
}

PICTURE = "data:image/svg+xml;base64,"  # one that lies in the page itself

# No font has a glyph for these, and what is copied from the page would be garbled by them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Fetched(Exception):
    """A page for print asked for something from outside."""


def pdf_of(template: str, values: dict[str, Any], style: str = "ui/paper.css", more: tuple[str, ...] = ()) -> bytes:
    """A4, tagged. The template says what is on the page; its head has the title. style, more: style sheets of ours."""
    # Here, not above: it is heavy, and only extracts need it.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    html = _CONTROL.sub(
        "", render_to_string(template, {**values, "language": get_language() or settings.LANGUAGE_CODE})
    )
    # The fonts that are put into the file would else carry the moment it was made; the same page gives the same bytes.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1577836800")
    document = HTML(string=html, url_fetcher=_fetch, base_url="samspill:")
    fonts = FontConfiguration()
    sheets = [
        CSS(string=_style(name), url_fetcher=_fetch, base_url="samspill:", font_config=fonts) for name in (style, *more)
    ]
    made: bytes = document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
    return made


@lru_cache(maxsize=8)
def _style(name: str) -> str:
    found = finders.find(name)
    return Path(str(found)).read_text(encoding="utf-8")


def _fetch(url: str, *args: Any, **values: Any) -> Any:
    if url.startswith(PICTURE):
        from weasyprint.urls import URLFetcherResponse

        body = b64decode(url.removeprefix(PICTURE))
        return URLFetcherResponse(url, body=body, headers={"Content-Type": "image/svg+xml"})
    file = finders.find(FONTS[url]) if url in FONTS else None
    if not file:
        raise Fetched(url)
    from weasyprint.urls import URLFetcherResponse

    return URLFetcherResponse(url, body=Path(str(file)).read_bytes(), headers={"Content-Type": "font/woff2"})
