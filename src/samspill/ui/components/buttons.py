"""Buttons and links that look like buttons. A button that may not be pressed is grey and says why."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samspill.ui.icons import icon as draw

_numbers = count(1)


def button(
    text: Any,
    *,
    href: str = "",
    why_not: str = "",
    variant: str = "primary",
    icon: str = "",
    color: str = "",
    size: str = "",
    **attributes: Any,
) -> SafeString:
    """A button; a link when `href` is given; grey, with the sentence beside it, when `why_not` is not empty.

    variant: primary, secondary, tertiary. icon: its name. Other attributes are passed on, `_` written as `-`
    (hx_get="…" becomes hx-get="…"); `type` is submit unless another is given.
    """
    if why_not:
        return grey_button(text, why_not, variant=variant, icon=icon, size=size)
    inside = format_html("{}{}", draw(icon) if icon else "", text)
    look = _attributes({"data-variant": variant, "data-color": color, "data-size": size})
    if href:
        return format_html('<a class="ds-button" href="{}"{}{}>{}</a>', href, look, _attributes(attributes), inside)
    kind = attributes.pop("type", "submit")
    return format_html(
        '<button class="ds-button" type="{}"{}{}>{}</button>', kind, look, _attributes(attributes), inside
    )


def grey_button(text: Any, why_not: str, *, variant: str = "primary", icon: str = "", size: str = "") -> SafeString:
    """A button that cannot be pressed, but can be reached by keyboard, and the sentence that says why."""
    key = f"why-{next(_numbers)}"
    return format_html(
        '<span class="s-grey"><button class="ds-button" type="button" aria-disabled="true" aria-describedby="{}"{}>{}{}'
        '</button><span class="s-grey__why" id="{}">{}{}</span></span>',
        key,
        _attributes({"data-variant": variant, "data-size": size}),
        draw(icon) if icon else "",
        text,
        key,
        draw("PadlockLocked"),
        why_not,
    )


def copy_link(href: str, text: Any = "") -> SafeString:
    """A link to this very view. With JavaScript a press copies the address; without, it is an ordinary link."""
    return format_html(
        '<a class="ds-button s-no-print" data-variant="tertiary" href="{}" data-copy data-done="{}">'
        "{}<span>{}</span></a>",
        href,
        _("Lenken er kopiert"),
        draw("Link"),
        text or _("Kopier lenke"),
    )


def _attributes(values: dict[str, Any]) -> SafeString:
    pairs = [
        (key.strip("_").replace("_", "-"), value) for key, value in values.items() if value not in (None, "", False)
    ]
    return format_html_join(
        "",
        '{}="{}"',
        ((mark_safe(f" {key}"), "" if value is True else value) for key, value in pairs),  # noqa: S308
    )
