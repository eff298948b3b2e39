"""`samspill serve`: the web server, the worker and the scheduler as one tree."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable

from samspill.config import processes
from samspill.config.opening import Stop
from samspill.config.processes import Part, Tree, say

START_LIMIT = 60.0  # seconds until a web server that has not answered is given up
DEATHS_ALLOWED = 3  # while starting


def listening_socket(host: str, port: int) -> socket.socket:
    """A bound, listening TCP socket; Stop names the port when it is taken, or cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        why = "is taken by another program" if error.errno == 98 else f"cannot be used ({error.strerror})"
        raise Stop(
            f"Port {port} on {host} {why}. Choose another one: `make demo PORT={port + 1}` or --port {port + 1}."
        ) from error
    except OverflowError as error:
        listener.close()
        raise Stop(f"{port} is no port: it must be between 0 and 65535.") from error
    return listener


def serve(
    listener: socket.socket,
    *,
    web_processes: int = 1,
    threads: int = 8,
    when_ready: Callable[[], None],
    with_parent: bool = False,
) -> None:
    """Run everything until a signal comes; then stop everything, and return."""
    tree = Tree()
    try:
        if with_parent:
            processes.end_with_parent()
        for number in range(web_processes):
            tree.start(_web(listener, number, web_processes, threads))
        _wait_for_answer(listener, tree)
        tree.start(Part("worker", ["worker"]))
        tree.start(Part("scheduler", ["scheduler"]))
        when_ready()
        tree.run()
    except KeyboardInterrupt:
        say("Stopping …")
    finally:
        processes.ignore_signals()
        listener.close()
        tree.stop()


def _web(listener: socket.socket, number: int, of: int, threads: int) -> Part:
    descriptor = listener.fileno()
    return Part(
        "web" if of == 1 else f"web {number + 1}",
        ["web", str(descriptor)],
        {"SAMSPILL_WEB_THREADS": str(threads)},
        keep_open=(descriptor,),
    )


def _wait_for_answer(listener: socket.socket, tree: Tree) -> None:
    until = time.monotonic() + START_LIMIT
    while not _answers(listener):
        tree.tend()
        if any(part.deaths >= DEATHS_ALLOWED for part in tree.parts):
            raise Stop("The web server does not start; its own words stand above. `samspill check` may tell more.")
        if time.monotonic() > until:
            raise Stop(f"The web server has not answered for {START_LIMIT:.0f} seconds.")
        time.sleep(0.05)


def _answers(listener: socket.socket) -> bool:
    """The socket takes connections from the start; an answer comes when a child reads from it."""
    host, port = listener.getsockname()[:2]
    connection = http.client.HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=2)  # noqa: S104
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}", "User-Agent": "samspill"})
        return connection.getresponse().status < 600
    except OSError:
        return False
    finally:
        connection.close()


def address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
