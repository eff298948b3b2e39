"""Blocks around other content: notices, empty states, panels that ask once more."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from samspill.ui.icons import icon as draw

NOTICES = {"info", "success", "warning", "danger"}
DJANGO_LEVELS = {"error": "danger", "debug": "info"}


def notice(content: Any, tone: str = "info", title: Any = "", live: bool = False) -> SafeString:
    """A message to the reader. `live` makes screen readers say it at once (for what has just happened)."""
    tone = DJANGO_LEVELS.get(tone, tone)
    if tone not in NOTICES:
        raise ValueError(f"A notice is one of {', '.join(sorted(NOTICES))}; not «{tone}».")
    heading = format_html('<h2 class="ds-heading" data-size="2xs">{}</h2>', title) if title else ""
    role = mark_safe(' role="alert"' if tone == "danger" else ' role="status"') if live else ""  # noqa: S308
    return format_html('<div class="ds-alert s-notice" data-color="{}"{}>{}{}</div>', tone, role, heading, content)


def empty_state(content: Any, title: Any, icon: str = "Inbox") -> SafeString:
    """What will stand here, and the first step. Never just an empty space."""
    return format_html(
        '<div class="s-empty"><span class="s-empty__icon">{}</span><div><p class="s-empty__title">{}</p>{}</div></div>',
        draw(icon),
        title,
        content,
    )


def confirm(content: Any, text: Any, variant: str = "secondary", color: str = "", icon: str = "") -> SafeString:
    """A button that opens a panel with the real form: a step to think, also without JavaScript."""
    tint = format_html(' data-color="{}"', color) if color else ""
    return format_html(
        '<details class="s-confirm"><summary class="ds-button" data-variant="{}"{}>{}{}</summary>'
        '<div class="s-confirm__panel">{}</div></details>',
        variant,
        tint,
        draw(icon) if icon else "",
        text,
        content,
    )
