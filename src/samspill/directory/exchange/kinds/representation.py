"""User representatives' and GPs' terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.directory.exchange.files import Row
from samspill.directory.exchange.importing import Import
from samspill.directory.exchange.kinds.community_rows import ID, PERIOD, period_of, take_period, there_or_new
from samspill.directory.exchange.references import References
from samspill.directory.exchange.sheets import Cells, Column, Sheet
from samspill.directory.models import Representation, Side

COLUMNS = (
    ID,
    Column("person", _("Navn eller e-post"), required=True),
    Column("representerer", _("Brukere og pårørende, eller Fastleger"), required=True),
    Column("hvor", _("Utvalget eller rådet"), required=True),
    Column("oppnevnt av", _("Enheten som oppnevnte"), required=True),
    Column("oppnevnt", _("Datoen")),
    Column("vara", _("Navn eller e-post")),
    *PERIOD,
)


def take(cells: Cells, into: Import) -> None:
    person = cells.read("person", into.references.person, required=True)
    appointed_by = cells.read("oppnevnt av", into.references.unit, required=True)
    term = there_or_new(Representation, cells, into, person=person, seat=cells.text("hvor"))
    term.side = cells.choice("representerer", Side, required=True)
    term.seat = cells.text("hvor", required=True)
    if cells.has("oppnevnt"):
        term.appointed_on = cells.day("oppnevnt")
    if cells.has("vara"):
        term.alternate = cells.read("vara", into.references.person)
    take_period(term, cells)
    cells.check()
    term.person, term.appointed_by = person, appointed_by
    into.save(term)


def rows(person: Any, references: References) -> Iterable[Row]:
    terms = Representation.objects.filter(community=person.community_id)
    for term in terms.select_related("person", "appointed_by", "alternate").order_by("seat", "pk"):
        yield {
            "id": str(term.pk),
            "person": references.said_person(term.person),
            "representerer": str(Side(term.side).label),
            "hvor": term.seat,
            "oppnevnt av": references.said_unit(references.units.get(term.appointed_by_id, term.appointed_by)),
            "oppnevnt": term.appointed_on.isoformat() if term.appointed_on else "",
            "vara": references.said_person(term.alternate),
            **period_of(term),
        }


SHEET = Sheet(
    key="representanter", label=_("Representanter"), columns=COLUMNS, take=take, rows=rows, deed="representation.see"
)
