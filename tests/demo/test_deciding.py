"""The demo's «Saker»: cases in different states, the last and the next meeting, and one fault to find."""

from __future__ import annotations

import pytest

from samspill.apps.governance.bodies.queries import health_of
from samspill.apps.governance.models import Case, Meeting, MinutesStatus
from samspill.core import clock
from samspill.directory.models import Community
from samspill.portal.demo.deciding import load_deciding

pytestmark = pytest.mark.django_db


def test_a_newcomer_meets_a_living_room(fjordheim: Community) -> None:
    load_deciding(fjordheim)
    states = set(Case.objects.values_list("status", flat=True))
    assert {
        "proposed",
        "accepted",
        "on_agenda",
        "postponed",
        "prepared",
        "anchoring",
        "treated",
        "followed_up",
    } <= states
    now = clock.now()
    ssu = Meeting.objects.filter(body__short_name="SSU")
    assert (
        ssu.filter(starts__lt=now, status="held").count() == 2
        and ssu.filter(starts__gt=now, status="called").count() == 1
    )
    assert Meeting.objects.filter(minutes__status=MinutesStatus.PUBLISHED).exists()
    broken = [each.sentence for each in health_of(fjordheim.pk) if each.severity == "broken"]
    assert len(broken) == 1 and "Ingen fastlege i Fagråd for digital samhandling" in broken[0]
