"""Live parts go through a narrow lane of their own; everything that a person waits for goes through the other."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.once


def test_a_live_part_never_stands_in_front_of_a_page() -> None:
    from samspill.config import asgi

    page, part = {"headers": [(b"hx-request", b"true")]}, {"headers": [(b"hx-request", b"true"), (b"x-live", b"1")]}
    assert asgi.lane_of(page) is not asgi.lane_of(part)
    assert asgi.lane_of({"headers": []}) is asgi.lane_of(page)


def test_the_page_marks_its_live_parts_so() -> None:
    from samspill.config import asgi
    from samspill.config.settings import PACKAGE

    name, value = (part.decode() for part in asgi.LIVE)
    script = (PACKAGE / "ui/static/ui/live.js").read_text(encoding="utf-8")
    assert f'headers["{name.title()}"] = "{value}"' in script
