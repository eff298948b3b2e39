"""Which tables are walled, and by what: read from the models, so that tomorrow's table is walled too.

    a column `community`                    rows of that community
    else references to walled tables        a row is there for whoever sees all that it must belong to
    else                                    not walled: the table says nothing of a community

An optional reference does not wall: a row may do without it. `Open` and `Walled` on the model say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, OneToOneField

from samspill.core.walls.statement import Open, Walled

SCOPE = "current_setting('samspill.community', true)"
ALL = f"{SCOPE} = '*'"


@dataclass(frozen=True)
class Wall:
    """seen: the SQL condition on a row for it to exist; written: for it to be put there, as it is after the change."""

    table: str
    seen: str
    written: str


@cache
def walls() -> tuple[Wall, ...]:
    """The walls of all tables, by name of the table."""
    return tuple(sorted(_all(), key=lambda wall: wall.table))


def _all() -> Iterator[Wall]:
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and (wall := _wall(model)):
            yield wall


def _wall(model: type[Model]) -> Wall | None:
    if isinstance(statement_of(model), Open):
        return None
    column = community_column(model)
    if column:
        return _direct(model._meta.db_table, column, statement_of(model) or Walled())
    parents = parents_of(model)
    return _through(model._meta.db_table, parents) if parents else None


def statement_of(model: type[Model]) -> Any:
    return vars(model).get("wall")


def community_column(model: type[Model]) -> str:
    """The column that names a row's community; empty where there is none."""
    field = next((field for field in model._meta.concrete_fields if field.name == "community"), None)
    return str(field.column) if field is not None else ""


def is_walled(model: type[Model]) -> bool:
    if isinstance(statement_of(model), Open):
        return False
    return bool(community_column(model) or parents_of(model))


def parents_of(model: type[Model]) -> list[Any]:
    """The obligatory references to walled tables."""
    return [field for field in references_of(model) if not field.null and is_walled(field.related_model)]


def references_of(model: type[Model]) -> list[Any]:
    fields = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey | OneToOneField)]
    return [field for field in fields if field.related_model is not model]


def _direct(table: str, column: str, statement: Walled) -> Wall:
    # A subquery without a row of its own is asked once a statement, not once a row.
    own = f"{column} = (SELECT CASE WHEN length({SCOPE}) = 36 THEN {SCOPE}::uuid END)"
    own_now = f"{column}::text = {SCOPE}"
    seen, written = [f"(SELECT {ALL})", own], [ALL, own_now]
    if statement.of_nobody == "seen":
        seen.append(f"({column} IS NULL AND (SELECT length({SCOPE}) = 36))")
        written.append(f"({column} IS NULL AND length({SCOPE}) = 36)")
    if statement.of_nobody == "written":
        written.append(f"({column} IS NULL AND {SCOPE} <> '')")
    return Wall(table, " OR ".join(seen), " OR ".join(written))


def _through(table: str, parents: list[Any]) -> Wall:
    """The parents' own walls stand in these subqueries too."""
    conditions = [
        f'EXISTS (SELECT 1 FROM "{field.related_model._meta.db_table}" p '  # noqa: S608 - names from our own models
        f'WHERE p."{field.target_field.column}" = "{table}"."{field.column}")'
        for field in parents
    ]
    condition = " AND ".join(conditions)
    return Wall(table, condition, condition)
