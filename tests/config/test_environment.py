"""What the environment says is read strictly, and keys are made once however many start at once."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.running import ROOT

from samspill.config import environment as env

pytestmark = pytest.mark.once


@pytest.mark.parametrize(("text", "means"), [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("no", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, text: str, means: bool):
    monkeypatch.setenv("SAMSPILL_TRY", text)
    assert env.flag("SAMSPILL_TRY", default=not means) is means


def test_a_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SAMSPILL_TRY", "maybe")
    with pytest.raises(env.BadEnvironment, match="SAMSPILL_TRY is «maybe»; it may be 1 or 0"):
        env.flag("SAMSPILL_TRY", default=True)


@pytest.mark.parametrize("default", [True, False])
def test_a_flag_that_is_not_set_is_the_default(default: bool):
    assert env.flag("SAMSPILL_TRY", default=default) is default


def test_production_is_what_nobody_has_to_ask_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("SAMSPILL_MODE")
    assert env.mode(tmp_path) == "production"
    assert env.hosts(demo=False) == []


def test_a_data_folder_that_the_demo_made_is_opened_in_demo_mode(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("SAMSPILL_MODE")
    env.secrets(tmp_path, demo=True)
    assert env.mode(tmp_path) == "demo"
    monkeypatch.setenv("SAMSPILL_SECRETS_FILE", "somewhere.json")
    assert env.mode(tmp_path) == "production"
    monkeypatch.delenv("SAMSPILL_SECRETS_FILE")
    monkeypatch.setenv("SAMSPILL_MODE", "production")
    assert env.mode(tmp_path) == "production"


def test_production_makes_no_keys_of_its_own(tmp_path: Path):
    assert env.secrets(tmp_path, demo=False).encryption == ()
    assert list(tmp_path.iterdir()) == []


def test_processes_that_start_at_once_agree_on_the_keys(tmp_path: Path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: env.secrets(tmp_path, demo=True), range(8)))
    assert len(found) == 1


@pytest.mark.parametrize("content", ["", "{}", "[1]", json.dumps({"signing": "x"})])
def test_keys_that_cannot_be_read_are_said(tmp_path: Path, content: str, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "keys.json"
    file.write_text(content)
    monkeypatch.setenv("SAMSPILL_SECRETS_FILE", str(file))
    with pytest.raises(env.BadEnvironment, match="cannot be read as secrets"):
        env.secrets(tmp_path, demo=False)


def test_keys_that_are_named_but_not_there_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SAMSPILL_SECRETS_FILE", str(tmp_path / "none.json"))
    with pytest.raises(env.BadEnvironment, match="does not exist"):
        env.secrets(tmp_path, demo=False)


def test_a_postgresql_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SAMSPILL_DATABASE", "postgresql://us%40er:p%2Fw@db.example:5433/sam%20spill")
    values = env.database(tmp_path)
    assert [values[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "us@er",
        "p/w",
        "db.example",
        "5433",
        "sam spill",
    ]


def test_a_postgresql_address_says_how_it_is_encrypted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SAMSPILL_DATABASE", "postgresql://a@b/c?sslmode=verify-full&sslrootcert=%2Fca.pem")
    monkeypatch.setenv("SAMSPILL_OWNER_DATABASE", "postgresql://o@b/c?sslmode=require")
    assert env.database(tmp_path)["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}
    owner = env.owner_database()
    assert owner and owner["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("query, said", [("sslmode=sometimes", "sslmode=sometimes"), ("service=x", "says service")])
def test_what_else_an_address_says_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, query: str, said: str
) -> None:
    monkeypatch.setenv("SAMSPILL_DATABASE", f"postgresql://a@b/c?{query}")
    with pytest.raises(env.BadEnvironment, match=said):
        env.database(tmp_path)


@pytest.mark.parametrize("address", ["mysql://a/b", "postgresql://host", "samspill.sqlite3"])
def test_an_address_that_is_no_postgresql_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str):
    monkeypatch.setenv("SAMSPILL_DATABASE", address)
    with pytest.raises(env.BadEnvironment, match="must look like"):
        env.database(tmp_path)


def test_every_variable_has_its_line_in_the_guide():
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")]
    variables = {name for source in sources for name in re.findall(r"SAMSPILL_[A-Z_]+[A-Z]", source)}
    assert {name for name in variables if f"| `{name}` |" not in guide} == set()
