"""Objections and disputes: raised by the municipality, answered by the hospital, by the table of moves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from samspill.apps.discharge.quiet_notices import kinds as told
from samspill.apps.discharge.settlement import permissions, rules
from samspill.apps.discharge.settlement.keeping import locked_with_its_pair, tell_other_side
from samspill.apps.discharge.settlement.life import HELD_OUT, MOVES, ObjectionState, Whose
from samspill.apps.discharge.settlement.models import Objection, Statement
from samspill.apps.discharge.settlement.statement import Shown
from samspill.apps.discharge.settlement.words import GROUNDS
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused


def last_day_to_object(statement: Statement) -> date | None:
    """Counted from when the hospital approved it; None while it has not, and where the installation sets no limit."""
    return _after(statement.hospital_at)


def _after(moment: datetime | None) -> date | None:
    if moment is None or not settings.OBJECTION_DAYS:
        return None
    return moment.astimezone(clock.OSLO).date() + timedelta(days=settings.OBJECTION_DAYS)


@deed("settlement.object", permission=permissions.check_object)
def raise_objection(
    *, by: Any, statement: Statement, patient: UUID, first: date, last: date, ground: str, text: str
) -> Objection:
    """Object to a line, or to some of its days. Raises Refused."""
    statement = locked_with_its_pair(statement)
    rules.check_can_object(deadline=last_day_to_object(statement), today=clock.today())
    rules.check_reason(text)
    if ground not in GROUNDS:
        raise Refused(_("Velg hva innsigelsen gjelder."))
    lines = [each for each in Shown(statement).reckoning.lines if each.patient == patient and each.days > 0]
    if last < first or not any(each.first <= first and last <= each.last for each in lines):
        raise Refused(_("Døgnene står ikke i oppgjøret."))
    standing = HELD_OUT | {ObjectionState.RAISED}
    same = Objection.objects.filter(
        statement__municipality=statement.municipality_id, patient=patient, state__in=standing
    )
    if same.filter(first__lte=last, last__gte=first).exists():
        raise Refused(_("Det er allerede en innsigelse om noen av disse døgnene."))
    objection = Objection.objects.create(
        community_id=statement.community_id,
        statement=statement,
        patient=patient,
        first=first,
        last=last,
        ground=ground,
        text={"text": text.strip()[:2000]},
        raised_at=clock.now(),
        raised_by=by.name[:160],
        due=_after(clock.now()),
        moved_at=clock.now(),
    )
    text_told = gettext_noop("Kommunen har en innsigelse til oppgjøret for %(month)s.")
    tell_other_side(statement, Whose.MUNICIPALITY, told.OBJECTION, text_told, f"{objection.pk}:raised", by)
    return objection


@deed("settlement.move_objection", permission=permissions.check_move)
def move_objection(*, by: Any, objection: Objection, deed: str, text: str = "") -> Objection:
    """One of the moves of `life`. To reject, or to take further, needs words. Raises Refused."""
    objection = Objection.objects.select_for_update().select_related("statement").get(pk=objection.pk)
    rules.check_move(deed, objection.state)
    move = MOVES[deed]
    if deed in ("reject", "uphold", "overrule"):
        rules.check_reason(text)
    if text.strip():
        objection.answer = {"text": text.strip()[:2000]}
    objection.state, objection.moved_at, objection.moved_by = move.to, clock.now(), by.name[:160]
    objection.due = _after(clock.now()) if move.to == ObjectionState.REJECTED else None
    objection.save()
    side = permissions.side_of(by, objection.statement)
    said = gettext_noop("En innsigelse til oppgjøret for %(month)s er behandlet.")
    tell_other_side(objection.statement, side, told.OBJECTION, said, f"{objection.pk}:{move.to}", by)
    return objection
