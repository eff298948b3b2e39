"""An installation of its own that can be killed: the tree of `samspill serve`, and PostgreSQL with fsync on.

Only processes started here are ever ended, each by its number.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests import running
from tests.running import Copy, Running, descendants, wait_until_gone

PATIENCE = 120.0  # seconds until something that must come back is given up
PARTS = ("web", "worker", "scheduler")


class DoesNotComeBack(AssertionError):
    """Something that was killed has not been up again within PATIENCE."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def kill(pids: set[int]) -> None:
    """SIGKILL, and wait until they are gone."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    left = wait_until_gone(pids)
    if left:
        raise DoesNotComeBack(f"Processes {sorted(left)} outlive SIGKILL.")


class PostgreSQL:
    """A cluster in a folder, durable as in use: fsync and synchronous commit are on."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.password = folder, free_port(), secrets.token_hex(16)
        self.address = f"postgresql://samspill:{self.password}@127.0.0.1:{self.port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None
        self._programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))

    def make(self) -> None:
        self.folder.mkdir(parents=True)
        password = self.folder / "password"
        password.write_text(self.password)
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            for path in (self.folder, password):
                shutil.chown(path, "postgres", "postgres")
        made = subprocess.run(
            [
                *self._as_owner("initdb"),
                f"--pgdata={self.folder / 'data'}",
                "--username=samspill",
                f"--pwfile={password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ],
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
        )
        assert made.returncode == 0, made.stderr

    def _as_owner(self, program: str) -> list[str]:
        step_down = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        return [*step_down, str(self._programs / program)]

    def start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
        }
        said = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._process = subprocess.Popen(
            [*self._as_owner("postgres"), "-D", str(self.folder / "data"), *said],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log").open("ab"),
            cwd="/",
            start_new_session=True,
        )
        self._wait()

    def _wait(self) -> None:
        import psycopg

        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self._process and self._process.poll() is None, (self.folder / "log").read_text()[-2000:]
            with suppress(psycopg.OperationalError), psycopg.connect(self.address, connect_timeout=2):
                return
            time.sleep(0.05)
        raise DoesNotComeBack("PostgreSQL does not take connections.")

    def kill(self) -> None:
        """The postmaster and all its backends, the hard way."""
        assert self._process
        kill(descendants(self._process.pid) | {self._process.pid})
        self._process.wait()

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # fast: breaks the connections, and writes what there is
            self._process.wait(PATIENCE)


class House:
    """A demo community without patients, served by `samspill serve` on a port that stays the same."""

    def __init__(self, folder: Path, *, postgresql: bool, arguments: tuple[str, ...] = (), **environment: str) -> None:
        running.PATIENCE = 10 * PATIENCE  # a busy machine is slow to make its tables; that is not what is tried here
        self.database = PostgreSQL(folder / "postgresql") if postgresql else None
        where = self.database.address if self.database else ""
        known = {"SAMSPILL_MODE": "demo", "DJANGO_SETTINGS_MODULE": "samspill.config.settings"}
        self.copy = Copy(folder / "var", **{**known, "SAMSPILL_DATABASE": where, **environment})
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._arguments = ("serve", "--port", str(self.port), *arguments)
        self._tree: Running | None = None

    def prepare(self, like: Path | None = None) -> None:
        """The tables and the people. `like`: a data folder with both, on SQLite, to take a copy of."""
        if like is not None:
            shutil.copytree(like, self.copy.var)
            return
        if self.database:
            self.database.make()
            self.database.start()
        done = self.copy.run("migrate")
        assert done.returncode == 0, done.stderr
        self.copy.python("from samspill.portal.demo.community import load_demo_community; load_demo_community()")

    def start(self) -> None:
        self._tree = self.copy.start(*self._arguments)
        self._tree.wait_for("Samspill is ready")

    def part(self, name: str) -> set[int]:
        """The process of one part that runs now; empty while it is being started again."""
        assert self._tree
        return {pid for pid in descendants(self._tree.process.pid) if f"samspill.config.child\0{name}\0" in _said(pid)}

    def kill_part(self, name: str) -> bool:
        """Whether there was one to kill; what watches over it starts it again."""
        pids = self.part(name)
        kill(pids)
        return bool(pids)

    def kill_everything(self) -> None:
        """The whole tree with its root, and the database: what a power cut leaves, but for the disk's own memory."""
        assert self._tree
        root = self._tree.process
        below = descendants(root.pid)
        kill(below | {root.pid})
        root.wait()
        if self.database:
            self.database.kill()
            self.database.start()
        self.start()

    def stop(self) -> None:
        if self._tree:
            self._tree.stop()
        if self.database:
            self.database.stop()

    @property
    def output(self) -> str:
        return self._tree.output if self._tree else ""

    def facts(self, code: str) -> Any:
        """What Python inside the installation printed as JSON."""
        import json

        return json.loads(self.copy.python(code))


def _said(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
