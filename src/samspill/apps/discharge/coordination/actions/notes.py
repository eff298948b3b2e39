"""Notes that the other side sees and notes that it does not; and what matters to the patient."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination import rules
from samspill.apps.discharge.coordination.acting import changed, held, signature
from samspill.apps.discharge.coordination.permissions import check_coordinate, check_own_note
from samspill.apps.discharge.models import Matter, Note, Stay
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused


@deed("discharge.write_note", permission=check_coordinate)
def write_note(*, by: Any, stay: Stay, text: str, shared: bool) -> Note:
    """Raises Refused."""
    rules.check_text(text)
    stay = held(stay)
    last = Note.objects.filter(stay=stay, by_organisation=by.top_id).last()
    if last and (last.text, last.shared, last.by_name) == ({"text": text.strip()}, shared, by.name):
        return last  # a double click
    note = Note.objects.create(**signature(by, stay), text={"text": text.strip()}, shared=shared)
    changed(stay)
    return note


@deed("discharge.pull_back_note", permission=check_own_note)
def pull_back_note(*, by: Any, note: Note) -> Note:
    """Shared by mistake: from now on for one's own side only. That it was shared stays. Raises Refused."""
    stay = held(note.stay)
    note = Note.objects.get(pk=note.pk)
    if not note.shared:
        raise Refused(_("Notatet er ikke delt."))
    if note.pulled_back_at is None:
        note.pulled_back_at = clock.now()
        note.save(update_fields=["pulled_back_at"])
        changed(stay)
    return note


@deed("discharge.say_what_matters", permission=check_coordinate)
def say_what_matters(*, by: Any, stay: Stay, text: str, said_by: Matter.Source, seen: str | None = None) -> Matter:
    """In the patient's own words; earlier ones are kept. Raises Refused, Overtaken when another was written since."""
    rules.check_text(text)
    stay = held(stay)
    last = Matter.objects.filter(stay=stay).last()
    if last and last.text == {"text": text.strip()}:
        return last
    if seen is not None and seen != (str(last.pk) if last else ""):
        raise rules.Overtaken(_("%(name)s skrev noe nytt her mens du skrev."), name=last.by_name if last else "")
    matter = Matter.objects.create(**signature(by, stay), text={"text": text.strip()}, said_by=said_by)
    changed(stay)
    return matter
