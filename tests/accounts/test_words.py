"""The table of what each role may do, and its sentences, are about the same deeds."""

from __future__ import annotations

import re

from django.conf import settings

from samspill.accounts.access import MAY
from samspill.accounts.words import SENTENCES, TRY

MAY_CALL = re.compile(r'(?:\.may\(|_role_may\(person, |role_may\(\w+, |deed=)"([a-z_]+\.[a-z_]+)"')


def test_every_deed_has_a_sentence_and_every_sentence_a_deed() -> None:
    assert set(SENTENCES) == set(MAY)


def test_no_sentence_stops_in_the_middle() -> None:
    """They go on from «Du kan …», so they begin small and have no full stop."""
    for deed, sentence in SENTENCES.items():
        assert str(sentence)[0].islower(), deed
        assert not str(sentence).endswith("."), deed


def test_what_the_demo_tells_roles_to_try_is_something_they_may() -> None:
    for role in TRY:
        assert {deed for deed, roles in MAY.items() if role in roles} - {"home.see"}, role


def test_every_deed_in_the_navigation_is_in_the_table() -> None:
    from samspill.ui import navigation

    asked = {entry.deed for entry in [*navigation._rooms.values(), *navigation._person_menu.values()] if entry.deed}
    assert asked <= set(MAY)
    assert "home.see" in asked


def test_every_deed_that_a_page_asks_for_is_in_the_table() -> None:
    """Deeds that only machines may do are in their keys, not in the table."""
    machines = {
        "messages.receive",
        "discharge.record_history",
        "discharge.enter_rate",
        "places.expire",
        "long_waits.lift",
        "plans.follow_edition",
    }
    for path in settings.PACKAGE.rglob("permissions.py"):
        asked = set(MAY_CALL.findall(path.read_text(encoding="utf-8")))
        assert asked <= set(MAY) | machines, path
