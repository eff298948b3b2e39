"""Sealing: rows are closed in small batches, each batch's digest covering the one before.

Writers never wait: they only insert, and a sealer locks nothing of theirs. Two sealers at once compute the same next
number, and the database lets one of them have it. Whoever alters or removes a sealed row, or a seal, breaks a digest;
the key is not in the database, so it cannot be mended there. Who cuts off the newest seals is found by the note of the
newest seal that is kept outside the database (`noted`).

Rows get their ids when they are inserted and are seen when they are committed: on PostgreSQL a row may appear after one
with a higher id was sealed. Therefore a seal names its rows one by one, and gaps are looked into until they are old.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from itertools import chain as joined
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction

from samspill.core import clock
from samspill.core.audit import noted
from samspill.core.audit.models import AccessRow, AuditRow, Seal

LOGS: dict[str, type[models.Model]] = {"audit": AuditRow, "access": AccessRow}
BATCH = 5000
# No transaction lasts this long: what was not there by then never comes.
SETTLED_AFTER = timedelta(minutes=10)
# What of a row is sealed. A new column gets a new form; old seals are still read by the old one.
_SHARED = ("id", "at", "community", "who", "role")
CONTENT: dict[int, dict[str, tuple[str, ...]]] = {
    1: {
        "audit": (*_SHARED, "deed", "about_kind", "about_id"),
        "access": (*_SHARED, "who_name", "unit", "patient", "stay", "reason"),
    }
}
FORM = max(CONTENT)


def seal_new_rows() -> int:
    """Seal what is new in both logs; the number of rows sealed."""
    return sum(_seal_log(log) for log in LOGS)


def _seal_log(log: str) -> int:
    sealed = 0
    last = newest_seal(log)
    while rows := unsealed(log, last)[:BATCH]:
        seal = _seal_of(log, last, rows)  # computed before the transaction, which then is one short insert
        try:
            with transaction.atomic():
                seal.save(force_insert=True)
                transaction.on_commit(partial(noted.note, log, seal.number, seal.digest))
        except IntegrityError:
            return sealed  # another sealer took this number, and these rows
        last = seal
        sealed += len(rows)
    return sealed


def newest_seal(log: str) -> Seal | None:
    return Seal.objects.filter(log=log).order_by("-number").first()


def unsealed(log: str, last: Seal | None) -> list[Any]:
    """The rows that no seal up to `last` has, lowest id first: at most one batch of new ones, after the late ones."""
    table = LOGS[log]._default_manager.order_by("pk")
    late = [row for gap in _gaps(log, last) for row in table.filter(pk__gt=gap[0], pk__lt=gap[1])[:BATCH]]
    return [*late, *table.filter(pk__gt=last.highest if last else 0)[:BATCH]]


def _gaps(log: str, last: Seal | None) -> list[tuple[int, int]]:
    """Open intervals of ids below the highest sealed one that no seal has, and that are not settled yet."""
    if last is None or last.complete_to == last.highest:
        return []
    recent = Seal.objects.filter(log=log, highest__gt=last.complete_to)
    taken = sorted(joined.from_iterable(recent.values_list("rows", flat=True)))
    ids = [last.complete_to, *(pk for pk in taken if pk > last.complete_to)]
    return [(low, high) for low, high in pairwise(ids) if high - low > 1]


def _seal_of(log: str, last: Seal | None, rows: list[Any]) -> Seal:
    seal = Seal(
        log=log,
        number=last.number + 1 if last else 1,
        at=clock.now(),
        rows=[row.pk for row in rows],
        highest=max([last.highest if last else 0, *(row.pk for row in rows)]),
        complete_to=_settled_to(log, last),
        form=FORM,
        previous=last.digest if last else "",
    )
    seal.digest = digest_of(seal, rows)
    return seal


def _settled_to(log: str, last: Seal | None) -> int:
    """The highest id of the newest seal that is old enough for no row below it to be still on its way."""
    old = Seal.objects.filter(log=log, at__lt=clock.now() - SETTLED_AFTER).order_by("-number").first()
    return max(last.complete_to if last else 0, old.highest if old else 0)


def digest_of(seal: Seal, rows: Iterable[Any]) -> str:
    """64 hex digits over the seal's own columns and each row's content, by the key that is not in the database."""
    head = [seal.log, seal.number, seal.at.timestamp(), seal.highest, seal.complete_to, seal.form, seal.previous]
    digest = hmac.new(settings.SECRETS.seal.encode(), json.dumps(head).encode(), hashlib.sha256)
    for row in rows:
        digest.update(b"\x1e" + content_of(seal, row))
    return digest.hexdigest()


def content_of(seal: Seal, row: Any) -> bytes:
    """What of a row the seal covers, in the form that the seal was made in."""
    return _content(row, CONTENT[seal.form][seal.log]).encode()


def _content(row: Any, fields: tuple[str, ...]) -> str:
    values = {}
    for field in fields:
        value = getattr(row, field)
        # One instant has one spelling, whatever zone the database answered in.
        values[field] = value.timestamp() if hasattr(value, "timestamp") else str(value)
    return json.dumps(values, sort_keys=True, ensure_ascii=False)
