"""Reading what people send: other names, other signs, other alphabets, and files that are broken."""

# ruff: noqa: DTZ001 (tables hold what the Norwegian clock showed, without a zone)

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from tests.analysis.tables.tables_made import HEADER, ROW, TRUST, csv_of, stay, stays, workbook_of

from samspill.analysis.tables import (
    Column,
    Contract,
    Csv,
    Database,
    Kind,
    Naming,
    NotLoaded,
    Parquet,
    Query,
    Unusable,
    Workbook,
    check,
    load,
)


def rows(loaded) -> list[dict]:
    return pd.read_parquet(loaded.rows).to_dict("records")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_whatever_its_signs(tmp_path: Path, separator: str, encoding: str):
    lines = [ROW.format(1).replace("s1", "sø"), ROW.format("æ")]
    path = csv_of(
        tmp_path / "a.csv",
        *(line.replace(";", separator) for line in lines),
        header=HEADER.replace(";", separator),
        encoding=encoding,
    )
    first, second = rows(load("stays", path, tmp_path / "place"))
    assert second["person_id"] == "pæ"
    assert first["admitted_at"] == pd.Timestamp("2024-02-01 10:20")
    assert first["municipality"] == "5001"


def test_windows_line_ends_and_quotes(tmp_path: Path):
    path = csv_of(tmp_path / "a.csv", ROW.format('"1;""x"""'), end="\r\n")
    report = check("stays", path)
    assert report.rows == 1  # p"1;… is no quoted cell, and the row is told of
    path = csv_of(tmp_path / "b.csv", '"1;""x""";p1;883974832;somatic;2024-02-01;;', end="\r\n")
    assert rows(load("stays", path, tmp_path / "place"))[0]["stay_id"] == '1;"x"'


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-01-31", datetime(2024, 1, 31)),
        ("2024-01-31 10:20", datetime(2024, 1, 31, 10, 20)),
        ("2024-01-31T10:20:30.5", datetime(2024, 1, 31, 10, 20, 30, 500000)),
        ("31.01.2024", datetime(2024, 1, 31)),
        ("1.2.2024", datetime(2024, 2, 1)),
        (" 31.01.2024 10:20 ", datetime(2024, 1, 31, 10, 20)),
        ("31.01.2024 10:20:30", datetime(2024, 1, 31, 10, 20, 30)),
        ("31.01.2024 kl. 10.20", datetime(2024, 1, 31, 10, 20)),
        ("2024-01-31T10:20Z", datetime(2024, 1, 31, 11, 20)),
        ("2024-07-01T10:20:00+00:00", datetime(2024, 7, 1, 12, 20)),
        ("2024-07-01 10:20+0200", datetime(2024, 7, 1, 10, 20)),
    ],
)
def test_times(tmp_path: Path, written: str, read: datetime):
    path = csv_of(tmp_path / "a.csv", f"1;p;{TRUST};somatic;{written};;")
    assert rows(load("stays", path, tmp_path / "place"))[0]["admitted_at"] == pd.Timestamp(read)


@pytest.mark.parametrize(
    "written",
    ["31/01/2024", "31.01.24", "2024-02-30", "31.02.2024", "20240131", "45322", "i går", "infinity", "epoch",
     "2024-01-31 25:00", "0024-01-31", "1799-01-01", "2024-13-01"],
)  # fmt: skip
def test_times_that_are_none_or_could_be_two(tmp_path: Path, written: str):
    path = csv_of(tmp_path / "a.csv", f"1;p;{TRUST};somatic;{written};;")
    report = check("stays", path)
    assert [problem.column for problem in report.first] == ["admitted_at"]
    assert report.first[0].reason in ("unreadable", "range")


NUMBERS = Contract(
    name="numbers",
    label="Tall",
    row="Et tall.",
    version=1,
    key=("a",),
    columns=(
        Column(name="a", kind=Kind.TEXT, label="a", meaning="A.", required=True),
        Column(name="b", kind=Kind.NUMBER, label="b", meaning="B."),
    ),
)


