"""May this person? Those who coordinate, on the stays of their own side; each on what is theirs to change."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.models import Meeting, Note, Stay, Task
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import UnitKind
from samspill.stay import Side


def side_of(person: Any) -> Side:
    return Side.HOSPITAL if person.top_kind == UnitKind.HOSPITAL_TRUST else Side.MUNICIPALITY


@answers_twice
def check_role(person: Doer) -> None:
    if not person.may("discharge.coordinate"):
        raise Refused(_("Dette gjøres av dem som koordinerer utskrivning."))


@answers_twice
def check_coordinate(person: Any, stay: Stay) -> None:
    """A stay of one's own side. Emergency access is for reading."""
    check_role(person)
    if not Stay.objects.visible_to(person).filter(pk=stay.pk).exists():
        raise Refused(_("Bare sykehuset og pasientens egen kommune skriver på oppholdet."))


@answers_twice
def check_task(person: Any, task: Task) -> None:
    """Either side may say that a task is done: what matters is that both see it, with who said so."""
    check_coordinate(person, task.stay)


@answers_twice
def check_own_note(person: Any, note: Note) -> None:
    check_coordinate(person, note.stay)
    if note.by_organisation != person.top_id:
        raise Refused(_("Bare siden som skrev notatet, kan trekke det tilbake."))


@answers_twice
def check_meeting(person: Any, meeting: Meeting) -> None:
    """Whoever called the meeting moves it; the other side asks for it in a note."""
    check_coordinate(person, meeting.stay)
    if meeting.by_organisation != person.top_id:
        raise Refused(_("Bare siden som kalte inn, kan endre eller avlyse møtet."))


@answers_twice
def check_keep_lists(person: Doer) -> None:
    if not person.may("discharge.keep_lists"):
        raise Refused(_("Lister og rundetider bestemmes av fellesskapets administrator."))
