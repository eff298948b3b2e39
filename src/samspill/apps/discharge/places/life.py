"""The life of a reservation, as a table. Nothing else knows which moves exist; docs/places-life.md grows from here.

A hospital that reserves asks the municipality to hold a place; only the municipality confirms. A reservation that
nobody confirms runs out by itself, so that no place stands cold because somebody forgot it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReservationState(models.TextChoices):
    RESERVED = "reserved", _("Reservert, ikke bekreftet")
    CONFIRMED = "confirmed", _("Bekreftet")
    TAKEN = "taken", _("Tatt i bruk")
    RELEASED = "released", _("Frigjort")
    EXPIRED = "expired", _("Løp ut")


class Whose(models.TextChoices):
    """Whose deed a move is."""

    BOTH = "both", _("sykehuset eller kommunen")
    MUNICIPALITY = "municipality", _("kommunen")
    CLOCK = "clock", _("klokka")


S = ReservationState
HOLDING = frozenset({S.RESERVED, S.CONFIRMED})  # a place is held for somebody who has not come yet


@dataclass(frozen=True)
class Move:
    """One allowed move: the deed, from where, to where, whose it is, and who is told."""

    deed: str
    from_: frozenset[ReservationState]
    to: ReservationState
    whose: Whose
    told: tuple[str, ...]


LIFE: tuple[Move, ...] = (
    #    deed      from                        to           whose               who is told
    Move("confirm", frozenset({S.RESERVED}), S.CONFIRMED, Whose.MUNICIPALITY, ("hospital",)),
    Move("take", frozenset({S.CONFIRMED}), S.TAKEN, Whose.MUNICIPALITY, ()),
    Move("release", HOLDING, S.RELEASED, Whose.BOTH, ("the other side",)),
    Move("expire", frozenset({S.RESERVED}), S.EXPIRED, Whose.CLOCK, ("hospital", "municipality")),
)
_TABLE = {move.deed: move for move in LIFE}


def move(deed: str) -> Move:
    return _TABLE[deed]


def page() -> str:
    """The whole of docs/places-life.md."""
    lines = ["stateDiagram-v2", "    [*] --> reserved: reserve (hospital or municipality)"]
    for each in LIFE:
        lines += [f"    {state} --> {each.to}: {each.deed} ({each.whose})" for state in sorted(each.from_)]
    lines += [f"    {state} --> [*]" for state in (S.TAKEN, S.RELEASED, S.EXPIRED)]
    rows = "\n".join(
        f"| {each.deed} | {', '.join(sorted(each.from_))} | {each.to} | {each.whose} | {', '.join(each.told) or '–'} |"
        for each in LIFE
    )
    diagram = "\n".join(lines)
    return (
        "# The life of a reservation\n\nGenerated from `src/samspill/apps/discharge/places/life.py` by "
        f"`python -m samspill.apps.discharge.places.life`; a test compares.\n\n```mermaid\n{diagram}\n```\n\n"
        f"| deed | from | to | whose deed | who is told |\n|---|---|---|---|---|\n{rows}\n"
    )


if __name__ == "__main__":
    print(page(), end="")
