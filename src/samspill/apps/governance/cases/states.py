"""The life of a case, as a table of moves that a secretary can read. Nothing else in the room knows which moves exist;
the diagram in docs/case-life.md grows from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    PREPARED = "prepared"
    ON_AGENDA = "on_agenda"
    POSTPONED = "postponed"
    WRITTEN = "written"
    TREATED = "treated"
    DECIDED = "decided"
    ANCHORING = "anchoring"
    BINDING = "binding"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"
    REJECTED = "rejected"


class Whose(StrEnum):
    """Who makes the move."""

    ANYBODY = "anybody"  # who may propose cases
    SECRETARIAT = "secretariat"
    PARTIES = "parties"  # follows when they have answered


@dataclass(frozen=True)
class Move:
    """deed: its name. reason: it must be said why. to_body: it goes to another body. by_hand: a person presses it;
    the others follow from something else, such as a decision or an answer."""

    deed: str
    came_from: frozenset[Status]
    to: Status
    whose: Whose = Whose.SECRETARIAT
    reason: bool = False
    to_body: bool = False
    by_hand: bool = True


S = Status
_OPEN = (S.ACCEPTED, S.PREPARED, S.POSTPONED, S.WRITTEN, S.TREATED)


def _move(deed: str, came_from: Iterable[Status], to: Status, **more: object) -> Move:
    return Move(deed, frozenset(came_from), to, **more)  # type: ignore[arg-type]


LIFE = (
    #     deed                from                                    to
    _move("accept", [S.PROPOSED], S.ACCEPTED),
    _move("reject", [S.PROPOSED, S.ACCEPTED], S.REJECTED, reason=True),
    _move("prepare", [S.ACCEPTED, S.POSTPONED], S.PREPARED),
    _move("put_on_agenda", [S.PREPARED, S.POSTPONED, S.WRITTEN], S.ON_AGENDA, by_hand=False),
    _move("take_off_agenda", [S.ON_AGENDA], S.PREPARED, by_hand=False),
    _move("postpone", [S.ON_AGENDA, S.PREPARED], S.POSTPONED, reason=True),
    _move("defer_to_writing", [S.ON_AGENDA, S.PREPARED, S.POSTPONED], S.WRITTEN, reason=True),
    _move("treat", [S.ON_AGENDA, S.WRITTEN], S.TREATED, by_hand=False),
    _move("decide", [S.ON_AGENDA, S.WRITTEN], S.DECIDED, by_hand=False),
    _move("ask_to_anchor", [S.DECIDED], S.ANCHORING),
    _move("bind", [S.ANCHORING, S.DECIDED], S.BINDING, whose=Whose.PARTIES, by_hand=False),
    _move("renegotiate", [S.ANCHORING], S.PREPARED, whose=Whose.PARTIES, reason=True, by_hand=False),
    _move("fall", [S.ANCHORING], S.CLOSED, whose=Whose.PARTIES, reason=True, by_hand=False),
    _move("follow_up", [S.DECIDED, S.BINDING, S.TREATED], S.FOLLOWED_UP, by_hand=False),
    _move("send_up", _OPEN, S.ACCEPTED, reason=True, to_body=True),
    _move("send_down", [*_OPEN, S.DECIDED, S.BINDING], S.ACCEPTED, reason=True, to_body=True),
    _move("return", _OPEN, S.ACCEPTED, reason=True, to_body=True),
    _move("close", [S.TREATED, S.DECIDED, S.BINDING, S.FOLLOWED_UP], S.CLOSED),
)
MOVES = {move.deed: move for move in LIFE}
# What is written in the case is locked from here on; a change is a new decision.
LOCKED = frozenset({S.DECIDED, S.ANCHORING, S.BINDING, S.FOLLOWED_UP, S.CLOSED, S.REJECTED})
OVER = frozenset({S.CLOSED, S.REJECTED})


def moves_from(status: Status) -> list[Move]:
    return [move for move in LIFE if status in move.came_from]


def diagram() -> str:
    """The life as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> proposed: propose"]
    for move in LIFE:
        lines += [f"    {old} --> {move.to}: {move.deed}" for old in Status if old in move.came_from]
    lines += [f"    {status} --> [*]" for status in Status if status in OVER]
    return "\n".join(lines)


def page() -> str:
    """docs/case-life.md, made by `python -m samspill.apps.governance.cases.states`."""
    rows = [
        f"| {move.deed} | {', '.join(old for old in Status if old in move.came_from)} | {move.to} | {move.whose} "
        f"| {'yes' if move.reason else ''} | {'yes' if move.to_body else ''} "
        f"| {'by hand' if move.by_hand else 'follows'} |"
        for move in LIFE
    ]
    return "\n".join(
        [
            "# The life of a case",
            "",
            "Made from the table in `src/samspill/apps/governance/cases/states.py`; a test compares the two.",
            "",
            "```mermaid",
            diagram(),
            "```",
            "",
            "| move | from | to | whose | reason needed | to another body | how |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
            f"Locked: {', '.join(status for status in Status if status in LOCKED)}.",
            "",
        ]
    )


if __name__ == "__main__":
    from pathlib import Path

    (Path(__file__).resolve().parents[5] / "docs" / "case-life.md").write_text(page(), encoding="utf-8")
