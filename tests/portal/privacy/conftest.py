"""A patient whom two people have opened: what the tests of the privacy officer's room begin with."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.discharge.stories import Story

    from samspill.apps.discharge.models import Patient
    from samspill.directory.models import Community


@pytest.fixture(autouse=True)
def now() -> Any:
    from tests.portal.privacy.told import NOW

    from samspill.core import clock

    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def story(fjordheim: Community) -> Story:
    from tests.discharge.stories import Story

    story = Story()
    story.admitted("2026-11-10T10:00")
    story.ready("2026-11-10T10:00", "2026-11-14T09:00")
    return story


@pytest.fixture
def patient(story: Story) -> Patient:
    from tests.cast import actor

    from samspill.core import audit, clock

    stay = story.stay()
    for name, day, reason in [("kari", 15, "Koordinering av utskrivning"), ("ola", 16, "=HYPERLINK(evil)")]:
        with clock.stopped_at(datetime(2026, 11, day, 14, 10, tzinfo=clock.OSLO)):
            who: Any = actor(name)
            audit.opened(by=who, community=stay.community_id, patient=stay.patient_id, stay=stay.pk, reason=reason)
    return stay.patient
