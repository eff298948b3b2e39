"""Going a round: begin it, note each contact, settle points, end it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination.acting import changed, held, signature
from samspill.apps.discharge.coordination.rules import Overtaken, check_ahead, check_text
from samspill.apps.discharge.models import Round, RoundPoint, RoundSetting, Stay
from samspill.apps.discharge.rounds import rules
from samspill.apps.discharge.rounds.permissions import check_go, check_keep_lists, check_point, check_round, check_stay
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.models import Unit


@deed("discharge.begin_round", permission=check_go)
def begin_round(*, by: Any, trust: Unit, municipality: Unit) -> Round:
    """Begin the next round of the day between the two, or go on with the one that runs. Raises Refused."""
    running = Round.objects.filter(trust=trust, municipality=municipality, ended_at=None).first()
    if running is not None and running.day == clock.today():
        return running
    if running is not None:  # forgotten since another day: it ends as it stands
        running.ended_at, running.ended_by = clock.now(), by.name
        running.save(update_fields=["ended_at", "ended_by"])
    today = Round.objects.filter(trust=trust, municipality=municipality, day=clock.today())
    try:
        with transaction.atomic():
            return Round.objects.create(
                community_id=by.community_id,
                trust=trust,
                municipality=municipality,
                day=clock.today(),
                number=today.count() + 1,
                begun_at=clock.now(),
                begun_by=by.name,
            )
    except IntegrityError:  # the other side began it this very second
        return Round.objects.get(trust=trust, municipality=municipality, ended_at=None)


@deed("discharge.note_contact", permission=check_stay)
def note_contact(
    *, by: Any, round: Round, stay: Stay, spoken_with: str, agreed: str, next_at: datetime | None, settles: bool
) -> RoundPoint:
    """Who was spoken with and the agreed next step; `settles` what was open about the patient. Raises Refused."""
    check_text(agreed)
    if not spoken_with.strip():
        raise Refused(_("Skriv hvem du snakket med."))
    check_ahead(next_at, clock.now())
    stay = held(stay)
    round = Round.objects.get(pk=round.pk)
    rules.check_is_running(round.ended_at)
    last = RoundPoint.objects.filter(stay=stay, round=round).last()
    if last and last.by_name == by.name and last.agreed == {"text": agreed.strip()}:
        return last  # a double click
    open_ones = list(RoundPoint.objects.filter(stay=stay, settled_at=None).order_by("-at"))
    point = RoundPoint.objects.create(
        **signature(by, stay),
        round=round,
        spoken_with=spoken_with.strip()[:160],
        agreed={"text": agreed.strip()},
        next_at=next_at,
        carried_from=open_ones[0] if open_ones else None,
        settled_at=clock.now() if settles else None,
        settled_by=by.name if settles else "",
    )
    _settle(open_ones, by.name)  # taken up again in the new point, or settled with it
    changed(stay)
    return point


def _settle(points: Sequence[RoundPoint], name: str) -> None:
    for point in points:
        point.settled_at, point.settled_by = clock.now(), name
        point.save(update_fields=["settled_at", "settled_by"])


@deed("discharge.settle_point", permission=check_point)
def settle_point(*, by: Any, point: RoundPoint) -> RoundPoint:
    """What was agreed is done. Raises Overtaken when somebody else said so before."""
    stay = held(point.stay)
    point = RoundPoint.objects.get(pk=point.pk)
    if point.settled_at is not None:
        if point.settled_by == by.name:
            return point
        raise Overtaken(_("%(name)s har alt avsluttet punktet."), name=point.settled_by)
    _settle([point], by.name)
    changed(stay)
    return point


@deed("discharge.end_round", permission=check_round)
def end_round(*, by: Any, round: Round) -> Round:
    """What is not settled goes on to the next round by itself. Ended twice is ended once."""
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.ended_at is None:
        round.ended_at, round.ended_by = clock.now(), by.name
        round.save(update_fields=["ended_at", "ended_by"])
    return round


@deed("discharge.set_round_times", permission=check_keep_lists)
def set_round_times(*, by: Any, text: str) -> RoundSetting:
    """When the person's community goes its rounds. Raises Refused."""
    times = rules.read_times(text)
    setting, _made = RoundSetting.objects.update_or_create(community_id=by.community_id, defaults={"times": times})
    return setting
