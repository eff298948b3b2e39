"""Fixtures made by living: a patient told of by messages, as far as a test needs."""

from __future__ import annotations

from typing import Any

from tests.discharge.stories import Story

from samspill.apps.discharge.models import Stay
from samspill.core import clock

NOW = "2026-11-20T10:00"


def ready(serial: int = 0, municipality: str = "9901", ward: str = "Geriatri 2") -> Stay:
    """Admitted on the 16th, declared ready on the 19th at nine."""
    story = Story(serial=serial, municipality=municipality, ward_name=ward)
    story.admitted("2026-11-16T10:00")
    story.ready("2026-11-16T10:00", "2026-11-19T09:00")
    return story.stay()


def admitted(serial: int = 0, **values: Any) -> Stay:
    story = Story(serial=serial, **values)
    story.admitted("2026-11-16T10:00")
    return story.stay()


def at_ten() -> Any:
    """The clock stands at ten on the 20th."""
    from tests.discharge.stories import at

    return clock.stopped_at(at(NOW))
