"""The world that the sweeps try the walls in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sweep.world import World

    from samspill.directory.models import Community


@pytest.fixture
def world(fjordheim: Community) -> World:
    from tests.signing_in import signed_in
    from tests.sweep.world import build

    return build(fjordheim, signed_in)
