"""A patient in hospital follows to the municipality that theirs has become."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.cast import actor
from tests.discharge.stories import Story

from samspill.apps.discharge.models import Stay
from samspill.core import clock
from samspill.directory.keeping.actions import merging
from samspill.directory.keeping.editions import edition_of
from samspill.directory.models import Community, Unit

pytestmark = pytest.mark.django_db
Capture = Callable[..., Any]


def ready_for(number: str) -> Story:
    story = Story(municipality=number)
    story.admitted("2026-11-16T10:00")
    story.ready("2026-11-16T10:00", "2026-11-19T09:00")
    return story


def test_after_a_merger_the_heir_answers(fjordheim: Community, django_capture_on_commit_callbacks: Capture):
    story = ready_for("9902")
    rows = [Unit.objects.get(number="9902"), Unit.objects.get(number="9906")]
    with django_capture_on_commit_callbacks(execute=True):
        into = merging.NewUnit("Storvik", "9940")
        heir = merging.merge_units(
            by=actor("unni"), units=rows, into=into, on=clock.today(), key=uuid4(), seen=edition_of(rows)
        )
    assert story.stay().municipality == heir
    nina = actor("nina")
    assert nina.home_id == heir.pk
    assert Stay.objects.visible_to(nina).filter(pk=story.stay().pk).exists()


def test_after_a_split_the_first_heir_answers(fjordheim: Community, django_capture_on_commit_callbacks: Capture):
    story = ready_for("9902")
    row = Unit.objects.get(number="9902")
    into = [merging.NewUnit("Nordvik", "9940"), merging.NewUnit("Sørvik", "9941")]
    with django_capture_on_commit_callbacks(execute=True):
        merging.split_unit(by=actor("unni"), unit=row, into=into, on=clock.today(), key=uuid4(), seen=edition_of([row]))
    assert story.stay().municipality == Unit.objects.get(number="9940")
