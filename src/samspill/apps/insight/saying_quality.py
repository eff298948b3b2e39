"""Findings about the data in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samspill.apps.insight import periods

Kept = dict[str, Any]

ASKED = (
    gettext_noop("Utfylling: fylles noe ut mye sjeldnere enn hos andre, eller enn ellers?"),
    gettext_noop("Umulige rekkefølger: er noe slutt før det begynte?"),
    gettext_noop("Brå skift: er antallet en måned langt fra det vanlige, eller har nivået flyttet seg?"),
    gettext_noop("Registreringspraksis: registreres utskrivningsklare uten venting, og klokkeslett?"),
    gettext_noop("Gjentakelser: er rader like, eller overlapper opphold hverandre?"),
    gettext_noop("Koder: var kommunenumrene i bruk da?"),
)
SENTENCES = {
    "completeness": gettext_noop("«%(column)s» fylles ut sjeldnere enn vanlig."),
    "shift": gettext_noop("Antallet er langt fra det vanlige, eller har flyttet seg til et nytt nivå."),
    "practice:ready": gettext_noop("Langt færre registreres som utskrivningsklare enn hos andre. Trolig mangler noen."),
    "practice:no_wait": gettext_noop(
        "Utskrivningsklare som ikke venter, blir trolig ikke registrert. Sammenlign ventedøgn, ikke andelen som venter."
    ),
    "practice:no_hour": gettext_noop("«%(column)s» er ofte uten klokkeslett. Frister i timer kan ikke regnes ut da."),
    "duplicates": gettext_noop("Noen rader er like andre i alt."),
    "overlaps": gettext_noop("Noen opphold overlapper et annet for samme person."),
    "left_open": gettext_noop("Noen opphold ble aldri avsluttet før det neste begynte."),
    "unknown_codes": gettext_noop("«%(column)s» har koder som ikke var i bruk da."),
}
GROUPS = (
    (3, gettext_noop("Gjør tallene gale"), "broken"),
    (2, gettext_noop("Kan gjøre tallene gale"), "waiting"),
    (1, gettext_noop("Greit å vite"), "neutral"),
)


def groups(found: Sequence[Kept]) -> list[dict[str, Any]]:
    """The findings by how serious they are; levels with none are left out."""
    made = []
    for severity, title, tone in GROUPS:
        rows = [_row(each) for each in found if each["severity"] == severity]
        if rows:
            made.append({"title": _(title), "tone": tone, "rows": rows})
    return made


def _row(each: Kept) -> dict[str, str]:
    about = [each["who"], named(each["table"]), periods.said(each["month"]) if each["month"] else ""]
    known = SENTENCES.get(each["check"], "")
    sentence = named(each["rule"]) or _(known) % {"column": named(each["column"])}
    return {"about": " · ".join(filter(None, about)), "sentence": sentence}


def named(text: str) -> str:
    """A word or sentence of the contracts, kept in bokmål, in the reader's language."""
    return _(text) if text else ""


def by_table(rows: Iterable[Kept]) -> list[dict[str, Any]]:
    """How full each column is, by table, the emptiest first; columns that nobody fills in apart."""
    found: dict[str, list[Kept]] = {}
    for row in rows:
        found.setdefault(row["table"], []).append({**row, "column": named(row["column"])})
    return [
        {
            "table": named(table),
            "rows": sorted((row for row in of if row["percent"]), key=lambda row: (row["percent"], row["column"])),
            "never": ", ".join(sorted(row["column"] for row in of if not row["percent"])),
        }
        for table, of in found.items()
    ]
