"""Inline SVG icons from Aksel: each file is read once and kept. Nothing is copied into our own tree.

An icon beside a text is decoration and hidden from screen readers; one that stands alone needs a label.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(settings.PROJECT) / "node_modules" / "@navikt" / "aksel-icons" / "dist" / "svg"
_OPENING = re.compile(r"<svg[^>]*>")


_log = logging.getLogger(__name__)


@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """The icon called `name` (as on aksel.nav.no: "Bed"); `label` is what it says to those who hear it."""
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true" focusable="false"'
    return mark_safe(  # noqa: S308 - our own installed files, and the label is escaped
        f'<svg class="s-icon" viewBox="0 0 24 24" width="1em" height="1em" fill="none" {said}>{_drawing(name)}</svg>'
    )


def _drawing(name: str) -> str:
    """Nothing for an unknown name: a page does not fail for want of a picture, and a sweep test finds it."""
    path = FOLDER / f"{name}.svg"
    if not name.isalnum() or not path.is_file():
        _log.warning("There is no icon called «%s».", name)
        return ""
    drawing = _OPENING.sub("", path.read_text(encoding="utf-8"))
    return drawing.replace("</svg>", "").strip().replace("\n", "")
