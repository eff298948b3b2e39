"""The chart of a measure as SVG: its points, the comparison, the line and limits from before, what would have been
without, where it began, and marks such as PDSA cycles. Colours are classes; the shapes differ too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samspill.analysis.effect.verdict import Line
from samspill.ui import formats

WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 26, 34
LINE = '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>'
MARK_LINE = LINE + '<text class="pl-label" x="{}" y="{}" text-anchor="{}">{}</text>'
GRID_LINE = MARK_LINE.replace("{}", "pl-grid", 1).replace('anchor="{}"', 'anchor="end"')
Values = Sequence[float | None]


@dataclass
class _Frame:
    count: int
    low: float
    high: float

    def x(self, place: float) -> float:
        room = WIDTH - LEFT - RIGHT
        return LEFT + room * (place + 0.5) / max(self.count, 1)

    def y(self, value: float) -> float:
        part = (value - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part


def chart(
    line: Line, starts: date, said: str, scale: float = 1, unit: str = "", marks: Iterable[tuple[date, str]] = ()
) -> SafeString:
    """`said` is the chart in a sentence, for those who do not see it. Empty when there is nothing to draw."""
    if not any(value is not None for value in line.value):
        return mark_safe("")
    frame = _frame(line, scale)
    parts = [_axis(frame, line, unit), *_lines(frame, line, scale), _start(frame, line, starts)]
    parts += [_mark(frame, line, day, text) for day, text in marks]
    parts += [_points(frame, line, scale)]
    inner = format_html_join("", "{}", ((part,) for part in parts))
    return format_html(
        '<svg class="pl-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', WIDTH, HEIGHT, said, inner
    )


def _frame(line: Line, scale: float) -> _Frame:
    everything = [
        value * scale
        for values in (line.value, line.comparison, line.upper, line.lower, line.without_low, line.without_high)
        for value in values
        if value is not None
    ]
    shown = [value * scale for values in (line.value, line.comparison) for value in values if value is not None]
    low, high = min(everything), max(everything)
    spread = (max(shown) - min(shown)) or abs(max(shown)) or 1
    # A wild counterfactual must not squeeze the points flat.
    low, high = max(low, min(shown) - 1.5 * spread), min(high, max(shown) + 1.5 * spread)
    low = 0 if 0 <= low < 0.6 * high else low
    return _Frame(len(line.periods), low - (0 if low == 0 else 0.05 * spread), high + 0.08 * spread)


def _axis(frame: _Frame, line: Line, unit: str) -> SafeString:
    ticks = [frame.low + (frame.high - frame.low) * part / 4 for part in range(5)]
    decimals = 0 if frame.high - frame.low > 8 else 1 if frame.high - frame.low > 0.8 else 2
    rows = format_html_join(
        "",
        GRID_LINE,
        (
            (
                LEFT,
                WIDTH - RIGHT,
                _r(frame.y(t)),
                _r(frame.y(t)),
                LEFT - 6,
                _r(frame.y(t) + 4),
                formats.number(t, decimals),
            )
            for t in ticks
        ),
    )
    named = _named_periods(line.periods)
    years = format_html_join(
        "",
        '<text class="pl-label" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((_r(frame.x(place)), HEIGHT - 12, text) for place, text in named),
    )
    return format_html('{}{}<text class="pl-label" x="{}" y="14">{}</text>', rows, years, LEFT - 40, unit)


def _named_periods(periods: Sequence[date]) -> list[tuple[int, str]]:
    first_of_year = [
        (place, str(period.year))
        for place, period in enumerate(periods)
        if place == 0 or period.year != periods[place - 1].year
    ]
    if len(first_of_year) > 1 and first_of_year[1][0] < len(periods) / 14:
        first_of_year = first_of_year[1:]
    step = max(1, len(first_of_year) // 12)
    return first_of_year[::step]


def _lines(frame: _Frame, line: Line, scale: float) -> Iterable[SafeString]:
    band = _band(frame, line.without_low, line.without_high, scale)
    if band:
        yield format_html('<path class="pl-band" d="{}"/>', band)
    for name, values in (
        ("limit", line.lower),
        ("limit", line.upper),
        ("centre", line.centre),
        ("without", line.without),
        ("comparison", line.comparison),
        ("own", line.value),
    ):
        path = _path(frame, values, scale)
        if path:
            yield format_html('<path class="pl-{}" d="{}"/>', name, path)


def _path(frame: _Frame, values: Values, scale: float) -> str:
    parts, pen = [], "M"
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        inside = min(max(value * scale, frame.low), frame.high)
        parts.append(f"{pen}{_r(frame.x(place))} {_r(frame.y(inside))}")
        pen = "L"
    return "".join(parts) if len(parts) > 1 else ""


def _band(frame: _Frame, low: Values, high: Values, scale: float) -> str:
    there = [
        (place, below * scale, above * scale)
        for place, (below, above) in enumerate(zip(low, high, strict=True))
        if below is not None and above is not None
    ]
    if len(there) < 2:
        return ""
    over = [f"{_r(frame.x(p))} {_r(frame.y(min(a, frame.high)))}" for p, _b, a in there]
    under = [f"{_r(frame.x(p))} {_r(frame.y(max(b, frame.low)))}" for p, b, _a in reversed(there)]
    return "M" + "L".join([*over, *under]) + "Z"


def _start(frame: _Frame, line: Line, starts: date) -> SafeString:
    return _mark(frame, line, starts, _("start"), "pl-start")


def _mark(frame: _Frame, line: Line, day: date, text: str, name: str = "pl-cycle") -> SafeString:
    before = sum(period < day for period in line.periods)
    x = _r(frame.x(before - 0.5))
    anchor = "end" if x > WIDTH - 80 else "start"
    return format_html(
        MARK_LINE,
        *(name, x, x, TOP - 6, HEIGHT - BOTTOM, x + (4 if anchor == "start" else -4), TOP - 10, anchor, text),
    )


def _points(frame: _Frame, line: Line, scale: float) -> SafeString:
    signals = line.signals or (False,) * len(line.value)
    rows = []
    for place, (value, signal) in enumerate(zip(line.value, signals, strict=True)):
        if value is not None:
            x, y = frame.x(place), frame.y(min(max(value * scale, frame.low), frame.high))
            if signal:  # a diamond, so that it is told apart without colour
                rows.append(format_html('<path class="pl-signal" d="M{} {}l6 6l-6 6l-6 -6Z"/>', _r(x), _r(y - 6)))
            else:
                rows.append(format_html('<circle class="pl-point" cx="{}" cy="{}" r="3"/>', _r(x), _r(y)))
    return format_html_join("", "{}", ((row,) for row in rows))


def _r(value: float) -> float:
    return round(value, 1)


def curve(counts: Sequence[tuple[str, int, int]], total: int, said: str) -> SafeString:
    """How many have come so far over time: (label, at least begun, in use) for each month."""
    line_of_use = tuple(float(used) for _l, _b, used in counts)
    begun = tuple(float(b) for _l, b, _u in counts)
    frame = _Frame(len(counts), 0, max(total, 1))
    ticks = format_html_join(
        "",
        GRID_LINE,
        (
            (LEFT, WIDTH - RIGHT, _r(frame.y(t)), _r(frame.y(t)), LEFT - 6, _r(frame.y(t) + 4), t)
            for t in sorted({0, total // 2, total})
        ),
    )
    step = max(1, len(counts) // 8)
    labels = format_html_join(
        "",
        '<text class="pl-label" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((_r(frame.x(p)), HEIGHT - 12, label) for p, (label, _b, _u) in enumerate(counts) if p % step == 0),
    )
    lines = [
        format_html('<path class="pl-{}" d="{}"/>', name, _path(frame, values, 1))
        for name, values in (("comparison", begun), ("own", line_of_use))
    ]
    inner = format_html_join("", "{}", ((part,) for part in [ticks, labels, *lines]))
    return format_html(
        '<svg class="pl-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', WIDTH, HEIGHT, said, inner
    )
