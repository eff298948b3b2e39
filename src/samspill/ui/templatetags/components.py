"""The template tags and filters of the house, built in: no `{% load %}`. See docs/ui.md and /komponenter."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from samspill.ui import formats
from samspill.ui.components import blocks, buttons, forms, lists, marks
from samspill.ui.icons import icon

register = template.Library()

for _filter in (
    formats.day,
    formats.short_day,
    formats.clock_time,
    formats.moment,
    formats.when,
    formats.ago,
    formats.duration,
    formats.days,
    formats.number,
    formats.decimal,
    formats.kroner,
    marks.dash_if_empty,
):
    register.filter(_filter.__name__, _filter)

for _tag in (
    icon,
    marks.tag,
    marks.badge,
    marks.key_figure,
    marks.fact,
    marks.time_of,
    marks.live_mark,
    buttons.button,
    buttons.copy_link,
    lists.breadcrumbs,
    lists.segments,
    lists.timeline,
    forms.field,
    forms.error_summary,
):
    register.simple_tag(_tag, name=_tag.__name__)

for _block in (blocks.notice, blocks.empty_state, blocks.confirm):
    register.simple_block_tag(_block, name=_block.__name__)


def _address(context: Context, **changes: Any) -> str:
    """This page's address with some of its questions changed."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: int, pages: int) -> SafeString:
    """Page links that keep the rest of the address."""
    return lists.pagination(page, pages, lambda number: _address(context, side=number))


@register.simple_tag(takes_context=True)
def sort_header(context: Context, text: Any, key: str, first: str = "ascending", number: bool = False) -> SafeString:
    """A column header that sorts by `key`: ?sorter=key, and ?sorter=-key the other way; from the first page."""
    now = context["request"].GET.get("sorter", context.get("sorted_by", ""))
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    wanted = {"ascending": f"-{key}", "descending": key}.get(direction, key if first == "ascending" else f"-{key}")
    return lists.sort_header(text, _address(context, sorter=wanted, side=1), direction, number)


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: Any) -> str:
    """This page's address with some questions changed: `href="{% address_with visning='klare' side=1 %}"`."""
    return _address(context, **changes)
