"""Choosing a person by writing their name, and a unit from a list that is ordered as people think of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.directory.models import Person, Position, Unit
from samspill.directory.plain_words import folded
from samspill.directory.seen import units_in

_LINE = "parent__parent__parent__parent"
SUGGESTED = 300  # names in the list below the field; in a larger community one writes the name


def units_to_choose(community: UUID, within: UUID | None = None) -> list[Unit]:
    """The units of the community as it is today; of one organisation only where `within` names it."""
    today = clock.today()
    found = Unit.objects.filter(pk__in=units_in(community, today)).select_related(_LINE)
    return [unit for unit in found if unit.holds_on(today) and (within is None or unit.top.pk == within)]


class UnitField(forms.ChoiceField):
    """A unit among those that `offer_units` was given, grouped by organisation. Cleans to a Unit, or None."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"error_messages": {"invalid_choice": _("Velg en enhet fra listen.")}, **values})
        self._units: dict[str, Unit] = {}

    def offer_units(self, units: Iterable[Unit]) -> None:
        tops: dict[tuple[str, UUID], list[Unit]] = {}
        for unit in units:
            tops.setdefault((unit.top.name, unit.top.pk), []).append(unit)
        groups: list[tuple[str, Any]] = [("", _("Velg enhet"))]
        for (name, pk), members in sorted(tops.items()):
            members.sort(key=lambda each: (each.pk != pk, each.name))
            groups.append((name, [(str(each.pk), each.name) for each in members]))
        self._units = {str(unit.pk): unit for members in tops.values() for unit in members}
        self.choices = groups

    def clean(self, value: Any) -> Unit | None:
        return self._units.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if isinstance(value, Unit) else value


class PersonField(forms.CharField):
    """A person of the community, by name; «Kari Lund, Geriatri 2» where several have the name. Cleans to a Person, or
    None. `known` is somebody who may stay chosen although they hold no position any more."""

    def __init__(self, **values: Any) -> None:
        super().__init__(max_length=200, **values)
        self._community: UUID | None = None
        self._known: Person | None = None

    def of_community(self, community: UUID, known: Person | None = None) -> None:
        self._community, self._known = community, known
        self.widget.attrs |= {"list": "people", "autocomplete": "off"}  # the list stands in directory/_people.html

    def suggestions(self) -> list[str]:
        """«Kari Lund, Geriatri 2» of everybody, where that is few enough to be a help."""
        rows = list(_positions(self._community)[: SUGGESTED + 1])
        names = sorted({f"{row.person}, {row.unit.name}" for row in rows})
        return names if len(rows) <= SUGGESTED else []

    def clean(self, value: Any) -> Person | None:
        text = super().clean(value)
        return self._person(text) if text else None

    def _person(self, text: str) -> Person:
        wanted = folded(" ".join(text.split()))
        if self._known and wanted == folded(str(self._known)):
            return self._known
        name, _comma, place = (part.strip() for part in wanted.partition(","))
        rows = self._namesakes(text.partition(",")[0].split()) or _positions(self._community)
        found = {
            row.person.pk: row for row in rows if folded(str(row.person)) == name and place in folded(row.unit.name)
        }
        if len(found) == 1:
            return next(iter(found.values())).person
        if not found:
            raise ValidationError(
                _("Fant ingen i helsefellesskapet som heter «%(name)s». Skriv hele navnet, som i «Hvem er hvem»."),
                params={"name": text},
            )
        several = "; ".join(sorted(f"{row.person}, {row.unit.name}" for row in found.values()))
        raise ValidationError(_("Flere har dette navnet. Skriv én av disse: %(several)s."), params={"several": several})

    def _namesakes(self, names: list[str]) -> list[Position]:
        """Those with the family name as it is written; nobody when it is spelt otherwise than in the directory."""
        return list(_positions(self._community).filter(person__family_name__iexact=names[-1])) if names else []

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Person) else value


def _positions(community: UUID | None) -> QuerySet[Position]:
    """Those who hold a position in the community today."""
    held = Position.objects.on(clock.today()).filter(community=community)
    return held.select_related("person", "unit").order_by("person__family_name", "pk")
