"""`samspill demo`: an invented community, ready to be tried in a browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from samspill.config import opening, processes, server
from samspill.config.opening import Stop
from samspill.config.processes import say


def demo(*, port: int, fresh: bool, prepare_only: bool, with_parent: bool) -> int:
    os.environ["SAMSPILL_MODE"] = "demo"
    processes.stop_on_signals()
    try:
        opening.start_django()
        from django.conf import settings

        if prepare_only:
            with opening.sole_user_of(settings.VAR, "samspill demo --prepare"):
                prepare(fresh=fresh)
            return 0
        listener = server.listening_socket("127.0.0.1", port)
        with opening.sole_user_of(settings.VAR, f"samspill demo on port {port}"):
            prepare(fresh=fresh)
            address = server.address_of(listener)
            server.serve(listener, when_ready=lambda: welcome(address), with_parent=with_parent)
    except KeyboardInterrupt:
        say("Stopped before it was ready. What was not finished was not kept.")
    return 0


def prepare(*, fresh: bool) -> None:
    """Tables, and the demo community in them: only what is missing is done."""
    from django.db import connections

    if fresh:
        _remove_database()
    if opening.missing_migrations():
        say("Making the tables …")
    opening.migrate()
    opening.claim()
    _load_community()
    connections.close_all()  # the children open their own


def _remove_database() -> None:
    from django.conf import settings
    from django.db import connection

    from samspill.core.audit import noted

    if connection.vendor != "sqlite":
        raise Stop("--fresh removes the SQLite file only. Drop the PostgreSQL database and create it anew yourself.")
    if not opening.missing_migrations():
        opening.claim()  # refuses a database that is not the demo's
    connection.close()
    name = Path(settings.DATABASES["default"]["NAME"])
    for ending in ("", "-wal", "-shm"):
        name.with_name(name.name + ending).unlink(missing_ok=True)
    noted.write({})  # the seals of the old logs are gone with them


def _load_community() -> None:
    """Nothing when it is there already. It is one transaction: an interrupted loading leaves nothing behind."""
    from samspill.core import clock
    from samspill.portal.demo.load import load_demo

    load_demo(clock.now(), progress=say)


def welcome(address: str) -> None:
    """Where it is, who to be, and what to try first."""
    lines = [
        "",
        f"Samspill is ready:  {address}",
        "",
        "Sign in as one of these invented people (no password; this works in demo mode only):",
        *(f"  {line}" for line in demo_people()),
        "",
        "Try first:",
        "  1. Open two browsers side by side: Kari Lund (the hospital) in one, Ola Vik (Fjordby) in the other.",
        "  2. As Ola, open a patient who waits for an answer, and answer. Kari's list follows within a second.",
        "  3. As Nina Dahl (Nordvik), see that none of Ola's patients are there.",
        "  4. Let messages in from a file:",
        f"       {opening.spelled('samspill receive FILE…')}",
        "",
        "Ctrl-C stops everything.",
        "",
    ]
    with processes.SAY:
        print("\n".join(lines), flush=True)


def demo_people() -> Iterator[str]:
    """One line for each demo account: name, what they are, and where."""
    from django.db import connections

    from samspill.accounts.models import Account
    from samspill.accounts.positions import actor_in, positions_of

    for account in Account.objects.filter(demo=True, is_active=True).select_related("person").order_by("username"):
        position = positions_of(account).first()
        if position:
            actor = actor_in(account, position)
            places = dict.fromkeys([actor.unit_name, actor.top_name])  # once, where it is the same
            yield f"{actor.name:14} {actor.title or position.get_role_display()}, {', '.join(places)}"
    connections.close_all()
