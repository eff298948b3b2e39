"""Data quality: faults that are put into a sound table are found, and a sound table has none."""

# ruff: noqa: DTZ001 (tables hold what the Norwegian clock showed, without a zone)

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from tests.analysis.tables.tables_made import OTHER_TRUST, TRUST, stay, stays

from samspill.analysis.tables import Known, Severity, completeness_of, findings, findings_of, load
from samspill.analysis.tables.quality.known_codes import FAR_AHEAD, LONG_AGO, areas_over_time

TRUSTS = [TRUST, OTHER_TRUST, "997005562", "983974724"]
DATA = Path(__file__).resolve().parents[3] / "src" / "samspill" / "directory" / "data"


def sound(months: int = 16, a_month: int = 60) -> pd.DataFrame:
    """Four trusts that register alike: every third stay ready, half of these without waiting."""
    random = Random(7)
    made = []
    for number in range(months * a_month * len(TRUSTS)):
        month = number // (a_month * len(TRUSTS))
        begun = datetime(2023 + month // 12, month % 12 + 1, 1, 9, 17) + timedelta(minutes=random.randrange(27 * 1440))
        days = random.randrange(3, 9)
        ready = None
        if number % 3 == 0:
            ready = (begun + timedelta(days=days if random.random() < 0.5 else days - 2)).date()
        made.append(
            stay(number, trust=TRUSTS[number % 4], admitted_at=begun, discharged_at=begun + timedelta(days=days),
                 ready_on=ready, urgency="acute", birth_year=1930 + number % 60)
        )  # fmt: skip
    return stays(*made)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return sound()


def found(frame: pd.DataFrame, tmp_path: Path, **how):
    return findings_of("stays", load("stays", frame, tmp_path).rows, **how)


def of(frame: pd.DataFrame, trust: str = TRUST) -> pd.Series:
    return frame["trust"] == trust


def test_a_sound_table_has_no_findings(frame: pd.DataFrame, tmp_path: Path):
    assert found(frame, tmp_path) == []


def test_completeness_is_counted_by_column_trust_and_month(frame: pd.DataFrame, tmp_path: Path):
    table = completeness_of("stays", load("stays", frame, tmp_path).rows).to_pandas()
    one = table[(table.column_name == "ready_on") & (table.whose == TRUST) & (table.month == "2023-04")].iloc[0]
    mine = frame[of(frame) & (frame.admitted_at.dt.strftime("%Y-%m") == "2023-04")]
    assert (one["rows"], one["filled"]) == (len(mine), mine.ready_on.notna().sum())
    assert len(table) == 16 * 4 * 27


def test_a_column_one_trust_hardly_fills_in(frame: pd.DataFrame, tmp_path: Path):
    broken = frame.assign(urgency=frame.urgency.mask(of(frame) & (frame.index % 10 > 3)))
    gap = found(broken, tmp_path, names={TRUST: "St. Olavs hospital"})[0]
    assert (gap.check, gap.column, gap.who) == ("completeness", "urgency", TRUST)
    assert gap.sentence.startswith("St. Olavs hospital fyller ut «hastegrad» i ")
    assert gap.rows == (broken.urgency.isna() & of(frame)).sum()


def test_a_month_a_trust_did_not_fill_in(frame: pd.DataFrame, tmp_path: Path):
    march = frame.admitted_at.dt.strftime("%Y-%m") == "2023-03"
    gaps = found(frame.assign(birth_year=frame.birth_year.mask(of(frame) & march)), tmp_path)
    assert [(gap.column, gap.who, gap.month) for gap in gaps] == [("birth_year", TRUST, "2023-03")]
    assert "mars 2023" in gaps[0].sentence


def test_impossible_orders(frame: pd.DataFrame, tmp_path: Path):
    early = frame.ready_on.mask(of(frame) & frame.ready_on.notna(), date(2022, 1, 1))
    orders = [one for one in found(frame.assign(ready_on=early), tmp_path) if one.check == "rule:ready_order"]
    assert [(one.who, one.rows, one.severity) for one in orders] == [
        (TRUST, (frame.ready_on.notna() & of(frame)).sum(), Severity.DOUBT)
    ]


def test_a_level_that_changed_for_good(frame: pd.DataFrame, tmp_path: Path):
    fewer = frame[~(of(frame) & (frame.admitted_at >= "2023-09-01") & (frame.index % 8 < 4))]
    shifts = [one for one in found(fewer, tmp_path) if one.check == "shift"]
    assert [(one.who, one.month, one.severity) for one in shifts] == [(TRUST, "2023-09", Severity.SERIOUS)]
    assert "skiftet nivå i september 2023, fra rundt 60 til rundt 30" in shifts[0].sentence


def test_a_month_that_fell_out(frame: pd.DataFrame, tmp_path: Path):
    fewer = frame[~(of(frame) & (frame.admitted_at.dt.strftime("%Y-%m") == "2023-05") & (frame.index % 40 > 3))]
    shifts = [one for one in found(fewer, tmp_path) if one.check == "shift"]
    assert [(one.who, one.month) for one in shifts] == [(TRUST, "2023-05")]


def test_a_last_month_that_is_cut_off_is_no_shift(frame: pd.DataFrame, tmp_path: Path):
    assert [one for one in found(frame[frame.admitted_at < "2024-04-03"], tmp_path) if one.check == "shift"] == []


def test_ready_stays_without_waiting_are_not_registered(frame: pd.DataFrame, tmp_path: Path):
    at_once = frame.discharged_at.dt.date == frame.ready_on
    broken = frame.assign(ready_on=frame.ready_on.mask(of(frame) & at_once))
    practice = [one for one in found(broken, tmp_path) if one.check.startswith("practice")]
    assert [(one.check, one.who, one.severity) for one in practice] == [("practice:no_wait", TRUST, Severity.SERIOUS)]
    assert "uten ventetid" in practice[0].sentence
    region = found(broken, tmp_path, regions={TRUST: "Helse Midt-Norge", OTHER_TRUST: "Helse Nord"})
    assert "Helse Midt-Norge" in {one.who for one in region}
    assert "Helse Nord" not in {one.who for one in region}


def test_ready_stays_hardly_registered_at_all(frame: pd.DataFrame, tmp_path: Path):
    broken = frame.assign(ready_on=frame.ready_on.mask(of(frame) & (frame.index % 48 > 0)))
    assert "practice:ready" in {one.check for one in found(broken, tmp_path) if one.who == TRUST}


def test_times_without_hours(frame: pd.DataFrame, tmp_path: Path):
    days = frame.discharged_at.mask(of(frame), frame.discharged_at.dt.normalize())
    practice = [one for one in found(frame.assign(discharged_at=days), tmp_path) if one.check == "practice:no_hour"]
    assert [(one.column, one.who) for one in practice] == [("discharged_at", TRUST)]


def test_doubles_overlaps_and_stays_left_open(tmp_path: Path):
    one = stay(1, person_id="p")
    table = stays(
        one,
        {**one, "stay_id": "again"},
        stay(3, person_id="q", discharged_at=None),
        stay(4, person_id="q", admitted_at=pd.Timestamp("2024-05-01"), discharged_at=pd.Timestamp("2024-05-02")),
    )
    seen = {(one.check, one.rows) for one in found(table, tmp_path)}
    assert {("duplicates", 1), ("overlaps", 1), ("left_open", 1)} <= seen


def known() -> Known:
    def column(name: str, *wanted: str) -> list[tuple[str, ...]]:
        lines = (DATA / name).read_text(encoding="utf-8").splitlines()
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return [tuple(row[one] for one in wanted) for row in rows]

    today = [number for (number,) in column("municipalities.csv", "number")]
    changes = column("number_changes.csv", "changed_on", "old_number", "new_number")
    return Known.of(today, [(date.fromisoformat(day), old, new) for day, old, new in changes], icd10=["I50", "S72.0"])


def test_numbers_over_time():
    changes = [(date(2020, 1, 1), "1601", "5001"), (date(2022, 1, 1), "5001", "1601")]
    assert sorted(areas_over_time(["1601"], changes)) == [
        ("1601", LONG_AGO, date(2020, 1, 1)),
        ("1601", date(2022, 1, 1), FAR_AHEAD),
        ("5001", date(2020, 1, 1), date(2022, 1, 1)),
    ]


def test_a_municipality_number_belongs_to_its_time(tmp_path: Path):
    """Trondheim was 1601 until 2018, and is 5001 since."""
    rows = [
        stay(n, admitted_at=pd.Timestamp(day), discharged_at=None, municipality=number)
        for n, (day, number) in enumerate(
            [("2017-06-01", "1601"), ("2024-06-01", "5001"), ("2024-06-01", "030102"), ("2017-06-01", "5001")]
            + [("2024-06-01", "1601")] * 5
        )
    ]
    codes = [one for one in found(stays(*rows), tmp_path, known=known()) if one.check == "unknown_codes"]
    assert [(one.column, one.rows) for one in codes] == [("municipality", 6)]
    assert "1601" in codes[0].sentence and "5001" not in codes[0].sentence  # one row only is not shown


def test_unknown_diagnoses(tmp_path: Path):
    codes = ["i50.9", "S72.0", "S721", "Z999"]
    rows = [{"of_id": str(n), "person_id": "p", "set_on": date(2024, 1, 1), "code_system": "ICD-10", "code": code}
            for n, code in enumerate(codes)]  # fmt: skip
    load("diagnoses", pd.DataFrame(rows), tmp_path)
    unknown = [one for one in findings(tmp_path, known=known()) if one.check == "unknown_codes"]
    assert [one.rows for one in unknown] == [2]
