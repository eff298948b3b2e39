"""Durable messages a second through the whole path, beside parse + validate + one durable commit alone.

ours   read, validate, find both ends, store patient, events, stay, inbox row, receipt and audit row, one transaction
peer   lxml parse, the national schemas on head and body, one INSERT of the bytes into SQLite, same durability settings

Goal: within four times the peer.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks.ground import prepare

MESSAGES = 1500


def written() -> list[bytes]:
    """Admission, ready and discharge notices of different patients."""
    from samspill.directory.models import Unit, UnitKind
    from samspill.messages import Envelope, Party, Patient, synthetic_number, write_logistics
    from samspill.stay import OSLO, Kind

    def party(unit: Unit) -> Party:
        return Party(
            organisation_her=unit.top.her_id, organisation_name=unit.top.name, unit_her=unit.her_id, unit_name=unit.name
        )

    ward = Unit.objects.get(name="Geriatri 2", kind=UnitKind.WARD)
    office = Unit.objects.get(parent__number="9901", kind=UnitKind.ALLOCATION_OFFICE)
    told = []
    start = datetime(2024, 3, 1, 10, tzinfo=OSLO)
    for n in range(MESSAGES // 3):
        born = date(1930, 1, 1) + timedelta(days=n)
        patient = Patient(
            number=synthetic_number(born, n % 100, "1"),
            number_kind="FNR",
            family_name="Hatt",
            given_name="Rask",
            born=born,
        )
        for type_, days, kinds in (
            ("LOG_INNLAGT", 0, {Kind.ADMITTED: start}),
            ("LOG_UTSKRIVNINGSKLAR", 4, {Kind.ADMITTED: start, Kind.READY: (start + timedelta(days=4)).date()}),
            ("LOG_UTSKREVET", 6, {Kind.DISCHARGED: (start + timedelta(days=6)).date()}),
        ):
            envelope = Envelope(
                message_id=str(uuid.uuid4()),
                generated_at=start + timedelta(days=days),
                sender=party(ward),
                receiver=party(office),
                patient=patient,
            )
            told.append(write_logistics(envelope, type_, kinds))
    return told


def peer(bodies: list[bytes]) -> Callable[[bytes], None]:
    from django.conf import settings
    from lxml import etree

    from samspill.messages import Schemas

    schemas = Schemas(settings.SCHEMAS) if settings.SCHEMAS else None
    base = sqlite3.connect(Path(tempfile.mkdtemp()) / "peer.sqlite3", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE message (id TEXT PRIMARY KEY, body BLOB)")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)

    def take(body: bytes) -> None:
        tree = etree.fromstring(body, parser)
        if schemas is not None and schemas.validate(tree):
            raise ValueError("not valid")
        base.execute("INSERT INTO message VALUES (?, ?)", (str(uuid.uuid4()), body))

    return take


def ours() -> Callable[[bytes], None]:
    from samspill.apps.discharge.actions.receiving import receive
    from samspill.apps.discharge.receiver import RECEIVER

    def take(body: bytes) -> None:
        row = receive(by=RECEIVER, body=body, channel="file")
        if row.outcome != "accepted":
            raise ValueError(row.error)

    return take


def rate(take: Callable[[bytes], None], bodies: list[bytes]) -> float:
    began = time.perf_counter()
    for body in bodies:
        take(body)
    return len(bodies) / (time.perf_counter() - began)


def main() -> None:
    prepare()
    bodies = written()
    warm, timed = bodies[:150], bodies[150:]
    alone, whole = peer(bodies), ours()
    rate(alone, warm), rate(whole, warm)
    # Taken in turns, so that a busy moment of the machine hits both.
    parts = [timed[n::5] for n in range(5)]
    alone_rates, whole_rates = zip(*[(rate(alone, part), rate(whole, part)) for part in parts], strict=True)
    fast, full = sorted(alone_rates)[2], sorted(whole_rates)[2]
    print(f"messages  peer (parse + validate + commit) {fast:6.0f}/s   whole path {full:6.0f}/s")
    print(f"messages  ratio {fast / full:.1f}× (goal: within 4×)")


if __name__ == "__main__":
    main()
