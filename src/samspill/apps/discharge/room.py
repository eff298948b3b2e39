"""What the room tells the rest of the house when it opens."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from samspill.core import clock, events, histories, identified, live, schedule, waiting
from samspill.ui import navigation
from samspill.ui.navigation import Entry

# Somebody who begins to listen within this time of a change may have loaded the page before it.
LATELY = timedelta(minutes=1)


def open_room() -> None:
    from samspill.apps.discharge.actions.delivering import deliver_outbox
    from samspill.apps.discharge.actions.following import BECAME_OTHERS, follow_the_units
    from samspill.apps.discharge.parts import open_parts
    from samspill.apps.discharge.queries.lists import People

    waiting.room_with_waiting_items(waiting_items)
    histories.room_with_histories(histories_for_figures)
    identified.owner_of_patients(People())
    waiting.room_with_waiting_items(accesses_to_review)
    waiting.room_with_waiting_items(tasks_and_rounds)
    navigation.add(
        Entry(label=_("Pasienter"), url_name="discharge:board", deed="discharge.see_board", icon="Bed", order=20)
    )
    navigation.add(
        Entry(label=_("Meldinger"), url_name="inbox:list", deed="messages.see_inbox", icon="EnvelopeClosed", order=80)
    )
    navigation.add(
        Entry(
            label=_("Nødtilganger"),
            url_name="discharge:reviews",
            deed="access_log.review",
            icon="ExclamationmarkTriangle",
            order=85,
        )
    )
    events.listen(BECAME_OTHERS, follow_the_units)
    open_parts()
    live.room_with_marks("discharge", latest_marks)
    schedule.every(timedelta(seconds=5), "deliver the outbox", deliver_outbox)


def latest_marks() -> Mapping[UUID, Iterable[Hashable]]:
    """The latest beat of each community whose stays changed lately."""
    from samspill.apps.discharge.models import Pulse

    recent = Pulse.objects.filter(at__gt=clock.now() - LATELY)
    return {community: [number] for community, number in recent.values_list("community", "number")}


def histories_for_figures(community: UUID) -> Iterable[Any]:
    """What the figures room counts."""
    from samspill.apps.discharge.queries.for_figures import histories_of

    return histories_of(community)


def waiting_items(person: Any) -> Iterable[waiting.WaitingItem]:
    """Stays where it is this person's own side that must do the next thing, on the patients they may see."""
    from samspill.apps.discharge import words
    from samspill.apps.discharge.queries.board import cards_where_it_is_my_move

    for card in cards_where_it_is_my_move(person):
        yield waiting.WaitingItem(
            what=str(words.STEPS[card.next_step]) if card.next_step else gettext("Følg opp"),
            about=f"{card.label} · {card.ward_name or card.municipality_name}",
            url=reverse("discharge:stay", args=[card.stay_id]),
            due=card.due,
            broken=card.broken,
        )


def tasks_and_rounds(person: Any) -> Iterable[waiting.WaitingItem]:
    """One's own tasks and those of one's side, the round that was to begin, and those pointed out at admission."""
    from samspill.apps.discharge.coordination.queries.tasks import tasks_waiting_for

    for task in tasks_waiting_for(person):
        yield waiting.WaitingItem(
            what=task.text.get("text", ""),
            about=f"{task.stay.patient.initials} · {task.stay.ward_name}",
            url=reverse("discharge:stay", args=[task.stay_id]) + "#oppgaver",
            due=task.due,
            broken=bool(task.due and task.due < clock.now()),
        )
    yield from _rounds(person)
    yield from _pointed_out(person)


def _rounds(person: Any) -> Iterable[waiting.WaitingItem]:
    from samspill.apps.discharge.rounds.queries import rounds_to_go

    for round_due, names in rounds_to_go(person):
        yield waiting.WaitingItem(
            what=gettext("Ta runden"), about=", ".join(names), url=reverse("discharge:rounds"), due=round_due
        )


def _pointed_out(person: Any) -> Iterable[waiting.WaitingItem]:
    from samspill.apps.discharge.assessment.queries import pointed_out_for

    count = pointed_out_for(person)
    if count:
        yield waiting.WaitingItem(
            what=gettext("Avgjør om kommunen skal varsles tidlig"),
            about=ngettext("%(count)s innlagt pasient", "%(count)s innlagte pasienter", count) % {"count": count},
            url=reverse("discharge:pointed-out"),
        )


def accesses_to_review(person: Any) -> Iterable[waiting.WaitingItem]:
    """Accesses with a reason that nobody has looked at yet, for whoever reviews them."""
    from samspill.apps.discharge.queries.access import accesses_of
    from samspill.apps.discharge.rules import REVIEW_WITHIN

    for access in accesses_of(person, only_waiting=True):
        due = access.at + REVIEW_WITHIN
        yield waiting.WaitingItem(
            what=gettext("Kontroller nødtilgang") if access.is_emergency else gettext("Kontroller begrunnet tilgang"),
            about=f"{access.who_name} · {access.unit}",
            url=reverse("discharge:review", args=[access.pk]),
            due=due,
            broken=due < clock.now(),
        )
