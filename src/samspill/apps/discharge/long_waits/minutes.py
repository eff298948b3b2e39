"""The minutes of a joint meeting about long waits: what both sides agreed, wait by wait. Written once; then remarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from samspill.apps.discharge.long_waits import following, permissions, rules
from samspill.apps.discharge.long_waits.lifting import those_told
from samspill.apps.discharge.long_waits.listed import listed_for
from samspill.apps.discharge.long_waits.models import JointMeeting, JointPoint, LongWait
from samspill.apps.discharge.quiet_notices import kinds
from samspill.core import clock, notices
from samspill.core.deeds import deed
from samspill.core.refusal import Refused

LONGEST_AGO = timedelta(days=60)
MOST_PRESENT = 40


@dataclass(frozen=True)
class Agreed:
    """What is to be written about one wait."""

    wait: LongWait
    text: str
    look_again: date | None = None


@deed("long_waits.write_minutes", permission=permissions.check_write_minutes)
def write_minutes(*, by: Any, held_on: date, present: Iterable[str], points: Sequence[Agreed]) -> JointMeeting:
    """The minutes; each point is also the plan of its wait. Raises Refused, and then nothing is written."""
    names = [name.strip()[:160] for name in present if name.strip()]
    _check(held_on, names, points)
    before = _the_same(by, held_on, points)
    if before is not None:
        return before  # a double click
    meeting = JointMeeting.objects.create(
        community_id=by.community_id, held_on=held_on, present=names, written_by=by.name[:160], written_at=clock.now()
    )
    days = {each.wait.pk: each.days for each in listed_for(by)}
    for point in points:
        following.plan(by=by, wait=point.wait, text=point.text, look_again=point.look_again)
        JointPoint.objects.create(
            meeting=meeting,
            wait=point.wait,
            days=days.get(point.wait.pk, 0),
            agreed={"text": point.text.strip()[:1000]},
            look_again=point.look_again,
        )
    _tell(meeting, points, by)
    return meeting


def _check(held_on: date, names: Sequence[str], points: Sequence[Agreed]) -> None:
    today = clock.today()
    if held_on > today:
        raise Refused(_("Møtet har ikke vært ennå. Referatet skrives etterpå."))
    if today - held_on > LONGEST_AGO:
        raise Refused(_("Møtet er mer enn %(days)s dager siden. Se om datoen er riktig."), days=LONGEST_AGO.days)
    if not 2 <= len(names) <= MOST_PRESENT:
        raise Refused(_("Skriv hvem som var til stede, minst én fra hver side, én på hver linje."))
    if not points:
        raise Refused(_("Skriv hva som ble avtalt for minst én av pasientene."))


def _the_same(by: Any, held_on: date, points: Sequence[Agreed]) -> JointMeeting | None:
    last = JointMeeting.objects.filter(community=by.community_id, written_by=by.name[:160], held_on=held_on).first()
    if last is None:
        return None
    written = {point.wait_id: (point.agreed or {}).get("text") for point in last.points.all()}
    return last if written == {each.wait.pk: each.text.strip()[:1000] for each in points} else None


def _tell(meeting: JointMeeting, points: Sequence[Agreed], by: Any) -> None:
    notices.notify(
        kind=kinds.LONG_WAIT,
        to=[account for point in points for account in those_told(point.wait.stay)],
        community=meeting.community_id,
        occasion=f"minutes:{meeting.pk}",
        url=reverse("long_waits:minutes", args=[meeting.pk]),
        text=gettext_noop("Referatet fra et felles møte om lange ventetider er skrevet."),
        by=by,
    )


@deed("long_waits.remark", permission=permissions.check_remark)
def remark(*, by: Any, point: JointPoint, text: str) -> JointPoint:
    """Something that the minutes should have said. What stands there stays. Raises Refused."""
    rules.check_reason(text)
    point = JointPoint.objects.select_for_update().get(pk=point.pk)
    said = list((point.remarks or {}).get("said", []))
    new = {"text": text.strip()[:1000], "by": by.name[:160], "at": clock.now().isoformat()}
    if said and (said[-1]["text"], said[-1]["by"]) == (new["text"], new["by"]):
        return point  # a double click
    point.remarks = {"said": [*said, new]}
    point.save(update_fields=["remarks"])
    return point


def minutes_for(person: Any) -> list[JointMeeting]:
    """Of the last year, newest first."""
    since = clock.today() - timedelta(days=365)
    return list(JointMeeting.objects.visible_to(person).filter(held_on__gte=since))


def points_for(person: Any, meeting: JointMeeting) -> list[tuple[JointPoint, str]]:
    """(point, initials of the patient) of the waits that the person sees; the initials are empty for leaders."""
    from samspill.apps.discharge.models import Stay

    rows = meeting.points.filter(wait__in=LongWait.objects.visible_to(person)).order_by("-days", "pk")
    points = list(rows.select_related("wait__stay__patient", "wait__stay__municipality", "wait__stay__ward"))
    seen = Stay.objects.visible_to(person).filter(pk__in=[point.wait.stay_id for point in points])
    named = set(seen.values_list("pk", flat=True))
    return [(point, point.wait.stay.patient.initials if point.wait.stay_id in named else "") for point in points]
