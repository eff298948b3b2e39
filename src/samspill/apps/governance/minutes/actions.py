"""Every write to minutes: written by several at once, sent for amendments, approved and locked, published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.governance import telling
from samspill.apps.governance.meetings.actions import check_keep_meeting
from samspill.apps.governance.minutes.merge import Merged, merge
from samspill.apps.governance.models import (
    Access,
    Amendment,
    Meeting,
    MeetingStatus,
    Minutes,
    MinutesPart,
    MinutesStatus,
    PartVersion,
)
from samspill.apps.governance.permissions import check_keep, check_lead, check_sit_in, same_community
from samspill.core import clock, events
from samspill.core.deeds import deed
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.edits import locked

PUBLISHED = "governance.minutes_published"


@deed("governance.begin_minutes", permission=check_keep_meeting)
def begin(*, by: Any, meeting: Meeting) -> Minutes:
    """A part for each point of the agenda; twice is once, and points that came since get theirs."""
    now = locked(meeting)
    if now.status == MeetingStatus.CANCELLED:
        raise Refused(_("Møtet er avlyst."))
    minutes, _new = Minutes.objects.get_or_create(meeting=now)
    if minutes.status in (MinutesStatus.APPROVED, MinutesStatus.PUBLISHED):
        return minutes
    for item in now.items.filter(taken_off=False, part=None).select_related("case"):
        exempt = item.case is not None and item.case.access == Access.CONFIDENTIAL
        part = MinutesPart.objects.create(
            minutes=minutes, item=item, exempt=exempt, ground=item.case.ground if item.case and exempt else ""
        )
        PartVersion.objects.create(part=part, version=0, text="", by_name="", at=clock.now())
    return minutes


def _of(part: MinutesPart) -> Meeting:
    return part.minutes.meeting


@answers_twice
def check_write(person: Any, part: MinutesPart) -> None:
    """Those who sit in the body and the secretariat write together."""
    same_community(person, _of(part))
    check_sit_in(person, _of(part).body)


@deed("governance.write_minutes", permission=check_write)
def write(*, by: Any, part: MinutesPart, text: str, seen: int, told: list[Merged]) -> MinutesPart:
    """Save the part. What others saved since version `seen` is merged in, word by word; `told` gets how that went.

    Raises Refused when the minutes are out for amendments or locked, or the version never was.
    """
    row = _held(part)
    if row.minutes.status != MinutesStatus.DRAFT:
        raise Refused(_("Referatet er ikke til skriving nå. Send en rettelse i stedet."))
    base = row.versions.filter(version=seen).first()
    if base is None:
        raise Refused(_("Versjonen du skrev på, finnes ikke. Teksten din står i skjemaet; last siden på nytt."))
    merged = merge(base.text, row.text, text)
    told.append(merged)
    if merged.text != row.text:
        _save(row, merged.text, by.name)
    return row


def _held(part: MinutesPart) -> MinutesPart:
    return MinutesPart.objects.select_for_update(of=("self",)).select_related("minutes__meeting__body").get(pk=part.pk)


def _save(row: MinutesPart, text: str, name: str) -> None:
    row.text, row.version, row.changed_by = text, row.version + 1, name
    row.save()
    PartVersion.objects.create(part=row, version=row.version, text=text, by_name=name, at=clock.now())


@answers_twice
def check_keep_part(person: Any, part: MinutesPart) -> None:
    check_keep(person)
    same_community(person, _of(part))


@deed("governance.exempt_minutes", permission=check_keep_part)
def exempt(*, by: Any, part: MinutesPart, exempt: bool, ground: str) -> MinutesPart:
    """Whether the part is left out when the minutes are published, and by which rule."""
    row = _held(part)
    if row.minutes.status == MinutesStatus.PUBLISHED:
        raise Refused(_("Referatet er offentliggjort."))
    if exempt and not ground.strip():
        raise Refused(_("Skriv hjemmelen for å unnta fra offentlighet."))
    row.exempt, row.ground = exempt, ground.strip() if exempt else ""
    row.save()
    return row


@answers_twice
def check_keep_minutes(person: Any, minutes: Minutes) -> None:
    check_keep(person)
    same_community(person, minutes.meeting)


@deed("governance.send_minutes", permission=check_keep_minutes)
def send_for_amendments(*, by: Any, minutes: Minutes, amend_by: date) -> Minutes:
    row = locked(minutes)
    if row.status not in (MinutesStatus.DRAFT, MinutesStatus.AMENDMENTS):
        raise Refused(_("Referatet er alt godkjent."))
    if amend_by < clock.today():
        raise Refused(_("Fristen kan ikke være før i dag."))
    row.status, row.amend_by = MinutesStatus.AMENDMENTS, amend_by
    row.save()
    telling.minutes_out(row.meeting, by)
    return row


@deed("governance.amend_minutes", permission=check_write)
def amend(*, by: Any, part: MinutesPart, words: str) -> Amendment:
    """Somebody who sits in the body wants it to say something else. Raises Refused after the deadline."""
    row = _held(part)
    if row.minutes.status != MinutesStatus.AMENDMENTS:
        raise Refused(_("Referatet er ikke ute til rettelser."))
    if row.minutes.amend_by and row.minutes.amend_by < clock.today():
        raise Refused(_("Fristen for rettelser er gått ut."))
    made, _new = Amendment.objects.get_or_create(
        part=row, words=words.strip(), by_name=by.name, defaults={"at": clock.now()}
    )
    return made


@answers_twice
def check_keep_amendment(person: Any, amendment: Amendment) -> None:
    check_keep(person)
    same_community(person, _of(amendment.part))


@deed("governance.settle_amendment", permission=check_keep_amendment)
def settle_amendment(*, by: Any, amendment: Amendment, taken: bool, answer: str, text: str) -> Amendment:
    """Taken in, with the part as it reads then; or not, with a reason."""
    row = locked(amendment)
    part = _held(row.part)
    if part.minutes.status != MinutesStatus.AMENDMENTS:
        raise Refused(_("Referatet er ikke ute til rettelser."))
    if not taken and not answer.strip():
        raise Refused(_("Skriv hvorfor rettelsen ikke er tatt inn."))
    row.taken, row.answer = taken, answer.strip()
    row.save()
    if taken and text != part.text:
        _save(part, text, by.name)
    return row


@answers_twice
def check_approve(person: Any, minutes: Minutes) -> None:
    same_community(person, minutes.meeting)
    check_lead(person, minutes.meeting.body)


@deed("governance.approve_minutes", permission=check_approve)
def approve(*, by: Any, minutes: Minutes) -> Minutes:
    """Locked from now on. Raises Refused while an amendment is not answered. Twice is once."""
    row = locked(minutes)
    if row.status in (MinutesStatus.APPROVED, MinutesStatus.PUBLISHED):
        return row
    if row.status != MinutesStatus.AMENDMENTS:
        raise Refused(_("Referatet må ha vært ute til rettelser først."))
    if Amendment.objects.filter(part__minutes=row, taken=None).exists():
        raise Refused(_("Det er rettelser som ikke er svart på."))
    row.status, row.approved_at, row.approved_by = MinutesStatus.APPROVED, clock.now(), by.name
    row.save()
    return row


@deed("governance.publish_minutes", permission=check_keep_minutes)
def publish(*, by: Any, minutes: Minutes) -> Minutes:
    """Open to everybody, without what is exempt. Twice is once."""
    row = locked(minutes)
    if row.status == MinutesStatus.PUBLISHED:
        return row
    if row.status != MinutesStatus.APPROVED:
        raise Refused(_("Referatet må være godkjent før det offentliggjøres."))
    row.status, row.published_at = MinutesStatus.PUBLISHED, clock.now()
    row.save()
    events.tell(PUBLISHED, meeting=row.meeting_id, community=row.meeting.community_id)
    return row
