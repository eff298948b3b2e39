"""`samspill figures run` over files that cannot be used: a sentence that says which, and nothing is published."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samspill.config.figures import figures
from samspill.config.opening import Stop

pytestmark = pytest.mark.once


def loaded(write: Callable[[Path], object]) -> Callable[[Path], None]:
    """A folder that says it has stays, with the file as `write` makes it."""

    def lay(place: Path) -> None:
        (place / "current.json").write_text(json.dumps({"stays": "stays-1"}))
        (place / "stays-1").mkdir()
        write(place / "stays-1" / "rows.parquet")

    return lay


def of_the_wrong_kind(file: Path) -> None:
    words = {name: ["x"] for name in ("stay_id", "person_id", "trust", "sector", "admitted_at")}
    pq.write_table(pa.table(words), file)


@pytest.mark.parametrize(
    ("lay", "said"),
    [
        (lambda place: None, "ikke lastet inn noen tabeller"),
        (lambda place: (place / "current.json").write_text("{half"), "current.json i data kan ikke leses"),
        (lambda place: (place / "current.json").write_text("[1]"), "current.json i data kan ikke leses"),
        (loaded(lambda file: None), "Finner ikke filen rows.parquet"),
        (loaded(lambda file: file.write_bytes(b"")), "ikke en hel Parquet-fil"),
        (loaded(lambda file: file.write_bytes(b"PAR1 and no more")), "ikke en hel Parquet-fil"),
        (loaded(lambda file: pq.write_table(pa.table({"x": [1]}), file)), "mangler kolonnene stay_id"),
        (loaded(of_the_wrong_kind), "stays, admitted_at: kolonnen er av feil slag"),
    ],
)
def test_it_says_what_is_wrong(tmp_path: Path, lay: Callable[[Path], object], said: str) -> None:
    data, into = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    lay(data)
    asked = argparse.Namespace(deed="run", data=str(data), into=str(into), engine="duckdb", only=None, as_of=None)
    with pytest.raises(Stop, match=said):
        figures(asked)
    assert not list(into.glob("run-*"))


def test_a_folder_that_is_not_there_and_an_engine_nobody_knows(tmp_path: Path) -> None:
    asked = argparse.Namespace(deed="run", data=str(tmp_path / "no"), into="x", engine="duckdb", only=None, as_of=None)
    with pytest.raises(Stop, match="There is no folder"):
        figures(asked)
