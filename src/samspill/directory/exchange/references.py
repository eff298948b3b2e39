"""What a cell may say to mean a unit or a person, and how it is said back."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory.models import Person, Unit
from samspill.directory.seen import OFFICIAL, people_seen_by, units_in

PATH = " / "


class References:
    """The units and people that one person's file may speak of, found by what people write. Made once a file.

    A unit: its id, its number (municipality, district), HER id, organisation number, its name, or as much of the line
    above it as tells it from others: «Geriatri 2», «Medisinsk klinikk / Geriatri 2».
    A person: their id, e-mail address, or name.
    """

    def __init__(self, person: Any) -> None:
        self._units: dict[str, set[UUID]] = defaultdict(set)
        self._people: dict[str, set[UUID]] = defaultdict(set)
        self.units: dict[UUID, Unit] = {}
        self.people: dict[UUID, Person] = {}
        inside = units_in(person.community_id, clock.today())
        line = Unit.objects.select_related("parent__parent__parent__parent")
        for unit in [*line.filter(pk__in=inside), *line.filter(kind__in=OFFICIAL, fictional=False)]:
            self.know_unit(unit)
        for each in people_seen_by(person):
            self.know_person(each)

    def know_unit(self, unit: Unit) -> None:
        self.units[unit.pk] = unit
        names = [each.name for each in unit.line()]
        paths = [PATH.join(reversed(names[: n + 1])) for n in range(len(names))]
        for said in [str(unit.pk), unit.number, unit.her_id, unit.org_number, *paths]:
            if said:
                self._units[_folded(said)].add(unit.pk)

    def know_person(self, person: Person) -> None:
        self.people[person.pk] = person
        for said in [str(person.pk), person.email, str(person)]:
            if said:
                self._people[_folded(said)].add(person.pk)

    def unit(self, text: str) -> Unit:
        """Raises Refused when nobody, or more than one, is called that."""
        found = self._units.get(_folded(text), set())
        if not found:
            raise Refused(_("Ingen enhet her heter «%(text)s»."), text=text)
        if len(found) > 1:
            raise Refused(
                _("Flere enheter heter «%(text)s». Skriv også hva den er en del av, med skråstrek imellom."), text=text
            )
        return self.units[next(iter(found))]

    def person(self, text: str) -> Person:
        """Raises Refused when nobody, or more than one, is called that."""
        found = self._people.get(_folded(text), set())
        if not found:
            raise Refused(_("Ingen person her heter «%(text)s»."), text=text)
        if len(found) > 1:
            raise Refused(_("Flere personer heter «%(text)s». Skriv e-postadressen i stedet."), text=text)
        return self.people[next(iter(found))]

    def said_unit(self, unit: Unit | None) -> str:
        """The shortest path that means this unit alone."""
        if unit is None:
            return ""
        names = [each.name for each in unit.line()]
        for n in range(len(names)):
            path = PATH.join(reversed(names[: n + 1]))
            if self._units.get(_folded(path)) == {unit.pk}:
                return path
        return str(unit.pk)

    def said_person(self, person: Person | None) -> str:
        if person is None:
            return ""
        alone = self._people.get(_folded(str(person))) == {person.pk}
        return str(person) if alone else person.email or str(person.pk)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
