"""What the events of a stay add up to, kept in columns so that ten thousand stays can be listed and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from samspill.apps.discharge import rules
from samspill.apps.discharge.models import Stay, StayEvent
from samspill.core import clock
from samspill.directory.lookup import municipalities_by_number, unit_by_her
from samspill.directory.models import Unit
from samspill.stay import Stay as Folded
from samspill.stay import fold


def project(stay: Stay, rows: Sequence[StayEvent], next_admission: date | None = None) -> None:
    """Set every computed column of `stay` from its events. Does not save.

    `next_admission` is the day of the patient's next stay at the trust, if there is one.
    """
    folded = fold([row.event for row in rows], next_admission=next_admission)
    stay.next_admission = next_admission
    stay.state = folded.state
    stay.is_open = folded.is_open
    stay.whose_move = folded.whose_move
    stay.since = folded.since
    stay.admitted_on = folded.admitted_on
    stay.ready_on = folded.ready_on
    stay.place_from = folded.place_from
    stay.ended_on = folded.ended_on
    stay.begun_without_admission = folded.begun_without_admission
    step = rules.first_step(folded, clock.now())
    stay.due = step.due if step else None
    _place(stay, folded)
    stay.version += 1
    stay.changed_at = clock.now()


def _place(stay: Stay, folded: Folded) -> None:
    """Who answers now: of an open stay the heir, when the municipality has become another since the admission."""
    on = clock.today() if folded.is_open else folded.ended_on or folded.admitted_on or clock.today()
    stay.municipality = _who_answers(stay, municipalities_by_number(folded.municipality, on))
    stay.ward = unit_by_her(folded.unit)
    stay.ward_name = stay.ward.name if stay.ward else folded.unit


def _who_answers(stay: Stay, heirs: list[Unit]) -> Unit | None:
    """Of several after a split, the one that was chosen for this stay before; the number itself cannot tell."""
    if len(heirs) == 1:
        return heirs[0]
    return next((heir for heir in heirs if heir.pk == stay.municipality_id), None)
