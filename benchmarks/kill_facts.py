"""What the database holds after the kills, read by Samspill's own models."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from benchmarks.installation import PATIENCE, House
from benchmarks.kill_acts import Act

COUNT = """
import json
from collections import Counter
from pathlib import Path
from django.conf import settings
from samspill.apps.discharge.models import Note, OutgoingMessage, ReceivedMessage, Stay, StayEvent
from samspill.core.audit.models import AuditRow
from samspill.stay import Kind

events = list(StayEvent.objects.select_related("stay"))
answers = [row for row in events if row.kind in (Kind.CAN, Kind.CANNOT)]
withdrawn = [row for row in events if row.kind == Kind.WITHDRAWN]
accepted = ReceivedMessage.objects.filter(outcome="accepted")
outgoing = OutgoingMessage.objects.all()
out = Path(settings.VAR) / "outbox"
by_message = Counter(row.source for row in events)
print(json.dumps({
    "answer": Counter(f"{row.stay_id} {row.expected}" for row in answers),
    "withdrawal": Counter(str(row.stay_id) for row in withdrawn),
    "note": Counter(note.text["text"] for note in Note.objects.all()),
    "message": Counter(accepted.values_list("message_id", flat=True)),
    "without_events": [each for each in accepted.values_list("message_id", flat=True) if not by_message[each]],
    "failed": ReceivedMessage.objects.filter(outcome="failed").count(),
    "audit": Counter(AuditRow.objects.values_list("deed", flat=True)),
    "registered": len({row.source for row in withdrawn}),
    "sent": Counter(outgoing.values_list("type", flat=True)),
    "waiting": outgoing.filter(delivered_at=None).count() + ReceivedMessage.objects.filter(receipt_due=True).count(),
    "files": sum((out / f"{row.type}-{row.pk}.xml").exists() for row in outgoing),
    "halves": len(list(out.glob("*.part"))),
    "stays_without_events": Stay.objects.real().filter(events=None).count(),
}))
"""


@dataclass
class Found:
    """counts: of each kind of act, how often each key is there."""

    counts: dict[str, dict[str, int]]
    faults: list[str]
    sent: int
    delivered: int
    audited: int

    def times(self, act: Act) -> int:
        return self.counts[act.kind].get(act.key, 0)


def found_in(house: House) -> Found:
    """Reads, once the scheduler has emptied the outbox."""
    until = time.monotonic() + PATIENCE
    read: dict[str, Any] = house.facts(COUNT)
    while read["waiting"] and time.monotonic() < until:
        time.sleep(1)
        read = house.facts(COUNT)
    counts = {kind: read[kind] for kind in ("answer", "withdrawal", "note", "message")}
    return Found(
        counts=counts,
        faults=_faults(read),
        sent=sum(read["sent"].values()),
        delivered=read["files"],
        audited=sum(read["audit"].values()),
    )


def _faults(read: dict[str, Any]) -> list[str]:
    """What belongs together and is not: an act without its audit row, or without what it sends."""
    total = {kind: sum(read[kind].values()) for kind in ("answer", "withdrawal", "note", "message")}
    audit, sent = Counter(read["audit"]), Counter(read["sent"])
    pairs = [
        ("answers", total["answer"], "audit rows of answers", audit["discharge.answer"]),
        ("answers", total["answer"], "answers in the outbox", sent["DIALOG_NOTAT"]),
        ("withdrawals", total["withdrawal"], "withdrawals in the outbox", sent["LOG_AVMELDING"]),
        ("withdrawals", total["withdrawal"], "audit rows of what was registered", audit["discharge.register"]),
        ("notes", total["note"], "audit rows of notes", audit["discharge.write_note"]),
        ("messages in the outbox", sum(sent.values()), "files of the outbox", read["files"]),
    ]
    faults = [f"{n} {what}, but {m} {other}." for what, n, other, m in pairs if n != m]
    for name in ("waiting", "without_events", "failed", "stays_without_events"):
        if read[name]:
            faults.append(f"{name.replace('_', ' ')}: {read[name]}")
    return faults
