"""Running copies of the `samspill` command, each with a data folder and a database of its own."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
READY = """
import django; django.setup()
from samspill.core import walls
walls.whole_installation_from_here("a test")
"""
DATABASE_FILE = "samspill.sqlite3"
FIRST_WORDS = "what-it-said-when-it-was-new.txt"  # beside the data of `prepared_demo`
SHARED = "TESTS_SHARED_FOLDER"  # the variable that names the folder which all testing processes of a run share
PATIENCE = 180.0  # seconds; only a test that fails waits this long


class Copy:
    """One installation: its environment, and the ways to run the command in it."""

    def __init__(self, var: Path, **environment: str) -> None:
        self.var = var
        own = {"SAMSPILL_VAR": str(var), "PYTHONPATH": _python_path(), "SAMSPILL_DEMO_FIGURES": "no"}
        self.environment = {**os.environ, **own, **environment}

    def run(self, *arguments: str, stdin: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run to the end, and hand back exit code and output."""
        return subprocess.run(
            _command(arguments),
            env={**self.environment, **environment},
            input=stdin,
            stdin=None if stdin is not None else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def python(self, code: str) -> str:
        """Run Python inside the installation, with Django set up; what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", f"{READY}\n{code}"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *arguments: str, **environment: str) -> Running:
        return Running(_command(arguments), {**self.environment, **environment})


class Running:
    """A command that goes on, with its output as it comes."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, pattern: str) -> re.Match[str]:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = re.search(pattern, self.output)
            if found:
                return found
            if self.process.poll() is not None:
                time.sleep(0.2)  # the last lines
                found = re.search(pattern, self.output)
                assert found, f"ended with {self.process.returncode} without «{pattern}»:\n{self.output}"
                return found
            time.sleep(0.02)
        raise AssertionError(f"never said «{pattern}»:\n{self.output}")

    def address(self) -> str:
        """The address that it is ready on, with a slash at the end."""
        return self.wait_for(r"Samspill is ready:\s+(\S+)").group(1)

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def _command(arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "samspill.config.command", *arguments]


def _python_path() -> str:
    return os.pathsep.join([str(ROOT / "src"), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])


@contextmanager
def new_copy(folder: Path, *, migrated: bool = False) -> Iterator[Copy]:
    """An installation with a database of its own: a new file, or a new database in the PostgreSQL of this run.

    Empty, or with the tables in it: they are made by `samspill migrate` once in a test run, and copied after that.
    """
    address = os.environ.get("SAMSPILL_DATABASE")
    if not address:
        if migrated:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(_migrated_file(), folder / DATABASE_FILE)
        yield Copy(folder)
        return
    import psycopg

    name = f"samspill_{uuid4().hex[:12]}"
    template = f'TEMPLATE "{_migrated_database(address)}"' if migrated else ""
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" {template}')
        try:
            yield Copy(folder, SAMSPILL_DATABASE=_in(address, name))
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _migrated_file() -> Path:
    with _shared("migrated") as folder:
        if not folder.exists():
            draft = Copy(folder.with_name("migrating"))
            _migrate(draft)
            draft.var.rename(folder)
        return folder / DATABASE_FILE


def _migrated_database(address: str) -> str:
    """Its name. It goes with the server that `tools/with_postgresql.sh` made."""
    import psycopg

    with _shared("migrated-database") as note:
        if not note.exists():
            name = f"samspill_migrated_{uuid4().hex[:8]}"
            with psycopg.connect(address, autocommit=True) as server:
                server.execute(f'CREATE DATABASE "{name}"')
            _migrate(Copy(note.with_name("migrating"), SAMSPILL_DATABASE=_in(address, name)))
            note.write_text(name)
        return note.read_text()


def _migrate(copy: Copy) -> None:
    done = copy.run("migrate")
    assert (done.returncode, done.stderr) == (0, "")


@contextmanager
def _shared(name: str) -> Iterator[Path]:
    """Something that all testing processes of a run share, for whoever is alone with it."""
    place = Path(os.environ[SHARED]) / name
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place


def _in(address: str, database: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}"))


def descendants(pid: int) -> set[int]:
    """The processes below `pid` that are alive now."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (parent := _parent_of(int(entry.name))) is not None:
            parents[int(entry.name)] = parent
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in {pid, *found}} - found:
        found |= more
    return found


def _parent_of(pid: int) -> int | None:
    """None when the process is gone, or has ended and only waits to be counted."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except (OSError, ValueError):
        return None
    return None if state == "Z" else int(parent)


def wait_until_gone(pids: set[int]) -> set[int]:
    """Those of the processes that are still there after a long wait."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        left = {pid for pid in pids if _parent_of(pid) is not None}
        if not left:
            return set()
        time.sleep(0.05)
    return left