@pytest.mark.parametrize(
    ("written", "decimal", "read"),
    [("1,5", None, 1.5), ("1.5", ",", 1.5), ("1 234,5", ",", 1234.5), ("1.234,5", ",", 1234.5), ("1,234", ",", 1.234),
     ("1,234.5", ".", 1234.5), ("1.234", ".", 1.234), ("12", None, 12), ("-0,25", None, -0.25), ("1.234", ",", None),
     ("1,234", ".", None), ("1.2.3", None, None), ("NaN", None, 0), ("inf", None, None), ("1e3", None, None)],
)  # fmt: skip
def test_numbers(tmp_path: Path, written: str, decimal: str | None, read: float | None):
    path = csv_of(tmp_path / "a.csv", f"1;{written}", header="a;b")
    if read is None:
        assert check(NUMBERS, Csv(path, decimal=decimal)).rejected == 1
        return
    number = rows(load(NUMBERS, Csv(path, decimal=decimal), tmp_path / "place"))[0]["b"]
    assert number == read or (read == 0 and pd.isna(number))


def test_other_peoples_names_words_and_what_they_left_out(tmp_path: Path):
    path = csv_of(
        tmp_path / "a.csv",
        "1;17;S;01.02.2024;301;x",
        header="OppholdNr;PasientLopenr;Omr;InnDato;Komnr;Annet",
    )
    naming = Naming(
        columns={"stay_id": "OppholdNr", "person_id": "pasientlopenr", "sector": "Omr", "admitted_at": "InnDato",
                 "municipality": "Komnr"},
        fixed={"trust": TRUST},
        words={"sector": {"S": "somatic", "P": "mental_health"}},
    )  # fmt: skip
    loaded = load("stays", path, tmp_path / "place", naming)
    row = rows(loaded)[0]
    assert (row["trust"], row["sector"], row["municipality"], row["person_id"]) == (TRUST, "somatic", "0301", "17")
    notes = " ".join(loaded.report.notes)
    assert "Annet" in notes and "1 kommunenumre manglet nullen" in notes and "fødselsår" in notes


def test_norwegian_labels_are_names_too(tmp_path: Path):
    path = csv_of(
        tmp_path / "a.csv",
        f"1;p;{TRUST};Psykisk helsevern;2024-02-01",
        header="Opphold;Personnøkkel;Helseforetak;Sektor;Innlagt",
    )
    assert rows(load("stays", path, tmp_path / "place"))[0]["sector"] == "mental_health"


@pytest.mark.parametrize(
    ("naming", "said"),
    [
        (Naming(columns={"stay_idd": "x"}), "Mente du 'stay_id'"),
        (Naming(columns={"stay_id": "finnes ikke"}), "ingen kolonne 'finnes ikke'"),
        (Naming(columns={"trust": "trust"}, fixed={"trust": TRUST}), "både"),
    ],
)
def test_a_naming_that_does_not_fit(tmp_path: Path, naming: Naming, said: str):
    with pytest.raises(Unusable, match=said):
        check("stays", csv_of(tmp_path / "a.csv", ROW.format(1)), naming)


def test_a_fixed_value_is_checked_too(tmp_path: Path):
    path = csv_of(tmp_path / "a.csv", "1;p;somatic;2024-02-01", header="stay_id;person_id;sector;admitted_at")
    report = check("stays", path, Naming(fixed={"trust": "St. Olav"}))
    assert [count.reason for count in report.counts] == ["shape"]


def test_without_a_header_no_patient_is_named(tmp_path: Path):
    path = csv_of(tmp_path / "a.csv", ROW.format(2), header=f"1;Ola Nordmann;{TRUST};somatic;01.02.2024;;5001")
    with pytest.raises(Unusable, match="mangle en overskriftsrad") as error:
        check("stays", path)
    assert "Ola" not in str(error.value)


