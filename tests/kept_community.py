"""The demo community for the thousandth test: loaded by its own loader once a process, and from then on as it lay.

The first time, each table that the loader filled is written down as one INSERT in the database's own words. Later tests
run those. A test that commits has the community loaded in the ordinary way, since more than rows follows a commit.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection, transaction

from samspill.directory import lookup
from samspill.directory.models import Community
from samspill.portal.demo.cast import COMMUNITY
from samspill.portal.demo.community import load_demo_community

_inserts: list[str] = []
_QUOTED = {"sqlite": "quote({})", "postgresql": "quote_nullable({}::text)"}


def fjordheim(*, commits: bool) -> Community:
    """The community, with its people and what they have entered, in a database that holds none."""
    if commits:
        return load_demo_community()
    if not _inserts:
        before = _filled()
        loaded = load_demo_community()
        _inserts.extend(_insert(table) for table in _filled() if table not in before)
        return loaded
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _inserts:
            cursor.execute(statement)
    lookup.forget()
    return Community.objects.get(slug=COMMUNITY)


def _filled() -> list[str]:
    """Tables with rows, those that others point to first: a wall looks at them."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    models.sort(key=lambda model: bool(model._meta.auto_created))  # the links of many-to-many come last
    return [model._meta.db_table for model in models if model._base_manager.exists()]


def _insert(table: str) -> str:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        values = " || ',' || ".join(_QUOTED[connection.vendor].format(quote(column)) for column in columns)
        cursor.execute(f"SELECT {values} FROM {quote(table)}")
        rows = ",".join(f"({row[0]})" for row in cursor.fetchall())
    return f"INSERT INTO {quote(table)} ({','.join(map(quote, columns))}) VALUES {rows}"
