"""All of the coordination that the page of a stay shows one reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from samspill.apps.discharge.coordination import lists
from samspill.apps.discharge.coordination.queries import tasks
from samspill.apps.discharge.coordination.queries.causes import Weighted, causes_now, mark_of, weighted
from samspill.apps.discharge.models import (
    DocumentMark,
    Function,
    Matter,
    Meeting,
    Note,
    Stay,
    StayCause,
    Task,
)
from samspill.core import clock


@dataclass(frozen=True)
class Document:
    """One required document as it stands; `mark` is empty before anybody has said anything."""

    line: lists.Line
    status: str
    label: Any
    mark: DocumentMark | None

    @property
    def ready(self) -> bool:
        return self.status in (DocumentMark.Status.SENT, DocumentMark.Status.NOT_NEEDED)


@dataclass(frozen=True)
class Described:
    """A function variable with what it stands at."""

    line: lists.Line
    value: int
    words: str


def notes_seen_by(person: Any, stay: Stay) -> QuerySet[Note]:
    """One's own organisation's, and what others have shared and not pulled back: the wall between the sides.

    After a change of municipality the new one sees what was shared, never what the old one wrote for itself.
    """
    rows = Note.objects.filter(stay=stay)
    if not Stay.objects.visible_to(person).filter(pk=stay.pk).exists():
        return rows.filter(shared=True, pulled_back_at=None)  # somebody with access for a reason is of neither side
    return rows.filter(Q(by_organisation=person.top_id) | Q(shared=True, pulled_back_at=None))


def documents_of(stay: Stay) -> list[Document]:
    """The required documents, in the order of the list."""
    latest = {mark.code: mark for mark in DocumentMark.objects.filter(stay=stay)}  # ordered by time: the last holds
    found = []
    for code, line in lists.documents().items():
        mark = latest.get(code)
        status = DocumentMark.Status(mark.status if mark else DocumentMark.Status.MISSING)
        found.append(Document(line, status.value, status.label, mark))
    return found


class Coordination:
    """Read lazily, so that a part that is not shown is not asked for."""

    def __init__(self, stay: Stay, person: Any) -> None:
        self.stay, self.person = stay, person

    @cached_property
    def tasks(self) -> list[Task]:
        return tasks.open_tasks(self.stay)

    @cached_property
    def done_tasks(self) -> list[Task]:
        return tasks.closed_tasks(self.stay)

    @cached_property
    def other_stays(self) -> list[Stay]:
        """The patient's other stays that the reader's side has to do with: a readmission, or where they came from."""
        rows = Stay.objects.visible_to(self.person).real().filter(patient=self.stay.patient_id)
        return list(rows.exclude(pk=self.stay.pk).exclude(state="cancelled").order_by("-admitted_on")[:5])

    @property
    def now(self) -> datetime:
        return clock.now()

    @cached_property
    def _causes(self) -> list[StayCause]:
        return causes_now(self.stay)

    @property
    def causes(self) -> list[Weighted]:
        return weighted(self.stay, self._causes)

    @property
    def causes_mark(self) -> str:
        return mark_of(self._causes)

    @cached_property
    def notes(self) -> list[Note]:
        return list(notes_seen_by(self.person, self.stay).order_by("-at", "pk"))

    @cached_property
    def matters(self) -> list[Matter]:
        """Newest first."""
        return list(Matter.objects.filter(stay=self.stay).order_by("-at", "pk"))

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Those to come first, then those that were."""
        rows = list(Meeting.objects.filter(stay=self.stay).order_by("starts", "pk"))
        to_come = [row for row in rows if row.ends >= self.now]
        return [*to_come, *reversed([row for row in rows if row not in to_come])]

    @cached_property
    def documents(self) -> list[Document]:
        return documents_of(self.stay)

    @property
    def documents_missing(self) -> int:
        return sum(not each.ready for each in self.documents)

    @cached_property
    def function(self) -> Function | None:
        return Function.objects.filter(stay=self.stay).last()

    @property
    def described(self) -> list[Described]:
        """What needs help, most first; what the patient manages is not listed."""
        scores = self.function.scores.get("scores", {}) if self.function else {}
        scale = lists.function_scale()
        found = [
            Described(line, scores[code], scale[str(scores[code])].label)
            for code, line in lists.function_variables().items()
            if code in scores and 2 <= scores[code] <= 5
        ]
        return sorted(found, key=lambda each: -each.value)

    @property
    def services(self) -> list[str]:
        known = lists.services()
        asked = self.function.scores.get("services", []) if self.function else []
        return [known[code].label for code in asked if code in known]

    def events(self) -> list[dict[str, Any]]:
        """What was done here, as items of the timeline (see the component)."""
        found = [*self._of_tasks(), *self._of_causes(), *self._of_meetings(), *self._of_the_rest()]
        return sorted(found, key=lambda item: item["at"], reverse=True)

    def _of_tasks(self) -> Iterator[dict[str, Any]]:
        for task in [*self.tasks, *self.done_tasks]:
            yield item(task.at, _("Oppgave: %(what)s") % {"what": task.text.get("text", "")}, task.by_name, "Tasklist")
            if task.done_at:
                title = _("Oppgave falt bort") if task.dropped else _("Oppgave utført")
                text = f"{task.text.get('text', '')} · {task.done_by}"
                yield item(task.done_at, title, text, "Checkmark")

    def _of_causes(self) -> Iterator[dict[str, Any]]:
        known = lists.causes_of(self.stay.community_id)
        for row in StayCause.objects.filter(stay=self.stay):
            label = known[row.code].label if row.code in known else row.code
            yield item(row.at, _("Årsak: %(cause)s") % {"cause": label}, row.by_name, "Hourglass")
            if row.until:
                yield item(row.until, _("Ikke lenger årsak: %(cause)s") % {"cause": label}, row.until_by, "Checkmark")

    def _of_meetings(self) -> Iterator[dict[str, Any]]:
        for meeting in self.meetings:
            yield item(meeting.at, _("Innkalt til planleggingsmøte"), meeting.by_name, "Calendar")
            if meeting.cancelled:
                yield item(meeting.changed_at, _("Planleggingsmøte avlyst"), meeting.by_name, "Calendar")

    def _of_the_rest(self) -> Iterator[dict[str, Any]]:
        for matter in self.matters:
            yield item(matter.at, _("Skrev hva som er viktig for pasienten"), matter.by_name, "Heart")
        for note in self.notes:
            title = _("Notat delt med den andre siden") if note.shared else _("Notat for egen side")
            yield item(note.at, title, note.by_name, "NotePencil")
        for function in Function.objects.filter(stay=self.stay):
            yield item(function.at, _("Beskrev funksjon og behov"), function.by_name, "PersonTallShort")
        for mark in DocumentMark.objects.filter(stay=self.stay):
            line = lists.documents().get(mark.code)
            title = f"{line.label if line else mark.code}: {mark.get_status_display()}"
            yield item(mark.at, title, mark.by_name, "FileText")


def item(at: datetime, title: str, text: str, icon: str) -> dict[str, Any]:
    return {"at": at, "title": title, "text": text, "tone": "neutral", "icon": icon}


def by_time(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Newest first; what has a day only stands at the end of that day."""
    return sorted(items, key=lambda each: _order(each["at"]), reverse=True)


def _order(at: Any) -> tuple[Any, ...]:
    if isinstance(at, datetime):
        local = at.astimezone(clock.OSLO)
        return (local.date(), local.hour, local.minute, local.second)
    return (at, 23, 59, 59)
