"""Two logins: the owner makes the tables; the application works behind the walls and never learns the password."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from tests.running import Copy, new_copy

from samspill.config import environment
from samspill.config.check import GOOD, NOTE, WRONG, too_mighty
from samspill.config.environment import BadEnvironment

GOOD_POWERS = {"works_as": "app", "logged_in_as": "app", "superuser": False, "bypasses": False, "owns": 0}


@pytest.mark.parametrize(
    ("powers", "mark", "word"),
    [
        ({"superuser": True}, WRONG, "superuser"),
        ({"bypasses": True}, WRONG, "NOBYPASSRLS"),
        ({"owns": 3}, WRONG, "owns 3 tables"),
        ({"logged_in_as": "owner"}, NOTE, "steps down"),
    ],
)
def test_the_check_says_what_the_role_could_do(powers: dict[str, object], mark: str, word: str) -> None:
    assert list(too_mighty(GOOD_POWERS)) == []
    [(found, sentence)] = too_mighty({**GOOD_POWERS, **powers})
    assert found == mark != GOOD and word in sentence


@pytest.mark.parametrize(
    ("variables", "role", "steps_down", "owner"),
    [
        ({}, "samspill_app", True, "one"),
        ({"SAMSPILL_DATABASE_ROLE": "mine"}, "mine", True, "one"),
        ({"SAMSPILL_DATABASE_ROLE": "one"}, "one", False, "one"),
        ({"SAMSPILL_OWNER_DATABASE": "postgresql://two:x@h/d"}, "one", False, "two"),
    ],
)
def test_who_works_and_who_owns(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], role: str, steps_down: bool, owner: str
) -> None:
    for name in ("SAMSPILL_DATABASE_ROLE", "SAMSPILL_OWNER_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAMSPILL_DATABASE", "postgresql://one:x@h/d")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert environment.database_role() == role
    assert ("assume_role" in environment.database(Path())["OPTIONS"]) is steps_down
    found = environment.owner_database()
    assert found is not None and found["USER"] == owner


def test_a_role_with_odd_letters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPILL_DATABASE", "postgresql://one:x@h/d")
    monkeypatch.setenv("SAMSPILL_DATABASE_ROLE", 'x"; DROP TABLE y')
    with pytest.raises(BadEnvironment, match="SAMSPILL_DATABASE_ROLE"):
        environment.database_role()


@pytest.fixture
def two_logins(tmp_path: Path) -> Iterator[Copy]:
    """A database that an ordinary login owns, and another ordinary login for the application."""
    import psycopg

    owner, web = f"owner_{uuid4().hex[:8]}", f"web_{uuid4().hex[:8]}"
    with new_copy(tmp_path / "var") as copy:
        address = urlsplit(copy.environment["SAMSPILL_DATABASE"])
        with psycopg.connect(copy.environment["SAMSPILL_DATABASE"], autocommit=True) as server:
            for name in (owner, web):
                server.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
            server.execute(f'ALTER DATABASE "{address.path[1:]}" OWNER TO {owner}')
            server.execute(f"ALTER SCHEMA public OWNER TO {owner}")
        for variable, name in (("SAMSPILL_DATABASE", web), ("SAMSPILL_OWNER_DATABASE", owner)):
            copy.environment[variable] = urlunsplit(
                address._replace(netloc=f"{name}:x@{address.hostname}:{address.port}")
            )
        copy.environment["SAMSPILL_MODE"] = "demo"
        yield copy


LOOK = """
from samspill.core.walls import roles, within
from samspill.directory.models import Community, Position
print(roles.powers())
one, two = Community.objects.filter(fictional=True).order_by("slug")
for each in (one, two):
    with within(each.pk):
        print(each.slug, Position.objects.exists())
"""


@pytest.mark.on_postgresql
def test_an_owner_and_an_application_of_their_own(two_logins: Copy, tmp_path: Path) -> None:
    copy = two_logins
    migrated = copy.run("migrate")
    assert migrated.returncode == 0, migrated.stderr
    copy.python("from samspill.portal.demo.community import load_demo_community; load_demo_community()")
    checked = copy.run("check").stdout
    assert "tables belong to communities" in checked and "steps down" not in checked
    assert not [line for line in checked.splitlines() if line.startswith(WRONG) and "Row-level" in line]
    said = copy.python(LOOK)
    assert "'superuser': False" in said and "'owns': 0" in said
    assert "fjordheim True" in said and "innlandsvik False" in said
    # The owner is held by the walls too, and takes all of it home all the same.
    assert copy.run("audit", "seal").returncode == 0
    file = tmp_path / "a.samspill"
    made = copy.run("backup", str(file))
    assert made.returncode == 0, made.stderr
    restored = copy.run("restore", str(file), "--replace")
    assert restored.returncode == 0, restored.stderr
    assert "fjordheim True" in copy.python(LOOK)
    assert copy.run("check").stdout.count("Row-level security") == 1
    owner = copy.environment.pop("SAMSPILL_OWNER_DATABASE")  # as on a web server
    copy.environment["SAMSPILL_DATABASE_ROLE"] = urlsplit(copy.environment["SAMSPILL_DATABASE"]).username or ""
    assert copy.run("stays").returncode == 0
    assert "already" in copy.run("migrate").stdout  # nothing to do, so nothing is tried
    lower_a_wall(owner)
    assert copy.run("migrate").returncode == 2
    assert copy.run("migrate", SAMSPILL_OWNER_DATABASE=owner).returncode == 0


def lower_a_wall(address: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as database:
        database.execute("DROP POLICY samspill_wall ON directory_position")
