"""Backup and restore: the round trip, and everything that must stop it half-way with nothing changed."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.running import Copy, new_copy

WRITE = """
from samspill.core import audit
from samspill.core.doer import Machine
from samspill.core.encryption import encrypt
from samspill.directory.models import Community
Community.objects.create(slug="{slug}", name="{slug}")
audit.record(by=Machine("a test", frozenset()), deed="test.do")
"""
SLUGS = "from samspill.directory.models import Community\nprint(*Community.objects.values_list('slug', flat=True))"


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[tuple[Copy, Copy]]:
    with new_copy(tmp_path / "one", migrated=True) as one, new_copy(tmp_path / "two") as two:
        yield one, two


def filled(copy: Copy, slug: str) -> Copy:
    copy.python(WRITE.format(slug=slug))
    assert copy.run("audit", "seal").returncode == 0
    return copy


def slugs(copy: Copy) -> str:
    return copy.python(SLUGS).strip()


def refusal(copy: Copy, *arguments: str) -> str:
    done = copy.run(*arguments)
    assert done.returncode == 2, done.stdout
    return done.stderr


def test_a_backup_with_keys_comes_back_in_a_new_place(copies: tuple[Copy, Copy], tmp_path: Path):
    one, two = filled(copies[0], "fjordheim"), copies[1]
    file = tmp_path / "a.samspill"
    assert one.run("backup", str(file), "--with-secrets").returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    done = two.run("restore", str(file), "--with-secrets")
    assert (done.returncode, done.stderr) == (0, "")
    assert slugs(two) == "fjordheim"
    verified = two.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout
    assert (two.var / "secrets.json").read_bytes() == (one.var / "secrets.json").read_bytes()


@pytest.mark.once
def test_without_keys_the_keys_are_not_in_the_file(copies: tuple[Copy, Copy], tmp_path: Path):
    one, two = filled(copies[0], "fjordheim"), copies[1]
    file = tmp_path / "a.samspill"
    one.run("backup", str(file))
    secret = json.loads((one.var / "secrets.json").read_text())
    content = file.read_bytes()
    assert not any(value.encode() in content for value in (secret["signing"], secret["seal"], *secret["encryption"]))
    assert "made with other keys" in refusal(two, "restore", str(file))
    assert "has no keys in it" in refusal(two, "restore", str(file), "--with-secrets")


def test_a_filled_database_is_replaced_only_when_told(copies: tuple[Copy, Copy], tmp_path: Path):
    one = filled(copies[0], "before")
    file = tmp_path / "a.samspill"
    one.run("backup", str(file))
    one.python(WRITE.format(slug="after"))
    one.run("audit", "seal")
    assert "holds something already" in refusal(one, "restore", str(file))
    assert set(slugs(one).split()) == {"before", "after"}
    assert one.run("restore", str(file), "--replace").returncode == 0
    assert slugs(one) == "before"
    assert one.run("audit", "verify").returncode == 0
    if (one.var / "samspill.sqlite3").exists():
        assert list(one.var.glob("samspill.sqlite3.replaced-*"))


def test_the_guards_of_the_logs_come_back_too(copies: tuple[Copy, Copy], tmp_path: Path):
    one, two = filled(copies[0], "fjordheim"), copies[1]
    one.run("backup", str(tmp_path / "a.samspill"), "--with-secrets")
    two.run("restore", str(tmp_path / "a.samspill"), "--with-secrets")
    delete = "from samspill.core.audit.models import AuditRow\ntry:\n    AuditRow.objects.all().delete()\n"
    said = two.python(delete + "except Exception as error:\n    print(error)")
    assert "append-only" in said or "permission denied" in said  # on PostgreSQL our role may not even try


def damaged(file: Path, how: str) -> Path:
    content = file.read_bytes()
    made = file.with_name(how)
    if how == "cut":
        made.write_bytes(content[: len(content) // 2])
    elif how == "changed":
        middle = len(content) // 2
        made.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    elif how == "not-a-backup":
        made.write_bytes(b"something else" * 100)
    elif how == "lacks-a-part":
        with tarfile.open(file) as old, tarfile.open(made, "w") as new:
            new.addfile(old.getmember("manifest.json"), old.extractfile("manifest.json"))
    return made


@pytest.mark.once
@pytest.mark.parametrize("how", ["cut", "changed", "not-a-backup", "lacks-a-part"])
def test_a_damaged_file_changes_nothing(copies: tuple[Copy, Copy], tmp_path: Path, how: str):
    one = filled(copies[0], "fjordheim")
    one.run("backup", str(tmp_path / "a.samspill"))
    said = refusal(one, "restore", "--replace", str(damaged(tmp_path / "a.samspill", how)))
    assert "not a whole backup" in said or "is damaged" in said
    assert slugs(one) == "fjordheim"
    assert not list(one.var.glob(".samspill-restore-*"))


@pytest.mark.once
def test_a_file_in_the_way_is_left_as_it_is(copies: tuple[Copy, Copy], tmp_path: Path):
    one = filled(copies[0], "fjordheim")
    (tmp_path / "kept").write_text("mine")
    assert "is left as it is" in refusal(one, "backup", str(tmp_path / "kept"))
    assert (tmp_path / "kept").read_text() == "mine"
    assert "There is no folder" in refusal(one, "backup", str(tmp_path / "nowhere" / "a"))
    assert "There is no file" in refusal(one, "restore", str(tmp_path / "nothing"))


def test_restoring_under_a_running_copy_is_refused(copies: tuple[Copy, Copy], tmp_path: Path):
    one = filled(copies[0], "fjordheim")
    one.run("backup", str(tmp_path / "a.samspill"))
    running = one.start("serve", "--port", "0")
    try:
        running.address()
        assert "is in use by process" in refusal(one, "restore", "--replace", str(tmp_path / "a.samspill"))
        assert one.run("backup", str(tmp_path / "while-it-runs.samspill")).returncode == 0
    finally:
        running.stop()


OLD = """
from datetime import timedelta
from samspill.core import audit, clock, walls
from samspill.core.audit.retention import remove_rows
from samspill.core.doer import Machine
from samspill.core.retention import Cutoffs
class Reader:
    audit_id, audit_role, name, unit_name = "account:1", "nurse@1", "Mari Holm", "Innmarka"
