"""One tree of processes: it starts, mends itself, and leaves nobody behind however it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.running import FIRST_WORDS, PATIENCE, Copy, Running, descendants, new_copy, wait_until_gone

PARTS = 3  # web, worker, scheduler

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    with new_copy(tmp_path_factory.mktemp("tree"), migrated=True) as copy:
        yield copy


@pytest.fixture
def running(copy: Copy) -> Iterator[Running]:
    running = copy.start("serve", "--port", "0")
    yield running
    running.stop(signal.SIGKILL)
    assert wait_until_gone(descendants(running.process.pid)) == set()


def children(running: Running) -> set[int]:
    """The children, once all of them are there."""
    running.address()
    until = time.monotonic() + PATIENCE
    while len(found := descendants(running.process.pid)) < PARTS:
        assert time.monotonic() < until, running.output
        time.sleep(0.02)
    return found


def answers(address: str) -> bool:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return bool(answer.status == 200)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_of_it_in_good_order(running: Running, number: int):
    below = children(running)
    assert answers(running.address())
    assert running.stop(number) == 0
    assert wait_until_gone(below) == set()
    assert "Traceback" not in running.output


ASKED_AGAIN_WHILE_LEAVING = """
import os, signal, sys, threading
from samspill.config import child
ask = lambda: os.kill(os.getpid(), signal.SIGTERM)
threading._register_atexit(ask)  # runs while the interpreter shuts down
child.scheduler = ask
sys.argv = ["child", "scheduler"]
child.live_and_leave()
"""


def test_a_child_that_is_asked_twice_to_leave_leaves_quietly():
    """The parent asks, and then closes our input, which asks again: perhaps while we are on the way out."""
    done = subprocess.run(
        [sys.executable, "-c", ASKED_AGAIN_WHILE_LEAVING], stdin=subprocess.PIPE, capture_output=True, timeout=PATIENCE
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_nobody_is_left_when_the_head_is_killed_the_hard_way(running: Running):
    below = children(running)
    assert running.stop(signal.SIGKILL) == -signal.SIGKILL
    assert wait_until_gone(below) == set()


def test_it_stops_with_the_program_that_started_it_when_asked(copy: Copy):
    """As `make demo` does: make is killed, and cannot pass anything on."""
    arguments = [sys.executable, "-m", "samspill.config.command", "serve", "--port", "0", "--stop-with-parent"]
    code = f"import subprocess, sys; sys.exit(subprocess.call({arguments!r}))"
    parent = subprocess.Popen([sys.executable, "-c", code], env=copy.environment, stdout=subprocess.DEVNULL)
    until = time.monotonic() + PATIENCE
    while len(below := descendants(parent.pid)) < PARTS + 1:
        assert time.monotonic() < until
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    assert wait_until_gone(below) == set()


def test_a_part_that_dies_is_started_again(running: Running):
    before = children(running)
    address = running.address()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    running.wait_for("web stopped \\(killed by SIGKILL\\); it is started again")
    assert answers(address)
    assert children(running).isdisjoint(before)


def test_a_port_that_is_taken_is_named_with_the_way_out(copy: Copy):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = copy.run("serve", "--port", str(port))
    assert done.returncode == 2
    assert f"Port {port} on 127.0.0.1 is taken by another program." in done.stderr
    assert f"make demo PORT={port + 1}" in done.stderr


def test_a_port_that_is_no_port_is_said(copy: Copy):
    assert "70000 is no port" in copy.run("serve", "--port", "70000").stderr


def test_a_second_copy_on_the_same_data_is_refused(copy: Copy, running: Running):
    running.address()
    done = copy.run("serve", "--port", "0")
    assert done.returncode == 2
    assert "is in use by process" in done.stderr
    assert "SAMSPILL_VAR" in done.stderr


def test_half_a_request_reaches_no_page(running: Running):
    """Half a message is no message: the client left before the rest had come."""
    host, port = running.address().removeprefix("http://").strip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as client:
        client.sendall(b"POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n<half")
    assert answers(running.address())


def test_the_demo_starts_from_nothing_and_says_whom_to_be(prepared_demo: Path, tmp_path: Path):
    """The fixture started it, fetched its first page and stopped it by Ctrl-C."""
    said = (prepared_demo / FIRST_WORDS).read_text(encoding="utf-8")
    assert "Samspill is ready:" in said and "Kari Lund" in said and "Ola Vik" in said
    shutil.copytree(prepared_demo, tmp_path / "var")
    assert Copy(tmp_path / "var").run("audit", "verify").returncode == 0
