"""How new a form's picture is: a short digest of all the rows that it shows.

A form carries it; whoever saves on top of rows that somebody else changed meanwhile is told, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.db import models

from samspill.directory.edits import ChangedMeanwhile
from samspill.directory.models import Person, Unit


def edition_of(rows: Iterable[models.Model]) -> str:
    """16 letters that differ as soon as any column of any row does, or a row came or went."""
    seen = sorted(
        repr((row._meta.label, [str(row.serializable_value(field.attname)) for field in row._meta.concrete_fields]))
        for row in rows
    )
    return sha256("\n".join(seen).encode()).hexdigest()[:16]


def sheet_of(whose: Person | Unit) -> list[models.Model]:
    """The rows that the contact form of a person or a unit shows."""
    ways: list[Any] = list(whose.contactways.all())
    return [whose, *ways, *whose.openinghourss.all(), *whose.topics.all()]


def check_edition(rows: Iterable[models.Model], expected: str) -> None:
    """Raises ChangedMeanwhile with the first row as it is now."""
    found = list(rows)
    if edition_of(found) != expected:
        raise ChangedMeanwhile(found[0])
