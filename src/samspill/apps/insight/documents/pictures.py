"""Charts as pictures, for files that cannot hold SVG. The same chart gives the same bytes."""

from __future__ import annotations

import re

WIDTH = 1520  # twice the chart's own size: sharp on paper


def png_of(svg: str, scale: float = 2) -> bytes:
    """White behind, since a chart has no ground of its own."""
    import vl_convert

    grounded = re.sub(r"(<svg[^>]*>)", r'\1<rect width="100%" height="100%" fill="#ffffff"/>', svg, count=1)
    return bytes(vl_convert.svg_to_png(grounded, scale=scale))


def first_svg(markup: str) -> str:
    """The wide one of a pair."""
    return markup[: markup.index("</svg>") + len("</svg>")] if "</svg>" in markup else ""
