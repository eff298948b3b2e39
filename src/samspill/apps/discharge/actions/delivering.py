"""Delivering the outbox: each message becomes one file in a folder that the message carrier empties.

A file is written whole under another name first, so the carrier never sees half of one; a message is marked delivered
after its file stands, so a crash between the two gives the same file again, never none.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from samspill.apps.discharge.models import OutgoingMessage, ReceivedMessage
from samspill.core import clock

BATCH = 500


def deliver_outbox() -> int:
    """Write what is undelivered to `var/outbox/`; the number of messages written."""
    folder = Path(settings.VAR) / "outbox"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return _deliver_messages(folder) + _deliver_receipts(folder)


def _deliver_messages(folder: Path) -> int:
    waiting = list(OutgoingMessage.objects.filter(delivered_at=None).order_by("written_at")[:BATCH])
    for message in waiting:
        _write(folder / f"{message.type}-{message.pk}.xml", message.body)
        message.delivered_at = clock.now()
        message.save(update_fields=["delivered_at"])
    return len(waiting)


def _deliver_receipts(folder: Path) -> int:
    waiting = list(ReceivedMessage.objects.filter(receipt_due=True).defer("body").order_by("received_at")[:BATCH])
    for message in waiting:
        _write(folder / f"APPREC-{message.pk}.xml", bytes(message.receipt or b""))
        message.receipt_due, message.receipt_delivered_at = False, clock.now()
        message.save(update_fields=["receipt_due", "receipt_delivered_at"])
    return len(waiting)


def _write(path: Path, body: bytes) -> None:
    draft = path.with_suffix(".part")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
