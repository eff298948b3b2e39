"""Opening the house: Django, the database, and the lock that says somebody already lives here.

Nothing of Django is imported until it is asked for, so that `samspill --help` is quick.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samspill.config.environment import DEMO_KEYS

SETTINGS = "samspill.config.settings"


class Stop(Exception):
    """The command cannot go on; the text is the one sentence that the person at the keyboard sees."""


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


def open_database() -> None:
    """Django, with a database that is migrated and belongs to the present mode; otherwise Stop says what to do."""
    start_django()
    require_secrets()
    if missing_migrations():
        raise Stop(f"The database is not up to date. Run: {spelled('samspill migrate')}")
    claim()


def require_secrets() -> None:
    from django.conf import settings

    if settings.SECRETS.encryption:
        return
    hint = ""
    if (settings.VAR / DEMO_KEYS).exists():
        hint = " The data folder was made by the demo: if you mean that, put SAMSPILL_MODE=demo before the command."
    raise Stop(f"There are no keys. Make them with `samspill secrets FILE` and set SAMSPILL_SECRETS_FILE=FILE.{hint}")


def missing_migrations() -> int:
    """How many migrations the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from samspill.core.walls.roles import as_owner

    with as_owner():  # before the first migration there is no role of the application
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def claim() -> None:
    from samspill.core.installation import WrongMode, claim_database

    try:
        claim_database()
    except WrongMode as error:
        raise Stop(str(error)) from error


def migrate(*, verbosity: int = 0) -> bool:
    """Bring the tables up to date, and with them walls and grants; True when there was something to do."""
    from django.core.management import call_command
    from django.db import connection

    from samspill.core.walls import raising, roles, whole_installation

    missing = missing_migrations()
    try:
        with roles.as_owner(), whole_installation("migrations"):
            if missing:
                call_command("migrate", interactive=False, verbosity=verbosity)  # ends with walls and grants
                return True
            raised = raising.raise_walls(connection)
            roles.grant(connection)
            return bool(raised)
    except roles.NoSuchRole as error:
        raise Stop(str(error)) from error


def spelled(command: str) -> str:
    """The command with those SAMSPILL_ variables in front that this process was given, ready to be pasted."""
    kept = ["SAMSPILL_VAR"] if _demo_folder() else ["SAMSPILL_MODE", "SAMSPILL_VAR"]
    given = [f"{name}={os.environ[name]}" for name in kept if os.environ.get(name)]
    beside = Path(sys.argv[0]).resolve()
    program = beside.parent / "samspill"
    if program.exists() and command.startswith("samspill "):
        command = f"{_near(program)} {command.removeprefix('samspill ')}"
    return " ".join([*given, command])


def _demo_folder() -> bool:
    """The data folder alone tells the mode."""
    from django.conf import settings

    return settings.configured and settings.DEMO and (settings.VAR / DEMO_KEYS).exists()


def _near(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@contextmanager
def sole_user_of(var: Path, doing: str) -> Iterator[None]:
    """Hold the lock of a data folder; Stop when another process holds it. Freed also if this process is killed."""
    var.mkdir(parents=True, exist_ok=True)
    file = open(var / "samspill.lock", "a+", encoding="utf-8")  # noqa: SIM115 - closing it would free the lock
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        holder = file.read().strip() or "another process"
        file.close()
        raise Stop(
            f"The data in {var} is in use by {holder}. Stop that first, or choose another folder with SAMSPILL_VAR."
        ) from None
    try:
        file.truncate(0)
        file.write(f"process {os.getpid()} ({doing})")
        file.flush()
        yield
    finally:
        file.truncate(0)
        file.close()