with walls.whole_installation("a test"):
    now = clock.now()
    from uuid import uuid4
    for days in (4000, 3000, 10):
        with clock.stopped_at(now - timedelta(days=days)):
            audit.record(by=Machine("a test", frozenset()), deed="test.do")
            audit.opened(by=Reader(), community=uuid4(), patient=uuid4(), stay=uuid4(), reason="test")
            audit.seal_new_rows()
    cutoffs = Cutoffs(by_community={}, others=now - timedelta(days=2000))
    print(remove_rows("audit", cutoffs), remove_rows("access", cutoffs))
    audit.seal_new_rows()
"""


def test_an_empty_machine_gets_logs_whose_chains_hold_with_what_retention_removed(
    copies: tuple[Copy, Copy], tmp_path: Path
):
    one, two = filled(copies[0], "fjordheim"), copies[1]
    assert one.python(OLD).split() == ["2", "2"]
    file = tmp_path / "a.samspill"
    assert one.run("backup", str(file), "--with-secrets").returncode == 0
    assert not two.var.exists() or not list(two.var.iterdir())
    assert two.run("restore", str(file), "--with-secrets").returncode == 0
    verified = two.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout
    for log in ("audit", "access"):
        assert f"The {log} log: 2 rows up to" in verified.stdout and "removed by retention" in verified.stdout
    assert verified.stdout == one.run("audit", "verify").stdout
    assert two.python(REMOVE_ONE).strip() != "gone"


REMOVE_ONE = """
from samspill.core import walls
from samspill.core.audit.models import AccessRow
with walls.whole_installation("a test"):
    try:
        AccessRow.objects.all().delete()
        print("gone")
    except Exception as error:
        print(error)
"""


def test_a_backup_from_before_a_removal_is_whole_and_the_next_night_removes_again(
    copies: tuple[Copy, Copy], tmp_path: Path
):
    one = filled(copies[0], "fjordheim")
    made, _removed = OLD.split("    cutoffs =")
    one.python(made)
    file = tmp_path / "before.samspill"
    assert one.run("backup", str(file)).returncode == 0
    again = "from datetime import timedelta\nfrom samspill.core import audit, clock, walls\n" + (
        "from samspill.core.audit.retention import remove_rows\nfrom samspill.core.retention import Cutoffs\n"
        "with walls.whole_installation('a test'):\n    now = clock.now()\n    cutoffs =" + _removed
    )
    assert one.python(again).split() == ["2", "2"]
    assert one.run("restore", str(file), "--replace").returncode == 0
    assert one.run("audit", "verify").returncode == 0
    assert one.python(again).split() == ["2", "2"]
    assert one.run("audit", "verify").returncode == 0
