"""The kinds of files the directory can be kept by: one sheet a kind, each declared where its rows belong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused
from samspill.directory.exchange.files import Row
from samspill.directory.exchange.references import References

if TYPE_CHECKING:
    from samspill.directory.exchange.importing import Import


@dataclass(frozen=True)
class Column:
    """name as it stands in the first line of the file, in lower case."""

    name: str
    what: Any  # what to write there, as a person reads it
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """take(row, into) saves what one row says, with `into.save(...)`; rows(person, references) gives them all back."""

    key: str
    label: Any
    columns: tuple[Column, ...]
    take: Callable[[Cells, Import], None]
    rows: Callable[[Any, References], Iterable[Row]]
    deed: str = "directory.exchange"

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


SHEETS: dict[str, Sheet] = {}


def declare(sheet: Sheet) -> Sheet:
    """Add a kind of file. Call in AppConfig.ready; a second call with the same key replaces the first."""
    SHEETS[sheet.key] = sheet
    return sheet


@dataclass
class Cells:
    """One row, read with a sentence for each cell that cannot be understood. An empty cell of a column that the file
    lacks altogether is None: it changes nothing."""

    row: Row
    wrong: list[tuple[str, str]] = field(default_factory=list)  # (column, sentence)

    def has(self, name: str) -> bool:
        return name in self.row

    def text(self, name: str, *, required: bool = False) -> str:
        value = self.row.get(name, "")
        if required and not value:
            self.wrong.append((name, str(_("Her må det stå noe."))))
        return value

    def read(self, name: str, reader: Callable[[str], Any], *, required: bool = False) -> Any:
        """What the cell means, None when it is empty or cannot be understood."""
        text = self.text(name, required=required)
        if not text:
            return None
        try:
            return reader(text)
        except Refused as no:
            self.wrong.append((name, str(no)))
        return None

    def day(self, name: str) -> date | None:
        day: date | None = self.read(name, _day)
        return day

    def day_after(self, name: str) -> date | None:
        """A last day, counted in, as the first day after it."""
        last = self.day(name)
        return last + timedelta(days=1) if last else None

    def number(self, name: str) -> int | None:
        number: int | None = self.read(name, _whole)
        return number

    def choice(self, name: str, choices: type[models.TextChoices], *, required: bool = False) -> Any:
        """By its label, in the language of the reader or in bokmål, or by its code."""
        return self.read(name, lambda text: _choice(text, choices), required=required)

    def check(self) -> None:
        """Raises ValidationError with all that was wrong."""
        if self.wrong:
            raise ValidationError(dict(self.wrong))


def _day(text: str) -> date:
    try:
        if "." in text:
            day, month, year = (int(part) for part in text.rstrip(".").split("."))
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(_("«%(text)s» er ikke en dato. Skriv for eksempel 3.2.2026."), text=text) from error


def _whole(text: str) -> int:
    if not text.replace(" ", "").isdecimal():
        raise Refused(_("«%(text)s» er ikke et helt tall."), text=text)
    return int(text.replace(" ", ""))


def _choice(text: str, choices: type[models.TextChoices]) -> Any:
    said = text.casefold()
    for each in choices:
        if said in {each.value.casefold(), str(each.label).casefold()}:
            return each
    allowed = ", ".join(str(each.label) for each in choices)
    raise Refused(_("«%(text)s» er ikke et av valgene: %(allowed)s."), text=text, allowed=allowed)
