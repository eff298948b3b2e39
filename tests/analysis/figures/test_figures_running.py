"""Running all figures to disk: progress, resuming, publishing in one move, and the command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from samspill.analysis.figures import running
from samspill.analysis.figures.published import published, published_before
from samspill.analysis.figures.running import run
from samspill.analysis.indicators import INDICATORS
from samspill.analysis.indicators.manual import page
from samspill.analysis.prepared.ground import ground_of
from samspill.analysis.prepared.preparing import prepare
from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables import load
from samspill.config.command import main

pytestmark = pytest.mark.once
TWO = ["waiting_days", "stays_with_waiting"]
ROOT = Path(__file__).resolve().parents[3]


def tables(**more: Any) -> dict[str, Any]:
    example = INDICATORS["waiting_days"].examples[0]
    return {"stays": [{**row, **more} for row in example.given["stays"]]}


def test_a_run_says_how_far_it_is_and_publishes(tmp_path: Path) -> None:
    said: list[tuple[int, int, str]] = []
    found = run(tables(), tmp_path, indicators=TWO, engine="memory", progress=lambda *step: said.append(step))
    assert said == [(0, 2, "waiting_days"), (1, 2, "stays_with_waiting"), (2, 2, "")]
    assert found.indicators == tuple(TWO)
    assert found.rows("waiting_days").num_rows > 0
    assert found.rows("occupancy").num_rows == 0
    assert found.manifest["not_counted"]["occupancy"] == ["hospital_beds"]


@pytest.mark.parametrize("as_file", [False, True], ids=["in memory", "prepared from a file"])
def test_what_no_row_tells_is_not_counted_as_none(tmp_path: Path, as_file: bool) -> None:
    """Nobody said which stays were acute: «0 % came back acutely» would be false."""
    given = tables(urgency=None)
    if as_file:
        load("stays", ground_of(given).tables["stays"], tmp_path / "loaded")
        given = prepare(tmp_path / "loaded", tmp_path / "ready", parquet=False)  # type: ignore[assignment]
    engine = "kernels" if as_file else "memory"
    found = run(given, tmp_path / "out", engine=engine)
    assert "waiting_days" in found.indicators
    assert not {"readmission_national", "readmission_1_30", "readmission_next_stay"} & set(found.indicators)
    assert found.manifest["not_counted"]["readmission_national"] == ["stays.urgency"]
    with pytest.raises(Unusable, match="hastegrad"):
        run(given, tmp_path / "asked", engine=engine, indicators=["readmission_national"])


def test_a_run_that_was_cut_off_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run(tables(), tmp_path / "whole", indicators=TWO, engine="memory")
    counted = running.counted
    names: list[str] = []

    def falls(indicator: Any, *rest: Any) -> Any:
        names.append(indicator.name)
        if names == TWO:
            raise KeyboardInterrupt
        return counted(indicator, *rest)

    monkeypatch.setattr(running, "counted", falls)
    with pytest.raises(KeyboardInterrupt):
        run(tables(), tmp_path / "cut", indicators=TWO, engine="memory")
    with pytest.raises(Unusable, match="ikke publisert"):
        published(tmp_path / "cut")
    resumed = run(tables(), tmp_path / "cut", indicators=TWO, engine="memory")
    assert names == [*TWO, "stays_with_waiting"], "the first one is not counted again"
    for name in TWO:
        assert resumed.rows(name).equals(whole.rows(name))
    assert not list((tmp_path / "cut").glob(".work-*"))


def test_other_data_or_settings_begin_anew(tmp_path: Path) -> None:
    first = run(tables(), tmp_path, indicators=TWO, engine="memory")
    settings = {"stays_with_waiting": {"days": 5}}
    second = run(tables(), tmp_path, indicators=TWO, engine="memory", settings=settings)
    assert second.folder != first.folder
    assert second.manifest["indicators"]["stays_with_waiting"]["settings"] == {"days": 5}
    before = published_before(tmp_path)
    assert before is not None and before.folder == first.folder
    run(tables(municipality="9902"), tmp_path, indicators=TWO, engine="memory")
    assert not first.folder.exists(), "only the last two are kept"


def test_two_runs_at_once_are_not_mixed(tmp_path: Path) -> None:
    with running._alone(tmp_path), pytest.raises(Unusable, match="En annen kjøring"):
        run(tables(), tmp_path, indicators=TWO, engine="memory")


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="hospital_beds"):
        run(tables(), tmp_path, indicators=["occupancy"])
    with pytest.raises(Unusable, match="Det finnes ingen indikator"):
        run(tables(), tmp_path, indicators=["nothing"])
    with pytest.raises(Unusable, match="ingen innstilling"):
        run(tables(), tmp_path, indicators=TWO, settings={"waiting_days": {"nothing": 1}})
    with pytest.raises(Unusable, match="rad 1: en verdi er av feil slag"):
        run({"stays": [{"stay_id": "a", "admitted_at": "i går"}]}, tmp_path)


def test_prepared_tables_are_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    ready = prepare(tables(), tmp_path / "ready")
    with pytest.raises(Unusable):
        prepare({"stays": tmp_path / "gone.parquet"}, tmp_path / "ready")
    assert ready.arrays("stays").rows == 1
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("kept")
    with pytest.raises(Unusable, match="ikke en mappe med forberedte"):
        prepare(tables(), tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").exists()


def test_the_command_prepares_and_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:

    load("stays", ground_of(tables()).tables["stays"], tmp_path / "tables")
    assert main(["figures", "prepare", "--data", str(tmp_path / "tables"), "--into", str(tmp_path / "ready")]) == 0
    into = str(tmp_path / "published")
    asked = ["figures", "run", "--data", str(tmp_path / "ready"), "--into", into, "--only", *TWO]
    assert main([*asked, "--engine", "kernels"]) == 0
    assert "2 figures published" in capsys.readouterr().out
    assert published(into).manifest["engine"] == "kernels"
    assert main([*asked, "--engine", "abacus"]) == 2
    assert "abacus" in capsys.readouterr().err


def test_the_method_page_follows_the_declarations() -> None:
    written = (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8")
    assert page(written) == written, "python -m samspill.analysis.indicators.manual"
