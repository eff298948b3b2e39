"""Ways through: breadcrumbs, segments, pages, sortable headers; and the timeline of what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samspill.ui.components.marks import time_of
from samspill.ui.icons import icon as draw

CURRENT = mark_safe(' aria-current="page"')
NOTHING = mark_safe("")


def breadcrumbs(*parts: Any) -> SafeString:
    """`breadcrumbs("Pasienter", "/pasienter/", "K.N., 84 år")`: pairs of name and address, the last a name alone."""
    steps = [*zip(parts[:-1:2], parts[1:-1:2], strict=True)]
    links = format_html_join("", '<li><a class="ds-link" href="{1}">{0}</a></li>', steps)
    return format_html(
        '<nav class="ds-breadcrumbs s-crumbs" aria-label="{}"><ol>{}'
        '<li><span aria-current="page">{}</span></li></ol></nav>',
        _("Du er her"),
        links,
        parts[-1],
    )


def segments(items: Iterable[Mapping[str, Any]], label: Any) -> SafeString:
    """Views of the same thing, each with its own address. An item: text, href, current, and perhaps count, icon."""
    return format_html(
        '<nav class="s-segments" aria-label="{}"><ul>{}</ul></nav>',
        label,
        format_html_join("", '<li><a class="s-segment" href="{}"{}>{}{}{}</a></li>', map(_segment, items)),
    )


def _segment(item: Mapping[str, Any]) -> tuple[Any, ...]:
    number = item.get("count")
    return (
        item["href"],
        CURRENT if item.get("current") else NOTHING,
        draw(item["icon"]) if item.get("icon") else "",
        format_html("<span>{}</span>", item["text"]),
        NOTHING if number is None else format_html('<span class="s-count">{}</span>', number),
    )


def pagination(page: int, pages: int, address: Any) -> SafeString:
    """Links to the pages near `page`, first and last; nothing when there is one. `address(n)`: that of page n."""
    if pages <= 1:
        return NOTHING
    numbers = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    parts = [_step(address(page - 1), _("Forrige"), "ChevronLeft", "prev") if page > 1 else NOTHING]
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number > before + 1:
            parts.append(mark_safe('<li class="s-pages__gap" aria-hidden="true">…</li>'))
        parts.append(_page_link(number, address(number), current=number == page))
    parts.append(_step(address(page + 1), _("Neste"), "ChevronRight", "next") if page < pages else NOTHING)
    return format_html(
        '<nav class="s-pages s-no-print" aria-label="{}"><ul>{}</ul></nav>',
        _("Sider"),
        mark_safe("".join(parts)),  # noqa: S308
    )


def _page_link(number: int, href: str, *, current: bool) -> SafeString:
    return format_html(
        '<li><a class="s-page" href="{}" aria-label="{}"{}>{}</a></li>',
        href,
        _("Side %(number)s") % {"number": number},
        CURRENT if current else NOTHING,
        number,
    )


def _step(href: str, text: str, icon: str, rel: str) -> SafeString:
    inside = (draw(icon), text) if rel == "prev" else (text, draw(icon))
    return format_html('<li><a class="s-page" href="{}" rel="{}">{}{}</a></li>', href, rel, *inside)


def sort_header(text: Any, href: str, direction: str = "", number: bool = False) -> SafeString:
    """A `<th>` whose link sorts by this column. `direction`: ascending, descending, or empty."""
    picture = {"ascending": "SortUp", "descending": "SortDown"}.get(direction, "ArrowsUpDown")
    return format_html(
        '<th scope="col" aria-sort="{}"{}><a class="s-sort" href="{}">{}{}</a></th>',
        direction or "none",
        mark_safe(' class="s-number"') if number else NOTHING,
        href,
        text,
        draw(picture),
    )


def timeline(items: Iterable[Any]) -> SafeString:
    """What happened, in the order given. An item (mapping or object): at, title; perhaps text, tone, icon."""
    rows = format_html_join(
        "",
        '<li class="s-event" data-tone="{}"><span class="s-event__icon">{}</span><div>'
        '<p class="s-event__title">{}</p><p class="s-event__at">{}</p>{}</div></li>',
        map(_event, items),
    )
    return format_html('<ol class="s-timeline">{}</ol>', rows)


def _event(item: Any) -> tuple[Any, ...]:
    def value(key: str, default: Any = "") -> Any:
        return item.get(key, default) if isinstance(item, Mapping) else getattr(item, key, default)

    text = value("text")
    return (
        value("tone", "neutral"),
        draw(value("icon")) if value("icon") else NOTHING,
        value("title"),
        time_of(value("at", None), "moment"),
        format_html('<p class="s-event__text">{}</p>', text) if text else NOTHING,
    )
