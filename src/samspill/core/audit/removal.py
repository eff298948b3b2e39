"""Taking away what is too old, without breaking the chain.

The seals stay. What goes is written down row by row and signed with the key that is not in the database, together with
a new digest of what is left in each seal that was touched. So `verify` still proves that everything that is there is as
it was written, that what is gone went through here, and when; a row that goes any other way is missed as before.

A seal that does not add up is never touched: that would throw away the evidence.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from samspill.core import clock
from samspill.core.audit.chain import LOGS, content_of, digest_of
from samspill.core.audit.models import Removal, RemovedRow, Seal

SEALS_AT_ONCE = 200
TooOld = Callable[[Any], bool]  # a row of the log -> may it go?


class NotWhole(Exception):
    """A seal does not add up, so nothing of it is removed. `samspill audit verify` says what is wrong."""


def remove(log: str, *, too_old: TooOld, before: datetime) -> int:
    """Take away the sealed rows that are `too_old`; the number. `before`: no row from this moment on is looked at."""
    gone, after = 0, 0
    while seals := list(_old_seals(log, before, after)[:SEALS_AT_ONCE]):
        gone += _remove_from(log, seals, too_old)
        after = seals[-1].number
    return gone


def _old_seals(log: str, before: datetime, after: int) -> Any:
    oldest = LOGS[log]._default_manager.filter(at__lt=before).order_by("pk").values_list("pk", flat=True).first()
    if oldest is None:
        return Seal.objects.none()
    # Seals below the oldest row that is left have nothing more to give.
    return Seal.objects.filter(log=log, number__gt=after, highest__gte=oldest, at__lt=before).order_by("number")


def _remove_from(log: str, seals: list[Seal], too_old: TooOld) -> int:
    """One transaction: the signed record, the numbers, and the rows."""
    with transaction.atomic():
        going: dict[Seal, list[Any]] = {}
        rests: dict[str, str] = {}
        for seal in seals:
            rows = rows_left(log, seal)
            old = [row for row in rows if too_old(row)]
            if old:
                ids = {row.pk for row in old}
                going[seal] = old
                rests[str(seal.number)] = digest_of_rest(seal, [row for row in rows if row.pk not in ids])
        if not going:
            return 0
        removal = _record(log, going, rests)
        _delete(log, removal)
        return removal.rows


def rows_left(log: str, seal: Seal) -> list[Any]:
    """The rows of the seal that were not removed before; raises NotWhole when they are not as they were sealed."""
    removed = set(RemovedRow.objects.filter(log=log, seal=seal.number).values_list("row", flat=True))
    found = LOGS[log]._default_manager.in_bulk([pk for pk in seal.rows if pk not in removed])
    rows = [found[pk] for pk in seal.rows if pk in found]
    if len(rows) != len(seal.rows) - len(removed):
        raise NotWhole(f"The {log} log: rows of seal {seal.number} are gone.")
    whole = digest_of_rest(seal, rows) == rest_of(log, seal.number) if removed else digest_of(seal, rows) == seal.digest
    if not whole:
        raise NotWhole(f"The {log} log: seal {seal.number}, or a row of it, was altered.")
    return rows


def rest_of(log: str, seal: int) -> str:
    """The newest digest of what is left in a seal."""
    last = RemovedRow.objects.filter(log=log, seal=seal).order_by("-removal__number").select_related("removal").first()
    return str(last.removal.rests.get(str(seal), "")) if last else ""


def _record(log: str, going: dict[Seal, list[Any]], rests: dict[str, str]) -> Removal:
    last = Removal.objects.filter(log=log).order_by("-number").first()
    rows = [row for old in going.values() for row in old]
    removal = Removal(
        log=log,
        number=last.number + 1 if last else 1,
        at=clock.now(),
        up_to=max(row.at for row in rows),
        rows=len(rows),
        rests=rests,
        previous=last.digest if last else "",
    )
    numbers = [(seal.number, row.pk) for seal, old in going.items() for row in old]
    removal.digest = digest_of_removal(removal, numbers)
    removal.save(force_insert=True)
    RemovedRow.objects.bulk_create(
        [RemovedRow(log=log, row=row, seal=seal, removal=removal) for seal, row in numbers], batch_size=5000
    )
    return removal


def _delete(log: str, removal: Removal) -> None:
    """The only place where rows of a log go. On PostgreSQL a function does it that the owner of the tables made."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT samspill_remove_recorded(%s, %s)", [log, removal.pk])
            gone = cursor.fetchone()[0]
        else:
            table = connection.ops.quote_name(LOGS[log]._meta.db_table)
            named = 'SELECT "row" FROM core_removedrow WHERE log = %s AND removal_id = %s'
            cursor.execute(f"DELETE FROM {table} WHERE id IN ({named})", [log, removal.pk])  # noqa: S608 - our own name
            gone = cursor.rowcount
    if gone != removal.rows:
        raise NotWhole(f"The {log} log: {gone} rows went where {removal.rows} were recorded; nothing was removed.")


def digest_of_rest(seal: Seal, rows: Iterable[Any]) -> str:
    """Over the seal itself, which can no longer be proved by its own digest, and each row that stays."""
    head = ["rest", seal.log, seal.number, seal.at.timestamp(), seal.rows, seal.highest, seal.complete_to]
    text = json.dumps([*head, seal.form, seal.previous, seal.digest])
    digest = hmac.new(settings.SECRETS.seal.encode(), text.encode(), hashlib.sha256)
    for row in rows:
        digest.update(b"\x1e" + content_of(seal, row))
    return digest.hexdigest()


def digest_of_removal(removal: Removal, numbers: Iterable[tuple[int, int]]) -> str:
    """`numbers`: (seal, row) of each row that went, in any order."""
    head = [
        "removal",
        removal.log,
        removal.number,
        removal.at.timestamp(),
        removal.up_to.timestamp(),
        removal.rows,
        removal.rests,
        removal.previous,
        sorted(numbers),
    ]
    text = json.dumps(head, sort_keys=True)
    return hmac.new(settings.SECRETS.seal.encode(), text.encode(), hashlib.sha256).hexdigest()
