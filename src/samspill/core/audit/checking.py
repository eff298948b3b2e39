"""Checking the logs against their seals, and saying in sentences what does not add up."""

from __future__ import annotations

from collections.abc import Iterator

from samspill.core.audit import noted
from samspill.core.audit.chain import LOGS, digest_of, newest_seal, unsealed
from samspill.core.audit.models import Removal, RemovedRow, Seal
from samspill.core.audit.removal import digest_of_removal, digest_of_rest


def verify() -> list[str]:
    """Sentences about everything that does not hold; empty when both logs are whole."""
    checks = (_chain_faults, _never_sealed, _cut_off, _removal_faults)
    return [fault for log in LOGS for check in checks for fault in check(log)]


def removals() -> list[str]:
    """Sentences about what was taken away because it was too old, each removal once."""
    return [
        f"The {row.log} log: {row.rows} rows up to {row.up_to:%Y-%m-%d} were removed by retention on {row.at:%Y-%m-%d}."
        for row in Removal.objects.order_by("log", "number")
    ]


def counts() -> dict[str, tuple[int, int, int]]:
    """For each log: rows, seals, and rows that wait for the next seal (at most a batch is counted)."""
    return {
        log: (
            table._default_manager.count(),
            Seal.objects.filter(log=log).count(),
            len(unsealed(log, newest_seal(log))),
        )
        for log, table in LOGS.items()
    }


def _chain_faults(log: str) -> Iterator[str]:
    previous, expected, rests = "", 1, _rests(log)
    for seal in Seal.objects.filter(log=log).order_by("number").iterator(chunk_size=100):
        if seal.number != expected:
            yield f"The {log} log: {_seals(expected, seal.number - 1)} missing."
        if seal.previous != previous:
            yield f"The {log} log: seal {seal.number} does not follow the one before it."
        rest = rests.get(str(seal.number))
        yield from _row_faults(log, seal) if rest is None else _rest_faults(log, seal, rest)
        previous, expected = seal.digest, seal.number + 1


def _seals(first: int, last: int) -> str:
    return f"seal {first} is" if first == last else f"seals {first}–{last} are"


def _rests(log: str) -> dict[str, str]:
    """For each seal that retention has touched, the newest digest of what is left in it."""
    rests: dict[str, str] = {}
    for found in Removal.objects.filter(log=log).order_by("number").values_list("rests", flat=True):
        rests.update(found)
    return rests


def _row_faults(log: str, seal: Seal) -> Iterator[str]:
    found = LOGS[log]._default_manager.in_bulk(seal.rows)
    missing = [pk for pk in seal.rows if pk not in found]
    if missing:
        yield _gone(log, seal, missing)
    elif digest_of(seal, [found[pk] for pk in seal.rows]) != seal.digest:
        yield _altered(log, seal)


def _rest_faults(log: str, seal: Seal, rest: str) -> Iterator[str]:
    """The same for a seal that retention has taken rows from."""
    removed = set(RemovedRow.objects.filter(log=log, seal=seal.number).values_list("row", flat=True))
    found = LOGS[log]._default_manager.in_bulk(seal.rows)
    missing = [pk for pk in seal.rows if pk not in found and pk not in removed]
    back = [pk for pk in seal.rows if pk in found and pk in removed]
    if missing:
        yield _gone(log, seal, missing)
    elif back:
        yield f"The {log} log: {len(back)} removed rows of seal {seal.number} are there again (first id {back[0]})."
    elif not removed <= set(seal.rows) or digest_of_rest(seal, [found[pk] for pk in seal.rows if pk in found]) != rest:
        yield _altered(log, seal)


def _gone(log: str, seal: Seal, missing: list[int]) -> str:
    gone = f"{len(missing)} of {len(seal.rows)} rows of seal {seal.number} are gone"
    return f"The {log} log: {gone} (first id {missing[0]})."


def _altered(log: str, seal: Seal) -> str:
    ids = f"ids {min(seal.rows, default=0)}–{max(seal.rows, default=0)}"
    return f"The {log} log: seal {seal.number}, or a row of it ({ids}), was altered."


def _removal_faults(log: str) -> Iterator[str]:
    """A record of a removal that was altered, or that Samspill did not write."""
    previous, expected = "", 1
    for removal in Removal.objects.filter(log=log).order_by("number").iterator(chunk_size=100):
        numbers = removal.gone.values_list("seal", "row")
        follows = removal.number == expected and removal.previous == previous
        if not follows or digest_of_removal(removal, numbers) != removal.digest:
            yield f"The {log} log: the record of removal {removal.number} was altered, or was not written by Samspill."
        previous, expected = removal.digest, removal.number + 1


def _never_sealed(log: str) -> Iterator[str]:
    """A row below what is complete, in no seal: slipped in afterwards, not through Samspill."""
    last = newest_seal(log)
    if last is None:
        return
    sealed = {pk for rows in Seal.objects.filter(log=log).values_list("rows", flat=True) for pk in rows}
    below = LOGS[log]._default_manager.filter(pk__lte=last.complete_to).values_list("pk", flat=True)
    strange = [pk for pk in below.iterator() if pk not in sealed]
    if strange:
        yield f"The {log} log: {len(strange)} rows were put in among sealed ones (first id {min(strange)})."


def _cut_off(log: str) -> Iterator[str]:
    number, digest = noted.read().get(log, (0, ""))
    if number and not Seal.objects.filter(log=log, number=number, digest=digest).exists():
        yield f"The {log} log: seal {number}, noted on this machine as the newest, is not there as it was."