BROKEN = {
    "empty": b"",
    "blank": b"  \n \n",
    "not utf-8 as stated": HEADER.encode() + "\n1;ø".encode("cp1252"),
    "binary": b"\x00\x01\x02" * 500,
    "two columns of one name": b"stay_id;Stay_ID\n1;2\n",
    "bytes that are no text": HEADER.encode() + b"\n\x81\x8d;",
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_csv_is_refused_in_a_sentence(tmp_path: Path, what: str):
    path = tmp_path / "a.csv"
    path.write_bytes(BROKEN[what])
    with pytest.raises(Unusable, match=r"a\.csv") as error:
        load("stays", Csv(path, encoding="utf-8" if "stated" in what else None), tmp_path / "place")
    assert not (tmp_path / "place" / "current.json").exists()
    if "stated" in what:
        assert "linje 2" in str(error.value)


def test_a_table_with_a_header_only_has_no_rows(tmp_path: Path):
    report = load("stays", csv_of(tmp_path / "a.csv"), tmp_path / "place").report
    assert (report.rows, report.passed) == (0, True)


def test_rows_that_cannot_be_split_are_told_of_by_row(tmp_path: Path):
    lines = [ROW.format(1), "2;p2", ROW.format(3), "4;" * 12, f'"5\n5";p;{TRUST};feil;2024-01-01;;', ROW.format(6)]
    path = csv_of(tmp_path / "a.csv", *lines)
    loaded = load("stays", path, tmp_path / "place", reject="set aside")
    assert [(p.row, p.reason) for p in loaded.report.first] == [
        (3, "broken_row"),
        (5, "broken_row"),
        (6, "not_allowed"),
    ]
    assert [row["stay_id"] for row in rows(loaded)] == ["1", "3", "6"]
    aside = pd.read_parquet(loaded.rejected).sort_values("_row")
    assert list(aside["_row"]) == [3, 5, 6]
    assert list(aside["_broken_row"]) == ["2;p2", "4;" * 12, ""]
    assert list(aside["sector"].dropna()) == ["feil"]


@pytest.mark.parametrize("ends", ["\r\n", "\r", "mixed"])
@pytest.mark.parametrize("above", [0, 2])
def test_ends_of_lines_and_empty_lines_above(tmp_path: Path, ends: str, above: int):
    lines = [*[""] * above, HEADER, ROW.format(1), "2;p2", ROW.format(3).replace("somatic", "x")]
    text = (lines[0] + "\r\n" + "\n".join(lines[1:]) + "\n") if ends == "mixed" else ends.join([*lines, ""])
    (tmp_path / "a.csv").write_bytes(text.encode())
    report = check("stays", tmp_path / "a.csv")
    assert report.rows == 3
    assert [(p.row, p.reason) for p in report.first] == [(3 + above, "broken_row"), (4 + above, "not_allowed")]


def test_a_quote_that_is_never_closed_loses_nothing_unseen(tmp_path: Path):
    path = csv_of(tmp_path / "a.csv", ROW.format(1), '"2;p2', ROW.format(3), ROW.format(4))
    with pytest.raises(NotLoaded) as error:
        load("stays", path, tmp_path / "place")
    assert error.value.report.first[0].reason == "broken_row"
    assert "anførselstegn" in str(error.value)


def test_a_workbook(tmp_path: Path):
    path = workbook_of(
        tmp_path / "a.xlsx",
        [
            [],
            HEADER.split(";"),
            [1, "p1", int(TRUST), "somatic", datetime(2024, 2, 1, 10, 20), date(2024, 2, 5), 301],
            [],
            [2.0, "p2", TRUST, "somatic", "01.02.2024", None, "5001"],
            [3, "p3", TRUST, "#N/A", "01.02.2024", None, "#REF!"],
            [None] * 7,
        ],
    )
    loaded = load("stays", path, tmp_path / "place", reject="set aside")
    first, second = rows(loaded)
    assert (first["stay_id"], first["trust"], first["municipality"]) == ("1", TRUST, "0301")
    assert second["stay_id"] == "2"
    assert {problem.row for problem in loaded.report.first} == {4, 6}
    assert "en feilverdi fra et regneark" in {problem.value for problem in loaded.report.first}


def test_the_sheets_of_a_workbook(tmp_path: Path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["x"])
    book.create_sheet("Opphold").append(HEADER.split(";"))
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Unusable, match="flere ark: Sheet, Opphold"):
        check("stays", tmp_path / "a.xlsx")
    assert check("stays", Workbook(tmp_path / "a.xlsx", sheet="Opphold")).rows == 0
    with pytest.raises(Unusable, match="ikke arket «Ark2»"):
        check("stays", Workbook(tmp_path / "a.xlsx", sheet="Ark2"))
    (tmp_path / "b.xlsx").write_bytes(b"PK not a workbook")
    with pytest.raises(Unusable, match="kan ikke leses som XLSX"):
        check("stays", tmp_path / "b.xlsx")
    openpyxl.Workbook().save(tmp_path / "c.xlsx")
    with pytest.raises(Unusable, match="tom"):
        check("stays", tmp_path / "c.xlsx")


