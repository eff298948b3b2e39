"""What the room tells the rest of the house when it opens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samspill.core import clock, schedule, waiting
from samspill.ui import navigation
from samspill.ui.navigation import Entry


def open_room() -> None:
    from samspill.apps.governance import references, telling

    references.register()
    telling.register()
    schedule.every(timedelta(days=1), "remind of what is due in «Saker»", telling.remind)
    waiting.room_with_waiting_items(waiting_items)
    navigation.add(Entry(label=_("Saker"), url_name="governance:cases", deed="governance.look", icon="Gavel", order=30))


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), clock.OSLO)


def waiting_items(person: Any) -> Iterable[waiting.WaitingItem]:
    """Decisions to confirm at home, advice to give, tasks to do, cases to take in."""
    from samspill.apps.governance.cases import queries

    if not person.signed_in or not person.may("governance.look"):
        return
    for row in queries.anchorings_waiting_for(person):
        yield _item(
            gettext("Bekreft vedtaket hjemme"), row.decision.title, "governance:reply-anchoring", row.pk, row.due
        )
    for advice in queries.advice_waiting_for(person):
        address = reverse("governance:answer-advice", args=[advice.case_id, advice.pk])
        yield _dated(gettext("Gi råd"), f"{advice.case.title} · {advice.body.name}", address, advice.due)
    for task in queries.follow_ups_of(person):
        yield _item(gettext("Oppgave fra vedtak"), task.what, "governance:note-follow-up", task.pk, task.due)
    if person.may("governance.keep"):
        for case in queries.cases_seen_by(person).filter(status="proposed").select_related("body"):
            yield _item(
                gettext("Ta inn saken"), f"{case.title} · {case.body.name}", "governance:case", case.pk, case.due
            )


def _item(what: str, about: str, url_name: str, pk: Any, due: date | None) -> waiting.WaitingItem:
    return _dated(what, about, reverse(url_name, args=[pk]), due)


def _dated(what: str, about: str, url: str, due: date | None) -> waiting.WaitingItem:
    broken = due is not None and due < clock.today()
    return waiting.WaitingItem(what=what, about=about, url=url, due=end_of(due) if due else None, broken=broken)
