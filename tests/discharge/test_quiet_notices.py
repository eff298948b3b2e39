"""The notices that follow from how stays stand: to whom, once, and not to those who saw it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.cast import actor
from tests.discharge.stories import Story, at
from tests.signing_in import signed_in

from samspill.apps.discharge.actions.answering import answer
from samspill.apps.discharge.quiet_notices.telling import tell_what_changed
from samspill.core import clock
from samspill.core.notices.models import Notice
from samspill.directory.models import Community

pytestmark = pytest.mark.django_db
THURSDAY = at("2026-11-19T09:05")


def told() -> list[tuple[str, str]]:
    """(who, kind) of each notice, in order."""
    names = {actor(name).account_id: name for name in ("kari", "ola", "nina", "tone", "eva", "mari", "odd")}
    return sorted((names.get(row.account, "?"), row.kind.partition(".")[2]) for row in Notice.objects.all())


def a_ready_patient() -> Story:
    story = Story()
    story.admitted("2026-11-16T10:00")
    story.ready("2026-11-16T10:00", "2026-11-19T09:00")
    return story


def test_the_municipality_is_told_of_a_ready_patient_once_and_nobody_else(fjordheim: Community) -> None:
    with clock.stopped_at(THURSDAY):
        story = a_ready_patient()
        for _ in range(3):
            tell_what_changed()
        assert told() == [("ola", "ready")]
        story.ready("2026-11-16T10:00", "2026-11-19T09:02")  # the notice is sent again: asks nothing new
        tell_what_changed()
        assert told() == [("ola", "ready")]


def test_the_answer_is_told_to_the_ward(fjordheim: Community) -> None:
    with clock.stopped_at(THURSDAY):
        story = a_ready_patient()
        answer(by=actor("ola"), stay=story.stay(), can=False, day=None)
        tell_what_changed()
    with clock.stopped_at(THURSDAY + timedelta(minutes=3)):
        answer(by=actor("ola"), stay=story.stay(), can=True, day=date(2026, 11, 20))
        tell_what_changed()
        tell_what_changed()
    assert told() == [("kari", "answered"), ("kari", "answered")]


def test_whoever_opened_the_patient_has_seen_it(fjordheim: Community, django_capture_on_commit_callbacks) -> None:
    with clock.stopped_at(THURSDAY):
        story = a_ready_patient()
        tell_what_changed()
        client = signed_in("ola")
        page = client.get("/varsler/").content.decode()
        assert "S.H., 84 år" in page and "Sporadisk" not in page
        with django_capture_on_commit_callbacks(execute=True):
            client.get(f"/pasienter/{story.stay().pk}/")
    notice = Notice.objects.get()
    assert notice.seen_at is not None and notice.mail_from is None
    assert "Sporadisk" not in f"{notice.text}{notice.values}{notice.url}"


def test_a_withdrawal_and_a_broken_promise(fjordheim: Community) -> None:
    with clock.stopped_at(THURSDAY):
        story = a_ready_patient()
        tell_what_changed()
    with clock.stopped_at(at("2026-11-20T09:10")):
        tell_what_changed()
        tell_what_changed()
        assert told() == [("ola", "overdue"), ("ola", "ready")]
        story.withdrawn("2026-11-20T09:05")
        tell_what_changed()
    assert told() == [("ola", "overdue"), ("ola", "ready"), ("ola", "withdrawn")]


def test_what_is_old_is_no_news(fjordheim: Community) -> None:
    with clock.stopped_at(at("2026-12-19T09:00")):
        a_ready_patient()
        tell_what_changed()
    assert told() == []
