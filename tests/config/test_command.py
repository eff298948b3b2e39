"""The `samspill` command as a person meets it: help, clear sentences, exit codes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.running import Copy, new_copy

from samspill.config import command, help_texts


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    with new_copy(tmp_path / "var") as copy:
        yield copy


@pytest.fixture
def with_tables(tmp_path: Path) -> Iterator[Copy]:
    with new_copy(tmp_path / "var", migrated=True) as copy:
        yield copy


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    with new_copy(tmp_path_factory.mktemp("migrated")) as copy:
        done = copy.run("migrate")
        assert (done.returncode, done.stderr) == (0, "")
        yield copy


@pytest.mark.once
def test_help_is_quick_because_it_imports_no_django(copy: Copy):
    code = (
        "import sys; from samspill.config.command import parser; parser().format_help();"
        "sys.exit('django' in sys.modules)"
    )
    import subprocess

    assert subprocess.run([sys.executable, "-c", code], env=copy.environment, check=False).returncode == 0


def test_help_lists_every_command_with_its_own_help(capsys: pytest.CaptureFixture[str]):
    for name in help_texts.COMMANDS:
        with pytest.raises(SystemExit) as ended:
            command.main([*name.split(), "--help"] if name != "manage" else ["--help"])
        assert ended.value.code == 0
        assert "examples:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["receive"], "the following arguments are required: FILE"),
        (["stays", "--on", "31.03.2026"], "31.03.2026 is not a day; write it as YYYY-MM-DD"),
        (["demo", "--port", "many"], "invalid int value: 'many'"),
        (["nonsense"], "invalid choice: 'nonsense'"),
        ([], "required: COMMAND"),
    ],
)
def test_wrong_arguments_are_answered_with_usage_and_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert "usage: samspill" in said
    assert sentence in said


def one_sentence(copy: Copy, *arguments: str, **environment: str) -> str:
    """What a command that cannot be done says: one line on standard error, exit code 2."""
    done = copy.run(*arguments, **environment)
    assert done.returncode == 2, done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.strip()


@pytest.mark.once
@pytest.mark.parametrize("arguments", [["stays"], ["receive", "x.xml"], ["audit", "verify"], ["serve"]])
def test_a_database_that_is_not_up_to_date_is_said(copy: Copy, arguments: list[str]):
    assert "not up to date. Run:" in one_sentence(copy, *arguments)


@pytest.mark.once
def test_production_without_keys_is_said_with_the_way_out(copy: Copy):
    said = one_sentence(copy, "stays", SAMSPILL_MODE="production")
    assert "There are no keys. Make them with `samspill secrets FILE`" in said


@pytest.mark.once
def test_a_mode_that_does_not_exist_is_said(copy: Copy):
    assert "SAMSPILL_MODE is «prod»; it may be one of: production, demo." in one_sentence(
        copy, "stays", SAMSPILL_MODE="prod"
    )


@pytest.mark.once
def test_a_database_that_cannot_be_reached_is_said(copy: Copy):
    said = one_sentence(copy, "stays", SAMSPILL_DATABASE="postgresql://nobody:secret-word@127.0.0.1:1/none")
    assert "The database does not answer as it should" in said
    assert "secret-word" not in said


@pytest.mark.once
def test_an_address_that_is_no_database_is_said(copy: Copy):
    said = one_sentence(copy, "stays", SAMSPILL_DATABASE="mysql://a/b")
    assert "must look like postgresql://user:password@host:port/name" in said


@pytest.mark.once
def test_a_demo_database_is_refused_in_production(migrated: Copy, tmp_path: Path):
    keys = tmp_path / "keys.json"
    assert migrated.run("secrets", str(keys)).returncode == 0
    said = one_sentence(migrated, "stays", SAMSPILL_MODE="production", SAMSPILL_SECRETS_FILE=str(keys))
    assert "made in demo mode and cannot be used in production mode" in said


@pytest.mark.once
def test_keys_are_written_once_and_for_the_owner_only(copy: Copy, tmp_path: Path):
    keys = tmp_path / "keys.json"
    assert copy.run("secrets", str(keys)).returncode == 0
    written = keys.read_bytes()
    assert keys.stat().st_mode & 0o077 == 0
    assert "is left as it is" in one_sentence(copy, "secrets", str(keys))
    assert keys.read_bytes() == written


def test_an_unexpected_error_shows_no_values_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fail(options: object) -> int:
        raise ValueError("Blid Agurk 12845678901")

    monkeypatch.setattr(command, "_stays", fail)
    assert command.main(["stays"]) == 2
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "Agurk" not in said


def test_migrating_twice_says_so(migrated: Copy):
    assert "already" in migrated.run("migrate").stdout


def test_nobody_else_can_read_the_data(migrated: Copy):
    if (migrated.var / "samspill.sqlite3").exists():
        assert (migrated.var / "samspill.sqlite3").stat().st_mode & 0o077 == 0
    assert (migrated.var / "secrets.json").stat().st_mode & 0o077 == 0


def test_stays_of_an_empty_house_are_none(migrated: Copy):
    done = migrated.run("stays", "--json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_manage_goes_to_django(migrated: Copy):
    done = migrated.run("manage", "showmigrations", "core")
    assert done.returncode == 0
    assert "[X] 0001_initial" in done.stdout


WRITE_ROWS = """
from samspill.core import audit
from samspill.core.doer import Machine
for _ in range(3):
    audit.record(by=Machine("a test", frozenset()), deed="test.do")
"""
ALTER_A_ROW = """
from django.db import connection
from samspill.core import append_only
from samspill.core.audit.models import AuditRow
from samspill.core.walls.roles import as_owner
with as_owner():  # somebody with power over the database
    append_only.unguard(connection, "core_auditrow")
    AuditRow.objects.filter(deed="test.do").update(who="somebody else")
    append_only.guard(connection, "core_auditrow")
"""


def test_audit_verify_says_whole_and_then_what_is_not(with_tables: Copy):
    copy = with_tables
    copy.python(WRITE_ROWS)
    assert copy.run("audit", "seal").stdout == "Sealed 3 rows.\n"
    whole = copy.run("audit", "verify")
    assert whole.returncode == 0
    assert "The audit log: 3 rows, 1 seals, 0 rows not sealed yet." in whole.stdout
    assert "Both logs are whole." in whole.stdout
    copy.python(ALTER_A_ROW)
    broken = copy.run("audit", "verify")
    assert broken.returncode == 1
    assert re.search(r"seal 1, or a row of it \(ids \d+–\d+\), was altered", broken.stdout)
    assert "1 faults." in broken.stdout


def test_migrations_make_the_logs_append_only(with_tables: Copy):
    copy = with_tables
    copy.python(WRITE_ROWS)
    said = copy.python(
        "from samspill.core.audit.models import AuditRow\n"
        "try:\n    AuditRow.objects.all().delete()\n"
        "except Exception as error:\n    print(error)\n"
        "print(AuditRow.objects.count())"
    )
    assert "append-only" in said or "permission denied" in said  # on PostgreSQL our role may not even try
    assert said.strip().endswith("3")
