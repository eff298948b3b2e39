"""Takes the rows of a file in, row by row, all or nothing. A preview is the same thing, rolled back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from samspill.core.refusal import Refused
from samspill.directory import lookup
from samspill.directory.exchange.changes import Change, change_of, values_of
from samspill.directory.exchange.files import Row
from samspill.directory.exchange.references import References
from samspill.directory.exchange.sheets import Cells, Sheet

FIRST_LINE = 2  # the first row of data stands on the second line of the file


@dataclass(frozen=True)
class Wrong:
    """line as counted in the file; column empty when it is about the whole row."""

    line: int
    column: str
    sentence: str


@dataclass
class Outcome:
    """changes by the line they came of; `wrong` empty means that the file can be taken in."""

    changes: list[tuple[int, Change]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    unchanged: int = 0
    unknown_columns: list[str] = field(default_factory=list)

    @property
    def new(self) -> list[tuple[int, Change]]:
        return [(line, change) for line, change in self.changes if change.is_new]

    @property
    def changed(self) -> list[tuple[int, Change]]:
        return [(line, change) for line, change in self.changes if not change.is_new]

    @property
    def digest(self) -> str:
        """The same as long as taking the file in would do the same; keys of new rows, drawn each time, left out."""
        said = [
            (line, c.model, c.title, c.before, c.after, c.key)
            if c.before is not None
            else (line, c.model, sorted(c.after))  # its title may hold the key, where a model has no words of its own
            for line, c in self.changes
        ]
        return hashlib.sha256(json.dumps([said, [str(w) for w in self.wrong]], default=str).encode()).hexdigest()


class Import:
    """What a sheet's `take` saves through, for one file."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self.references = References(person)
        self.made: list[Change] = []

    def save(self, instance: models.Model, **related: Sequence[models.Model]) -> Change | None:
        """Check and save the row, and set its many-to-many rows. Raises ValidationError."""
        model = type(instance)
        before = None
        if not instance._state.adding:
            there = model._default_manager.get(pk=instance.pk)
            before = values_of(there, {name: list(getattr(there, name).all()) for name in related})
        instance.full_clean()
        after = values_of(instance, {name: list(rows) for name, rows in related.items()})
        if before is not None and change_of(instance, before, after) is None:
            return None
        instance.save()
        for name, rows in related.items():
            getattr(instance, name).set(rows)
        if before is None:  # as the database keeps it, with its key, so that undoing can compare
            instance.refresh_from_db()
            after |= values_of(instance)
        change = change_of(instance, before, after)
        assert change
        self.made.append(change)
        return change


class _TakeBack(Exception):
    """Leaves the transaction of a preview."""


def preview(sheet: Sheet, rows: Sequence[Row], person: Any) -> Outcome:
    """What taking the rows in would do, and what is wrong with them. Changes nothing."""
    outcome = Outcome()
    try:
        with transaction.atomic():
            outcome = _take_all(sheet, rows, person)
            raise _TakeBack
    except _TakeBack:
        return outcome


def take_in(sheet: Sheet, rows: Sequence[Row], person: Any) -> Outcome:
    """Inside the caller's transaction. Raises Refused when anything is wrong; then nothing may be kept."""
    outcome = _take_all(sheet, rows, person)
    if outcome.wrong:
        raise Refused(_("Filen har feil, og ingenting er hentet inn. Rett dem og prøv igjen."))
    return outcome


def _take_all(sheet: Sheet, rows: Sequence[Row], person: Any) -> Outcome:
    into, outcome = Import(person), Outcome()
    names = set().union(*rows) if rows else set()
    outcome.unknown_columns = sorted(name for name in names if name and name not in sheet.names)
    missing = [column.name for column in sheet.columns if column.required and rows and column.name not in names]
    if missing:
        outcome.wrong = [Wrong(1, name, _("Denne kolonnen mangler i filen.")) for name in missing]
        return outcome
    for line, row in enumerate(rows, start=FIRST_LINE):
        _take_one(sheet, row, line, into, outcome)
    lookup.forget()
    return outcome


def _take_one(sheet: Sheet, row: Row, line: int, into: Import, outcome: Outcome) -> None:
    """A row that fails leaves nothing behind, and the next is tried, so that all that is wrong is said at once."""
    so_far = len(into.made)
    cells = Cells(row)
    try:
        with transaction.atomic():
            sheet.take(cells, into)
    except ValidationError as error:
        outcome.wrong += [Wrong(line, *each) for each in _sentences(error, sheet)]
    except Refused as no:
        outcome.wrong.append(Wrong(line, "", str(no)))
    except IntegrityError:
        outcome.wrong.append(Wrong(line, "", _("Raden strider mot en annen som finnes fra før.")))
    else:
        made = into.made[so_far:]
        outcome.changes += [(line, change) for change in made]
        outcome.unchanged += not made
        return
    del into.made[so_far:]


def _sentences(error: ValidationError, sheet: Sheet) -> list[tuple[str, str]]:
    if not hasattr(error, "error_dict"):
        return [("", sentence) for sentence in error.messages]
    return [
        ("" if name == NON_FIELD_ERRORS else name, str(sentence))
        for name, sentences in error.message_dict.items()
        for sentence in sentences
    ]
