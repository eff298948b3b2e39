"""`samspill serve`: the same tree of processes as the demo's, on data that is already there."""

from __future__ import annotations

from samspill.config import opening, processes, server
from samspill.config.processes import say


def serve(*, host: str, port: int, web_processes: int, threads: int, with_parent: bool) -> int:
    if web_processes < 1 or threads < 1:
        raise opening.Stop("At least one web process with one thread is needed.")
    opening.open_database()
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    processes.stop_on_signals()
    listener = server.listening_socket(host, port)
    with opening.sole_user_of(settings.VAR, f"samspill serve on port {port}"):
        server.serve(
            listener,
            web_processes=web_processes,
            threads=threads,
            when_ready=lambda: say(f"Samspill is ready: {server.address_of(listener)}"),
            with_parent=with_parent,
        )
    return 0