def test_parquet_and_folders_of_it(tmp_path: Path):
    folder = tmp_path / "many"
    folder.mkdir()
    stays(stay(1), stay(2)).to_parquet(folder / "a.parquet")
    stays(stay(3), stay(4, sector="?")).to_parquet(folder / "b.parquet")
    report = check("stays", folder)
    assert (report.rows, report.rejected) == (4, 1)
    assert (report.first[0].file, report.first[0].row) == ("b.parquet", 2)
    stays(stay(5)).drop(columns="sector").to_parquet(folder / "c.parquet")
    with pytest.raises(Unusable, match=r"c.parquet har andre kolonner"):
        check("stays", Parquet(folder))


def test_parquet_that_is_cut_off(tmp_path: Path):
    path = tmp_path / "a.parquet"
    stays().to_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(Unusable, match=r"a.parquet kan ikke leses som Parquet"):
        check("stays", path)
    with pytest.raises(Unusable, match="Finner ikke filen"):
        check("stays", tmp_path / "b.parquet")
    with pytest.raises(Unusable, match="hva slags fil"):
        check("stays", tmp_path / "b.sav")


def test_types_that_parquet_and_pandas_give(tmp_path: Path):
    frame = stays(
        stay(1, municipality=301.0, admitted_at=pd.Timestamp("2024-07-01 10:00", tz="UTC"), discharged_at=pd.NaT),
        stay(
            2, municipality=float("nan"), admitted_at=pd.Timestamp("2024-01-01 10:00", tz="UTC"), discharged_at=pd.NaT
        ),
    )
    frame["birth_year"] = [Decimal("1940"), None]
    first, second = rows(load("stays", frame, tmp_path / "place"))
    assert (first["municipality"], second["municipality"]) == ("0301", None)
    assert first["admitted_at"] == pd.Timestamp("2024-07-01 12:00")  # the Norwegian clock
    assert second["admitted_at"] == pd.Timestamp("2024-01-01 11:00")
    assert first["birth_year"] == 1940


def test_mixed_values_in_pandas_and_other_things_than_tables(tmp_path: Path):
    frame = stays(stay(1), stay(2))
    frame["stay_id"] = [1, "b"]
    assert [row["stay_id"] for row in rows(load("stays", frame, tmp_path / "place"))] == ["1", "b"]
    table = pa.Table.from_pandas(stays())
    assert check("stays", table).rows == 3
    assert check("stays", table.to_reader()).rows == 3
    with pytest.raises(Unusable, match="dict"):
        check("stays", {"stay_id": [1]})
    with pytest.raises(Unusable, match="samme navn"):
        check("stays", pd.DataFrame([[1, 2]], columns=["stay_id", "stay_id"]))


def test_databases_and_queries(tmp_path: Path):
    frame = stays()
    with duckdb.connect(str(tmp_path / "a.duckdb")) as connection:
        connection.execute("CREATE TABLE opphold AS SELECT * FROM frame")
        assert check("stays", Query(connection, "SELECT * FROM opphold WHERE stay_id <> 's1'")).rows == 2
    assert check("stays", Database(tmp_path / "a.duckdb", table="opphold")).rows == 3
    assert check("stays", Database(tmp_path / "a.duckdb", sql="SELECT * FROM theirs.opphold LIMIT 1")).rows == 1
    lite = sqlite3.connect(tmp_path / "a.sqlite")
    frame.astype(str).to_sql("opphold", lite, index=False)
    report = load("stays", Query(lite, "SELECT * FROM opphold"), tmp_path / "place").report
    assert report.rows == 3
    for wrong in (
        Query(lite, "SELECT * FROM finnes_ikke"),
        Query(duckdb.connect(), "SELECT * FROM finnes_ikke"),
        Database(tmp_path / "a.duckdb", table="finnes_ikke"),
        Database(tmp_path / "b.duckdb", table="x"),
        Database("host=x password=secret", table="x", kind="postgres"),
        Database(tmp_path / "a.duckdb"),
    ):
        with pytest.raises(Unusable) as error:
            check("stays", wrong)
        assert "secret" not in str(error.value)
