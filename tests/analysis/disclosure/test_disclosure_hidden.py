"""Hidden is a state of its own."""

from __future__ import annotations

import json
import math
import operator

import numpy as np
import pytest

from samspill.analysis.disclosure import HIDDEN, HIDDEN_NOTE, Hidden, Reason, StillHidden

pytestmark = pytest.mark.once

DEEDS = {
    "plus": lambda: HIDDEN + 1,
    "plus, from the right": lambda: 1 + HIDDEN,
    "sum": lambda: sum([1, HIDDEN]),
    "times": lambda: HIDDEN * 2,
    "share": lambda: 3 / HIDDEN,
    "compare": lambda: HIDDEN < 5,
    "compare, from the right": lambda: HIDDEN < 5,
    "max": lambda: max(1, HIDDEN),
    "float": lambda: float(HIDDEN),
    "int": lambda: int(HIDDEN),
    "index": lambda: operator.index(HIDDEN),
    "truth": lambda: bool(HIDDEN),
    "or zero": lambda: HIDDEN or 0,
    "round": lambda: round(HIDDEN),
    "isnan": lambda: math.isnan(HIDDEN),
    "numpy sum": lambda: np.array([1, HIDDEN]).sum(),
    "numpy float": lambda: np.array([1, HIDDEN], dtype=float),
    "negative": lambda: -HIDDEN,
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_nothing_can_be_calculated_with_a_hidden_number(deed):
    with pytest.raises(StillHidden, match="skjult"):
        deed()


def test_it_is_not_zero_not_none_and_no_other_reason():
    assert HIDDEN != 0
    assert HIDDEN is not None
    assert Hidden(Reason.PRIMARY) != Hidden(Reason.SECONDARY)
    assert Hidden() == HIDDEN


def test_it_is_written_as_a_sign_whatever_the_format():
    assert f"{HIDDEN}" == f"{HIDDEN:.1f}" == str(HIDDEN) == ":"
    assert "ikke null" in HIDDEN_NOTE


def test_it_is_not_written_to_json_by_accident():
    with pytest.raises(TypeError):
        json.dumps({"antall": HIDDEN})
