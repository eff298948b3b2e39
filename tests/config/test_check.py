"""`samspill check` says in words what is missing, and its exit code says whether that matters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.running import Copy, new_copy

from samspill.config.check import WRONG, in_the_clear

pytestmark = pytest.mark.once


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    with new_copy(tmp_path / "var") as copy:
        yield copy


def test_a_new_place_is_told_to_migrate(copy: Copy):
    done = copy.run("check")
    assert done.returncode == 1
    assert "changes of the tables are missing. Run `samspill migrate`" in done.stdout


def test_production_with_nothing_set_up_is_told_all_of_it(copy: Copy):
    done = copy.run("check", SAMSPILL_MODE="production")
    assert done.returncode == 1
    assert "Keys: none." in done.stdout
    assert "SAMSPILL_HOSTS is empty" in done.stdout


def test_a_migrated_demo_has_a_good_database_and_data_folder(copy: Copy):
    copy.run("migrate")
    lines = copy.run("check").stdout.splitlines()
    assert any(line.startswith("ok") and "up to date" in line for line in lines)
    assert any(line.startswith("ok") and str(copy.var) in line for line in lines)


def test_missing_schemas_are_explained_and_are_no_fault(copy: Copy, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    assert "0 files" in copy.run("check", SAMSPILL_SCHEMAS=str(tmp_path / "empty")).stdout
    done = copy.run("check", SAMSPILL_SCHEMAS=str(tmp_path / "nowhere"))
    assert "which is not a folder" in done.stdout


def test_a_database_that_is_away_is_said(copy: Copy):
    done = copy.run("check", SAMSPILL_DATABASE="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "Database: cannot be reached." in done.stdout


def test_keys_that_others_can_read_are_a_fault(copy: Copy, tmp_path: Path):
    keys = tmp_path / "keys.json"
    copy.run("secrets", str(keys))
    keys.chmod(0o644)
    assert "can be read by others" in copy.run("check", SAMSPILL_SECRETS_FILE=str(keys)).stdout


def test_one_fault_is_said_once(copy: Copy):
    done = copy.run("check", SAMSPILL_MODE="neither")
    assert done.stdout.count("SAMSPILL_MODE is «neither»") == 1


@pytest.mark.parametrize(
    "host, options, wrong",
    [
        ("db.example", {}, True),
        ("db.example", {"sslmode": "require"}, True),  # encrypted, but to whom?
        ("db.example", {"sslmode": "verify-full"}, False),
        ("127.0.0.1", {}, False),
        ("", {}, False),
    ],
)
def test_a_database_elsewhere_is_reached_over_tls(host: str, options: dict[str, str], wrong: bool) -> None:
    found = list(in_the_clear({"HOST": host, "OPTIONS": options}))
    assert [mark for mark, _ in found] == ([WRONG] if wrong else [])
