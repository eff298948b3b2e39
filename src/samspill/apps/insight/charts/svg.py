"""The few marks that charts are made of. Text is always escaped; colours are attributes, which a style sheet beats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

FONT = "Inter, Liberation Sans, Arial, sans-serif"
INK, SOFT, GRID, ACCENT, WARN, BAND = "#1b2530", "#59636e", "#dde3e4", "#0d6a65", "#a8410b", "#e3efee"

# class -> what it looks like on paper and in files.
LOOKS: dict[str, dict[str, str]] = {
    "c-grid": {"stroke": GRID, "stroke-width": "1"},
    "c-axis": {"stroke": SOFT, "stroke-width": "1"},
    "c-text": {"fill": SOFT, "font-size": "12"},
    "c-label": {"fill": INK, "font-size": "13"},
    "c-strong": {"fill": INK, "font-size": "13", "font-weight": "600"},
    "c-line": {"stroke": ACCENT, "stroke-width": "2", "fill": "none"},
    "c-other": {"stroke": WARN, "stroke-width": "2", "fill": "none", "stroke-dasharray": "6 4"},
    "c-dot": {"fill": ACCENT},
    "c-other-dot": {"fill": WARN},
    "c-signal": {"fill": WARN, "stroke": "#ffffff", "stroke-width": "1.5"},
    "c-centre": {"stroke": INK, "stroke-width": "1.5", "fill": "none"},
    "c-limit": {"stroke": SOFT, "stroke-width": "1.25", "stroke-dasharray": "3 4", "fill": "none"},
    "c-band": {"fill": BAND},
    "c-break": {"stroke": SOFT, "stroke-width": "1", "stroke-dasharray": "2 3"},
    "c-reach": {"stroke": ACCENT, "stroke-width": "2", "stroke-linecap": "round"},
    "c-tile": {"stroke": "#ffffff", "stroke-width": "1"},
    "c-hatch": {"stroke": SOFT, "stroke-width": "1"},
}


def _written(pairs: Iterable[tuple[str, str]]) -> str:
    return " ".join([f'{key}="{value}"' for key, value in pairs])


# A map of a nation has thousands of marks, so that what is the same each time is written once.
WRITTEN = {look: _written([("class", look), *pairs.items()]) for look, pairs in LOOKS.items()}


def mark(name: str, look: str, inside: str = "", **attributes: object) -> str:
    """One element. `look` is a class of LOOKS, with what it looks like; `_` in names of attributes becomes `-`."""
    own = {
        key.rstrip("_").replace("_", "-"): escape(value) if isinstance(value, str) else str(value)
        for key, value in attributes.items()
    }
    looks = LOOKS[look]
    if own.keys().isdisjoint(looks):
        written = f"{WRITTEN[look]} {_written(own.items())}"
    else:
        written = _written({"class": look, **looks, **own}.items())
    return f"<{name} {written}>{inside}</{name}>" if inside else f"<{name} {written}/>"


def text(x: float, y: float, words: object, look: str = "c-text", anchor: str = "start", **more: object) -> str:
    return mark("text", look, escape(str(words)), x=n(x), y=n(y), text_anchor=anchor, **more)


def line(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    return mark("line", look, x1=n(x1), y1=n(y1), x2=n(x2), y2=n(y2))


def dot(x: float, y: float, said: str, look: str = "c-dot", radius: float = 3.5) -> str:
    return mark("circle", look, f"<title>{escape(said)}</title>", cx=n(x), cy=n(y), r=n(radius))


def diamond(x: float, y: float, said: str, look: str = "c-signal", size: float = 7) -> str:
    """A point that signals: told from the others by its form as well."""
    corners = f"{n(x)},{n(y - size)} {n(x + size)},{n(y)} {n(x)},{n(y + size)} {n(x - size)},{n(y)}"
    return mark("polygon", look, f"<title>{escape(said)}</title>", points=corners)


def path(points: Sequence[tuple[float, float] | None], look: str) -> str:
    """A line through the points; None is a gap."""
    steps, pen_down = [], False
    for point in points:
        if point is None:
            pen_down = False
            continue
        steps.append(f"{'L' if pen_down else 'M'}{n(point[0])} {n(point[1])}")
        pen_down = True
    return mark("path", look, d=" ".join(steps)) if steps else ""


def whole(width: float, height: float, title: str, description: str, inside: Iterable[str], look: str = "") -> str:
    """The `<svg>`; what a screen reader says of it is title and description."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {look}" viewBox="0 0 {n(width)} {n(height)}" '
        f'width="{n(width)}" height="{n(height)}" role="img" aria-label="{escape(title + ". " + description)}" '
        f'font-family="{FONT}">'
    )
    return f"{head}{''.join(inside)}</svg>"


def n(value: float) -> str:
    """A coordinate, with one decimal at most."""
    return str(value) if isinstance(value, int) else f"{value:.1f}".removesuffix(".0")
