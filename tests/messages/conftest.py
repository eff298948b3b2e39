"""The national schemas, read once; tests that need them are skipped where they are not."""

from __future__ import annotations

import pytest
from tests.messages.cast import XSD

from samspill.messages import Schemas


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    if not XSD.is_dir():
        pytest.skip("the national schemas are not on this machine (../shared/reference/plo/xsd)")
    return Schemas(XSD)
