"""A tree of child processes that live and die together.

Three things stop a child: SIGTERM from here, SIGKILL when it does not listen, and the end of its standard input, which
it reads for nothing else. The last one works even if this process is killed the hard way: the system closes the pipe.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

QUICK = 60.0  # seconds; a child that lived longer is restarted as if it were the first time
LONGEST_PAUSE = 30.0
SAY = threading.Lock()


def say(text: str, *, who: str = "samspill") -> None:
    # Nobody may be reading any more (a closed terminal): that must not stop what is being done.
    with SAY, suppress(OSError):
        print(f"[{who}] {text}", flush=True)


@dataclass
class Part:
    """One child: what it is called, how it is started, and how it has been doing."""

    name: str
    arguments: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    keep_open: tuple[int, ...] = ()  # file descriptors that the child inherits
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    not_before: float = 0.0

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Tree:
    """Starts parts, keeps them going and stops them all."""

    def __init__(self) -> None:
        self.parts: list[Part] = []

    def start(self, part: Part) -> None:
        self.parts.append(part)
        self._spawn(part)

    def _spawn(self, part: Part) -> None:
        part.process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "samspill.config.child", *part.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **part.environment, "PYTHONUNBUFFERED": "1"},
            pass_fds=part.keep_open,
            process_group=0,  # Ctrl-C reaches this process only, which then stops them in order
        )
        part.started = time.monotonic()
        assert part.process.stdout
        threading.Thread(target=_pass_on, args=(part.process.stdout, part.name), daemon=True).start()

    def tend(self) -> None:
        """Start again what has died, each time after a longer pause. Call this a few times a second."""
        for part in self.parts:
            if part.alive:
                continue
            if part.process is not None:
                self._note_death(part)
            elif time.monotonic() >= part.not_before:
                self._spawn(part)

    def _note_death(self, part: Part) -> None:
        assert part.process
        lived = time.monotonic() - part.started
        part.deaths = 1 if lived > QUICK else part.deaths + 1
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** (part.deaths - 1))
        part.not_before = time.monotonic() + pause
        say(f"{part.name} stopped ({ending(part.process.returncode)}); it is started again in {pause:g} s.")
        _close_input(part.process)
        part.process = None

    def run(self, *, until: Callable[[], bool] = lambda: False) -> None:
        """Tend the parts until `until()` says so, or a KeyboardInterrupt comes (see stop_on_signals)."""
        while not until():
            time.sleep(0.2)
            self.tend()

    def stop(self, *, patience: float = 8.0) -> None:
        """End all parts and wait for them: asked first, killed when `patience` seconds have passed."""
        processes = [part.process for part in self.parts if part.process]
        for process in processes:
            _signal(process, signal.SIGTERM)
            _close_input(process)
        until = time.monotonic() + patience
        for process in processes:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        self.parts.clear()


def ending(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    """To the child and whatever it has started: they are one process group."""
    if process.poll() is None:
        os.killpg(process.pid, number)


def _close_input(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()


def _pass_on(stream: IO[bytes], name: str) -> None:
    for line in stream:
        say(line.decode(errors="replace").rstrip(), who=name)
    stream.close()


def stop_on_signals() -> None:
    """Ctrl-C, SIGTERM and a closed terminal all end as KeyboardInterrupt in the main thread, wherever it is.

    SIGINT is set too: a shell starts background commands with it ignored.
    """

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def ignore_signals() -> None:
    """From here on nothing interrupts: used while stopping."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def end_with_parent() -> None:
    """Interrupt this process when the process that started it is gone, however it ended."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
