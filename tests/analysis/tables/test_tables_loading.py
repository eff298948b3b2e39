"""Checking and loading: what is reported, what is never said, and that nothing is half done."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.tables.tables_made import OTHER_TRUST, SYNTHETIC_NUMBER, TRUST, stay, stays

from samspill.analysis.tables import (
    CONTRACTS,
    Contract,
    Kind,
    Naming,
    NotLoaded,
    Unusable,
    check,
    load,
    loaded_tables,
    rejected_of,
    rows_of,
)
from samspill.analysis.tables import loading as loading_module
from samspill.analysis.tables import store as store_module

T = pd.Timestamp
BAD = {
    "missing": {"person_id": None},
    "missing, blank": {"person_id": "  "},
    "not_allowed": {"sector": "Ola Nordmann"},
    "shape": {"trust": "Nordmann"},
    "range": {"birth_year": 1066},
    "unreadable": {"birth_year": "Nordmann"},
    "identity_number": {"unit": SYNTHETIC_NUMBER},
    "rule:discharge_order": {"discharged_at": T("2023-01-01")},
    "rule:born_before": {"birth_year": 2030},
}


@pytest.mark.parametrize("reason", BAD)
def test_each_way_to_break_the_contract(reason: str):
    report = check("stays", stays(stay(1), stay(2, **BAD[reason])))
    assert (report.rows, report.rejected, report.good) == (2, 1, 1)
    assert [(p.row, p.reason) for p in report.first] == [(2, reason.split(",")[0])]
    assert report.first[0].column == next(iter(BAD[reason]))


@pytest.mark.parametrize("reason", BAD)
def test_no_value_is_ever_in_a_report(reason: str):
    frame = stays(stay(1), stay(2, **BAD[reason]))
    with TemporaryDirectory() as folder, pytest.raises(NotLoaded) as error:
        load("stays", frame, folder)
    said = " ".join([str(error.value), *error.value.report.sentences(), json.dumps(error.value.report.as_json())])
    for value in ("Nordmann", "1066", SYNTHETIC_NUMBER, "2030", "2023-01-01"):
        assert value not in said


def test_an_identity_number_is_no_key_of_a_person():
    report = check("stays", stays(stay(1, person_id=SYNTHETIC_NUMBER), stay(2, person_id="12345678901")))
    assert [(p.row, p.column, p.value) for p in report.first] == [(1, "person_id", "elleve siffer")]
    spaced = f"{SYNTHETIC_NUMBER[:6]} {SYNTHETIC_NUMBER[6:]}"
    assert check("stays", stays(stay(1, person_id=spaced))).rejected == 1


def test_a_row_with_many_faults_is_one_row(tmp_path: Path):
    report = check("stays", stays(stay(1, sector="x", trust="y", birth_year=3), stay(2, sector="x")))
    assert report.rejected == 2
    assert {(c.reason, c.column): c.rows for c in report.counts} == {
        ("not_allowed", "sector"): 2,
        ("shape", "trust"): 1,
        ("range", "birth_year"): 1,
    }
    assert report.counts_table().num_rows == 3
    assert report.problems_table().column("row").to_pylist() == [1, 1, 1, 2]


def test_of_rows_with_the_same_key_the_first_sound_one_stands(tmp_path: Path):
    frame = stays(stay(1, sector="x"), stay(1, unit="a"), stay(1, unit="b"), stay(2))
    loaded = load("stays", frame, tmp_path, reject="set aside")
    assert list(pd.read_parquet(loaded.rows)["unit"]) == ["a", None]
    assert [(p.row, p.reason) for p in loaded.report.first] == [(1, "not_allowed"), (3, "duplicate")]


def test_only_the_first_problems_are_shown_but_all_are_counted():
    report = check("stays", stays(*(stay(n, sector="x") for n in range(200))), shown=7)
    assert [p.row for p in report.first] == list(range(1, 8))
    assert (report.rejected, report.counts[0].rows) == (200, 200)
    assert report.sentences()[0] == "Opphold: 200 av 200 rader holder ikke kontrakten."


def test_a_day_without_an_hour_and_the_hour_that_comes_twice_are_no_fault():
    twice = stay(1, admitted_at=T("2024-10-27 02:50"), discharged_at=T("2024-10-27 02:10"))
    day = stay(2, admitted_at=T("2024-02-01 10:20"), discharged_at=T("2024-02-01"))
    assert check("stays", stays(twice, day)).passed
    before = stay(3, admitted_at=T("2024-10-20 02:50"), discharged_at=T("2024-10-20 02:10"))
    assert check("stays", stays(before)).rejected == 1


def test_one_bad_row_and_nothing_is_loaded(tmp_path: Path):
    with pytest.raises(NotLoaded, match="Ingenting er lastet inn"):
        load("stays", stays(stay(1), stay(2, sector="x")), tmp_path)
    assert loaded_tables(tmp_path) == []
    with pytest.raises(Unusable, match="Opphold» er ikke lastet inn"):
        rows_of(tmp_path, "stays")
    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_refused_load_leaves_what_was_there(tmp_path: Path):
    load("stays", stays(stay(1)), tmp_path)
    before = rows_of(tmp_path, "stays").read_bytes()
    for wrong in (stays(stay(2, sector="x")), stays(stay(1)).drop(columns="trust")):
        with pytest.raises(Unusable):
            load("stays", wrong, tmp_path)
    assert rows_of(tmp_path, "stays").read_bytes() == before


@pytest.mark.parametrize("where", ["make_current", "write_good"])
def test_a_crash_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str):
    load("stays", stays(stay(1)), tmp_path)
    before = rows_of(tmp_path, "stays").read_bytes()

    def crash(*_):
        raise OSError("no room")

    if where == "make_current":
        monkeypatch.setattr(store_module, "_replace", crash)
    else:
        monkeypatch.setattr("samspill.analysis.tables.checking.Checking.write_good", crash)
    with pytest.raises(OSError, match="no room"):
        loading_module.load("stays", stays(stay(2), stay(3)), tmp_path)
    assert rows_of(tmp_path, "stays").read_bytes() == before
    assert not list(tmp_path.glob(".work-*"))


def test_a_new_load_takes_the_place_of_the_old_and_of_no_other(tmp_path: Path):
    load("stays", stays(stay(1)), tmp_path)
    old = rows_of(tmp_path, "stays")
    population = pd.DataFrame([{"municipality": "5001", "sex": "kvinne", "age": 80, "year": 2024, "persons": 9}])
    load("population", population, tmp_path)
    load("stays", stays(stay(2), stay(3, sector="x")), tmp_path, reject="set aside")
    assert not old.exists()
    assert loaded_tables(tmp_path) == ["population", "stays"]
    assert list(pd.read_parquet(rows_of(tmp_path, "stays"))["stay_id"]) == ["s2"]
    aside = rejected_of(tmp_path, "stays")
    assert aside and list(pd.read_parquet(aside)["stay_id"]) == ["s3"]
    assert rejected_of(tmp_path, "population") is None
    assert json.loads((rows_of(tmp_path, "stays").parent / "report.json").read_text())["rejected"] == 1


def test_a_code_that_elsewhere_means_nothing_is_a_code(tmp_path: Path):
    naming = Naming(words={"sector": {"NA": "somatic"}})
    frame = stays(stay(1, sector="NA", unit="NA"))
    row = pd.read_parquet(load("stays", frame, tmp_path, naming).rows).iloc[0]
    assert (row["sector"], row["unit"]) == ("somatic", None)


def test_an_unknown_way_to_reject_is_refused(tmp_path: Path):
    with pytest.raises(Unusable, match="refuse, set aside"):
        load("stays", stays(), tmp_path, reject="ignore")


def _values(contract: Contract) -> st.SearchStrategy:
    day = st.dates(pd.Timestamp("1990-01-01").date(), pd.Timestamp("2040-01-01").date())
    by_kind = {
        Kind.TEXT: st.text("abcæøå ;\"'0", min_size=1, max_size=6).map(lambda text: "x" + text.strip()),
        Kind.WHOLE: st.integers(1, 100),
        Kind.NUMBER: st.floats(0, 1).map(lambda number: round(number, 6)),
        Kind.DAY: day,
        Kind.TIME: st.datetimes(pd.Timestamp("1990-01-01"), pd.Timestamp("2040-01-01")).map(
            lambda t: t.replace(fold=0)
        ),
        Kind.YES_NO: st.booleans(),
    }
    shaped = {"trust": st.sampled_from([TRUST, OTHER_TRUST]), "month": day.map(lambda d: d.replace(day=1)),
              "code": st.sampled_from(["I509", "A00", "S7200"]), "year": st.integers(1990, 2040),
              "birth_year": st.integers(1900, 1980), "code_system": st.just("icd10")}  # fmt: skip
    columns = {}
    for column in contract.columns:
        value = shaped.get(column.name, by_kind[column.kind])
        if column.codes and column.name not in shaped:
            value = st.sampled_from(sorted(column.codes.labels))
        if column.digits:
            value = st.sampled_from(["5001", "0301", "030101"])
        columns[column.name] = value if column.required else st.none() | value
    return st.fixed_dictionaries(columns)


@pytest.mark.parametrize("form", ["csv", "parquet", "frame"])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_what_keeps_the_contract_comes_through_unchanged(form: str, data: st.DataObject):
    """Random rows of a random table: the good ones are loaded as they were, and good and rejected add up."""
    contract = data.draw(st.sampled_from(list(CONTRACTS.values())))
    drawn = data.draw(st.lists(_values(contract), min_size=1, max_size=6))
    frame = pd.DataFrame(drawn, columns=list(contract.names)).assign(at=range(len(drawn)))
    with TemporaryDirectory() as folder:
        source = frame.drop(columns="at")
        if form == "csv":
            source.to_csv(f"{folder}/a.csv", index=False, sep=";", decimal=",")
        elif form == "parquet":
            source.to_parquet(f"{folder}/a.parquet")
        given_ = source if form == "frame" else f"{folder}/a.{form}"
        loaded = load(contract, given_, f"{folder}/place", reject="set aside", shown=1000)
        rows = pd.read_parquet(loaded.rows)
        report = loaded.report
        assert report.rows == len(drawn) == len(rows) + report.rejected
        first = 2 if form == "csv" else 1
        bad = {problem.row - first for problem in report.first}
        assert len(bad) == report.rejected
        good = [row for number, row in enumerate(drawn) if number not in bad]
        for was, now in zip(good, rows.to_dict("records"), strict=True):
            for name, value in was.items():
                assert _same(value, now[name]), name


def _same(was, now) -> bool:
    if was is None:
        return now is None or pd.isna(now)
    if isinstance(was, str):
        return was.strip() == now
    return pd.Timestamp(was) == pd.Timestamp(now) if hasattr(was, "year") else was == now
