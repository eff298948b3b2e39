"""What the tests of the privacy officer's room share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.test import Client
from tests.discharge.stories import Story

from samspill.core import clock

SignIn = Callable[[str], Client]
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=clock.OSLO)
OFFICERS = {"eva", "jon"}  # Jon holds several roles, and chooses none here


def number(story: Story) -> str:
    return story.patient().number


def gone(story: Story) -> None:
    story.discharged("2026-11-18T10:00")
