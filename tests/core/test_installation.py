"""A database belongs to one mode for ever."""

from __future__ import annotations

from typing import Any

import pytest

from samspill.core.installation import Installation, WrongMode, claim_database

pytestmark = pytest.mark.django_db


def test_a_new_database_takes_the_mode_it_is_opened_in(settings: Any):
    settings.MODE = "production"
    claim_database()
    claim_database()
    assert Installation.objects.get().mode == "production"


@pytest.mark.parametrize(("made_in", "opened_in"), [("production", "demo"), ("demo", "production")])
def test_it_is_refused_in_the_other_mode(settings: Any, made_in: str, opened_in: str):
    settings.MODE = made_in
    claim_database()
    settings.MODE = opened_in
    with pytest.raises(WrongMode, match=f"made in {made_in} mode and cannot be used in {opened_in} mode"):
        claim_database()
