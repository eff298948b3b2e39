"""Where the reference data lies, for tests that read it; elsewhere they skip and say why."""

from __future__ import annotations

from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"
EXAMPLES = REFERENCE / "plo" / "examples"
SCHEMAS = REFERENCE / "plo" / "xsd"

needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference data is not beside this checkout (../shared/reference)"
)
