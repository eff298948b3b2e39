"""The life of a stay, as a table. Nothing else knows which moves exist; the diagram in docs/ grows from here.

What is not in the table is taken down, but moves nothing: a transfer, a leave or an assessment never cancels a request
that is open, and after a discharge or a death nothing moves except by a correction.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from samspill.stay.events import Kind, Side


class State(StrEnum):
    """Where a stay is. The value is stored, so it never changes."""

    ADMITTED = "admitted"
    READY = "ready"  # declared ready; the municipality that answers for the patient is not told yet
    AWAITING_ANSWER = "awaiting_answer"
    AWAITING_PLACE = "awaiting_place"  # the municipality answered that it cannot
    PLACE_READY = "place_ready"  # the municipality answered that it can, and from when
    DISCHARGED = "discharged"
    DIED = "died"
    CANCELLED = "cancelled"  # all that was told has been cancelled


TOLD = frozenset({State.AWAITING_ANSWER, State.AWAITING_PLACE, State.PLACE_READY})
READY_NOW = TOLD | {State.READY}
OPEN = READY_NOW | {State.ADMITTED}


@dataclass(frozen=True)
class Move:
    """One allowed move: what happens, from where, to where, whose deed it is, and who is told."""

    deed: Kind
    from_: frozenset[State]
    to: State
    whose: Side
    told: tuple[Side, ...]


H, M, G = Side.HOSPITAL, Side.MUNICIPALITY, Side.GP

LIFE: tuple[Move, ...] = (
    #    what happens               from                              to                    whose  who is told
    Move(Kind.READY, frozenset({State.ADMITTED}), State.READY, H, (H,)),
    Move(Kind.READY_NOTICE, frozenset({State.ADMITTED, State.READY}), State.AWAITING_ANSWER, H, (M,)),
    Move(Kind.CANNOT, TOLD, State.AWAITING_PLACE, M, (H,)),
    Move(Kind.CAN, TOLD, State.PLACE_READY, M, (H,)),
    Move(Kind.MUNICIPALITY_CHANGED, TOLD, State.READY, H, (H,)),
    Move(Kind.WITHDRAWN, READY_NOW, State.ADMITTED, H, (M,)),
    Move(Kind.DISCHARGED, OPEN, State.DISCHARGED, H, (M, G)),
    Move(Kind.DIED, OPEN, State.DIED, H, (M, G)),
)

WHOSE_MOVE = {
    State.ADMITTED: Side.HOSPITAL,
    State.READY: Side.HOSPITAL,
    State.AWAITING_ANSWER: Side.MUNICIPALITY,
    State.AWAITING_PLACE: Side.MUNICIPALITY,
    State.PLACE_READY: Side.HOSPITAL,
    State.DISCHARGED: Side.NOBODY,
    State.DIED: Side.NOBODY,
    State.CANCELLED: Side.NOBODY,
}

_TABLE = {(move.deed, state): move.to for move in LIFE for state in move.from_}


def after(state: State, happened: Kind) -> State | None:
    """Where that leads from here; None when it moves nothing."""
    return _TABLE.get((happened, state))


def diagram() -> str:
    """The table of moves as a Mermaid state diagram, ready to be read in docs/stay-life.md."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.ADMITTED}: {Kind.ADMITTED} ({H})"]
    for move in LIFE:
        for state in sorted(move.from_):
            lines.append(f"    {state} --> {move.to}: {move.deed} ({move.whose})")
    lines += [f"    {state} --> [*]" for state in (State.DISCHARGED, State.DIED)]
    return "\n".join(lines) + "\n"


def page() -> str:
    """The whole of docs/stay-life.md."""
    rows = "\n".join(
        f"| {move.deed} | {', '.join(sorted(move.from_))} | {move.to} | {move.whose} | {', '.join(move.told)} |"
        for move in LIFE
    )
    return (
        "# The life of a stay\n\nGenerated from `src/samspill/stay/states.py` by `python -m samspill.stay.states`; "
        f"a test compares.\n\n```mermaid\n{diagram()}```\n\n"
        f"| what happens | from | to | whose deed | who is told |\n|---|---|---|---|---|\n{rows}\n"
    )


if __name__ == "__main__":
    print(page(), end="")
