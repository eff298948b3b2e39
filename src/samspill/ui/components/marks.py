"""Small marks: states, counts, figures, facts, times. A state is always icon and text, never a colour alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.ui import formats
from samspill.ui.icons import icon as draw

# tone: (colour of the design system, icon)
TONES = {
    "neutral": ("neutral", ""),
    "info": ("info", "InformationSquare"),
    "ours": ("accent", "HandFinger"),
    "waiting": ("warning", "Hourglass"),
    "broken": ("danger", "ExclamationmarkTriangle"),
    "done": ("success", "CheckmarkCircle"),
    "leaving": ("success", "DoorOpen"),
    "stopped": ("neutral", "CircleSlash"),
}


def tag(text: Any, tone: str = "neutral", icon: str = "") -> SafeString:
    """A state in a word or two. `icon` picks another icon than the tone's own."""
    color, own = TONES[tone]
    picture = draw(icon or own) if icon or own else mark_safe("")
    return format_html('<span class="ds-tag s-tag" data-color="{}">{}{}</span>', color, picture, text)


def badge(count: int, tone: str = "neutral", said: Any = "") -> SafeString:
    """A count beside a word; `said` tells screen readers what is counted."""
    hidden = format_html('<span class="ds-sr-only"> {}</span>', said) if said else ""
    return format_html(
        '<span class="s-count" data-color="{}">{}{}</span>', TONES[tone][0], formats.number(count), hidden
    )


def key_figure(
    value: Any, label: Any, hint: Any = "", tone: str = "neutral", href: str = "", current: bool = False
) -> SafeString:
    """One figure with what it counts; a link when it leads somewhere, marked when it is what the page shows."""
    figure = formats.number(value) if isinstance(value, int | float) else value
    inside = format_html(
        '<span class="s-figure__value">{}</span><span class="s-figure__label">{}</span>{}',
        figure,
        label,
        format_html('<span class="s-figure__hint">{}</span>', hint) if hint else "",
    )
    here = mark_safe(' aria-current="true"') if current else ""
    if href:
        return format_html('<a class="s-figure" data-color="{}" href="{}"{}>{}</a>', TONES[tone][0], href, here, inside)
    return format_html('<div class="s-figure" data-color="{}">{}</div>', TONES[tone][0], inside)


def fact(term: Any, value: Any) -> SafeString:
    """One row of a definition list (`<dl class="s-facts">`). An empty value is shown as a dash."""
    return format_html('<div class="s-fact"><dt>{}</dt><dd>{}</dd></div>', term, dash_if_empty(value))


def dash_if_empty(value: Any) -> Any:
    return value if value not in (None, "") else mark_safe('<span aria-hidden="true">–</span>')


def time_of(value: date | datetime | None, form: str = "when") -> SafeString:
    """A `<time>` with a machine-readable moment. `form`, of ui.formats: when, moment, day, short_day, ago."""
    if value is None:
        return mark_safe("")
    shown = getattr(formats, form)(value)
    exact = value.astimezone(clock.OSLO) if isinstance(value, datetime) else value
    full = formats.day(value) + (f" {formats.clock_time(value)}" if isinstance(value, datetime) else "")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        exact.isoformat(timespec="minutes") if isinstance(exact, datetime) else exact.isoformat(),
        full,
        shown,
    )


def live_mark() -> SafeString:
    """Says whether what is shown follows along by itself. Without JavaScript it says when the page was made."""
    return format_html(
        '<span class="s-live s-no-print" role="status" data-live-mark data-now="{}" data-slow="{}" data-lost="{}">'
        "{}</span>",
        _("Oppdatert nå"),
        _("Oppdateres hvert 5. sekund"),
        _("Ikke tilkoblet"),
        _("Oppdatert kl. %(time)s") % {"time": formats.clock_time(clock.now())},
    )
