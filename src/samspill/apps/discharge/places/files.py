"""Counts in a file: type;sted;dato;ledige. Every line that cannot be right is told with its number; then none count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from samspill.apps.discharge.places import rules
from samspill.apps.discharge.places.kinds import kinds_of
from samspill.apps.discharge.places.publishing import Count
from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory.exchange.files import Row

COLUMNS = ("type", "sted", "dato", "ledige")
MOST_TOLD = 20


class WrongLines(Refused):
    """`lines`: a sentence for each line that is wrong."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines[:MOST_TOLD]))


def counts_in(rows: Sequence[Row], community: UUID) -> list[Count]:
    """Raises WrongLines, or Refused where whole columns are missing."""
    missing = [name for name in ("type", "dato", "ledige") if rows and name not in rows[0]]
    if missing:
        raise Refused(
            _("Kolonnen «%(name)s» mangler. Filen skal ha kolonnene %(all)s."), name=missing[0], all=", ".join(COLUMNS)
        )
    if not rows:
        raise Refused(_("Det er ingen rader i det som ble sendt."))
    codes = {name: code for code, kind in kinds_of(community).items() for name in (code, kind.name.lower())}
    found: list[Count] = []
    wrong: list[str] = []
    for line, row in enumerate(rows, 2):
        try:
            found.append(_count(row, codes))
        except Refused as no:
            wrong.append(_("Linje %(line)s: %(why)s") % {"line": line, "why": no})
    if wrong:
        raise WrongLines(wrong)
    return found


def _count(row: Row, codes: dict[str, str]) -> Count:
    code = codes.get(row["type"].strip().lower())
    if code is None:
        known = ", ".join(sorted(set(codes.values())))
        raise Refused(_("«%(kind)s» er ingen plasstype. Velg en av: %(known)s."), kind=row["type"], known=known)
    day = day_in(row["dato"])
    rules.check_published_day(day, clock.today())
    if not row["ledige"].isdecimal():
        raise Refused(_("«%(n)s» er ikke et antall."), n=row["ledige"])
    rules.check_count(int(row["ledige"][:6]), 0, day)
    return Count(code, row.get("sted", "").strip(), day, int(row["ledige"][:6]))


def day_in(text: str) -> date:
    """2026-12-03 or 3.12.2026. Raises Refused."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a calendar day
        except ValueError:
            continue
    raise Refused(_("«%(day)s» er ingen dato. Skriv den som 2026-12-03 eller 3.12.2026."), day=text)
