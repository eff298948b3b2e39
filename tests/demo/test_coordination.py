"""The demo's patients of today are lived with by both sides, by the room's own deeds, and whatever chance has made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from samspill.apps.discharge.models import (
    DocumentMark,
    JointAssessment,
    Meeting,
    Note,
    Reservation,
    Round,
    RoundPoint,
    StayCause,
    Task,
)
from samspill.core import clock
from samspill.core.audit.models import AuditRow
from samspill.portal.demo import cast
from samspill.portal.demo.coordination import ACTS
from samspill.portal.demo.load import load_demo
from samspill.stay import OSLO

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("hour", [3, 15])
def test_it_is_lived_in_at_any_time_of_day(monkeypatch, hour):
    now = datetime(2026, 11, 22, hour, 20, tzinfo=OSLO)
    fewer = [replace(each, inhabitants=each.inhabitants // 40) for each in cast.municipalities()]
    monkeypatch.setattr(cast, "municipalities", lambda: fewer)
    load_demo(now)
    assert {row["what"] for row in cast.rows_of("coordination.csv")} == set(ACTS)
    assert all(Note.objects.filter(shared=shared, by_side=side) for shared in (True, False) for side in ("hospital",))
    weights = StayCause.objects.filter(until=None).values_list("stay", "weight")
    assert max(sum(1 for stay, _ in weights if stay == each) for each, _ in weights) >= 3
    assert Task.objects.filter(done_at=None, due__gt=now).exists() and Task.objects.exclude(done_at=None).exists()
    assert Meeting.objects.filter(starts__gt=now, starts__lt=now + timedelta(days=2)).exists()
    assert set(DocumentMark.objects.values_list("status", flat=True)) >= {"underway", "sent"}
    assert JointAssessment.objects.exclude(planned_at=None).exists()
    assert not Round.objects.filter(ended_at=None).exists()
    assert RoundPoint.objects.filter(settled_at=None).count() == 3
    assert set(Reservation.objects.values_list("state", flat=True)) == {"reserved", "confirmed"}
    assert AuditRow.objects.filter(deed="discharge.set_causes").exists()
    with clock.stopped_at(now):
        assert not Note.objects.filter(at__gt=clock.now()).exists()
