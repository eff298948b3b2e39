"""The life of an objection, as a table. Nothing else knows which moves exist; docs/objection-life.md is its picture."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class ObjectionState(models.TextChoices):
    RAISED = "raised", _("Innsigelse, venter på sykehuset")
    ACCEPTED = "accepted", _("Tatt til følge: døgnene kreves ikke")
    REJECTED = "rejected", _("Ikke tatt til følge")
    WITHDRAWN = "withdrawn", _("Trukket")
    DISPUTED = "disputed", _("Til tvisteløsning: døgnene er holdt utenfor")
    UPHELD = "upheld", _("Tvist avgjort: kommunen betaler ikke")
    OVERRULED = "overruled", _("Tvist avgjort: kommunen betaler")


class Whose(models.TextChoices):
    HOSPITAL = "hospital", _("sykehuset")
    MUNICIPALITY = "municipality", _("kommunen")
    BOTH = "both", _("sykehuset eller kommunen")


S = ObjectionState
# The days of these are not billed; of a dispute, not before it is decided.
HELD_OUT = frozenset({S.ACCEPTED, S.DISPUTED, S.UPHELD})
OPEN = frozenset({S.RAISED, S.DISPUTED})


@dataclass(frozen=True)
class Move:
    """One allowed move: the deed, from where, to where, whose it is; `words`: what the button says."""

    deed: str
    from_: ObjectionState
    to: ObjectionState
    whose: Whose
    words: object


LIFE: tuple[Move, ...] = (
    #    deed       from          to            whose                 the button
    Move("accept", S.RAISED, S.ACCEPTED, Whose.HOSPITAL, _("Ta til følge")),
    Move("reject", S.RAISED, S.REJECTED, Whose.HOSPITAL, _("Avvis med begrunnelse")),
    Move("withdraw", S.RAISED, S.WITHDRAWN, Whose.MUNICIPALITY, _("Trekk innsigelsen")),
    Move("dispute", S.REJECTED, S.DISPUTED, Whose.MUNICIPALITY, _("Send til tvisteløsning")),
    Move("uphold", S.DISPUTED, S.UPHELD, Whose.BOTH, _("Avgjort: kommunen betaler ikke")),
    Move("overrule", S.DISPUTED, S.OVERRULED, Whose.BOTH, _("Avgjort: kommunen betaler")),
)
MOVES = {move.deed: move for move in LIFE}


def page() -> str:
    """The whole of docs/objection-life.md."""
    arrows = "\n".join(f"    {move.from_} --> {move.to}: {move.deed} ({move.whose})" for move in LIFE)
    ends = "\n".join(f"    {state} --> [*]" for state in S if state not in {move.from_ for move in LIFE})
    rows = "\n".join(f"| {move.deed} | {move.from_} | {move.to} | {move.whose} |" for move in LIFE)
    return (
        "# The life of an objection to a settlement\n\n"
        "Generated from `src/samspill/apps/discharge/settlement/life.py`; a test compares.\n\n"
        f"```mermaid\nstateDiagram-v2\n    [*] --> raised: raise (municipality)\n{arrows}\n{ends}\n```\n\n"
        f"| deed | from | to | whose deed |\n|---|---|---|---|\n{rows}\n\n"
        f"Days are held out of statements while the objection is: {', '.join(sorted(HELD_OUT))}.\n"
    )
