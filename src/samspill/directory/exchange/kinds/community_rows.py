"""What the sheets of a community's own rows (offers, joint work, representation) share."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.directory.exchange.importing import Import
from samspill.directory.exchange.sheets import Cells, Column

Instance = TypeVar("Instance", bound=models.Model)

ID = Column("id", _("Tomt for en ny. I en fil som er tatt ut herfra, skal det stå urørt."))
PERIOD = (Column("fra", _("Første dag")), Column("til og med", _("Siste dag. Tomt så lenge det varer")))


def there_or_new(model: type[Instance], cells: Cells, into: Import, **same: Any) -> Instance:
    """The community's row with the id of the line; without an id the one that `same` tells, else a new one."""
    own: models.QuerySet[Instance] = model._default_manager.filter(community=into.person.community_id)
    said = cells.text("id")
    if said:
        found = own.filter(pk=_uuid(said)).first()
        if found is None:
            raise ValidationError({"id": _("Ingen rad har denne id-en her.")})
        return found
    known = own.filter(**same).first() if all(value not in (None, "") for value in same.values()) else None
    return known or model(community_id=into.person.community_id)


def take_period(row: Any, cells: Cells) -> None:
    if cells.has("fra"):
        row.valid_from = cells.day("fra")
    if cells.has("til og med"):
        row.valid_to = cells.day_after("til og med")
    if row.valid_from and row.valid_to and row.valid_to <= row.valid_from:
        cells.wrong.append(("til og med", str(_("Siste dag kan ikke være før første dag."))))


def take_texts(row: Any, cells: Cells, texts: dict[str, str]) -> None:
    """texts: column -> attribute. A column that the file lacks changes nothing."""
    for column, name in texts.items():
        if cells.has(column):
            setattr(row, name, cells.text(column))


def period_of(row: Any) -> dict[str, str]:
    return {
        "fra": row.valid_from.isoformat() if row.valid_from else "",
        "til og med": row.last_day.isoformat() if row.last_day else "",
    }


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise ValidationError({"id": _("Dette er ikke en id.")}) from error
