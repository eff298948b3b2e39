"""All that is stored of a patient, laid out for paper: headings, tables and texts instead of JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.ui import formats


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading with a table; `texts` are (label, long text) below it."""

    title: str
    lead: str
    heading: list[str]
    rows: list[list[str]]
    texts: list[tuple[str, str]] = field(default_factory=list)


def sections_of(everything: dict[str, Any]) -> list[Section]:
    return [
        _identity(everything["identity"]),
        _stays(everything["stays"]),
        _events(everything["events"]),
        _received(everything["received_messages"]),
        _sent(everything["sent_messages"]),
        _written(everything["written"]),
        _granted(everything["granted_accesses"]),
        *(_plain(part) for part in everything["more"]),
    ]


def _identity(who: dict[str, str]) -> Section:
    names = {
        "given": _("Fornavn"),
        "family": _("Etternavn"),
        "number": _("Fødselsnummer eller annet nummer"),
        "born": _("Fødselsdato"),
        "sex": _("Kjønn"),
    }
    sexes = {"1": _("mann"), "2": _("kvinne")}
    values = {**who, "born": moment(who.get("born")), "sex": sexes.get(who.get("sex", ""), who.get("sex", ""))}
    rows = [[words, str(values.get(key) or "–")] for key, words in names.items()]
    return Section(
        title=_("Hvem du er"),
        lead=_("Slik sykehuset eller kommunen oppga det i meldingene."),
        heading=[_("Opplysning"), _("Verdi")],
        rows=rows,
    )


def _stays(stays: list[dict[str, Any]]) -> Section:
    rows = [
        [
            row["trust"],
            row["ward"] or "–",
            row["municipality"] or "–",
            moment(row["admitted_on"]),
            moment(row["ready_on"]),
            moment(row["ended_on"]),
            row["state"],
        ]
        for row in stays
    ]
    return Section(
        title=_("Opphold på sykehus"),
        lead=_("Et opphold settes sammen av hendelsene under."),
        heading=[_("Sykehus"), _("Enhet"), _("Kommune"), _("Innlagt"), _("Klar"), _("Avsluttet"), _("Nå")],
        rows=rows,
    )


def _events(events: list[dict[str, Any]]) -> Section:
    rows = [[moment(row["at"]), row["what"], row["unit"] or "–", row["note"] or "–"] for row in events]
    return Section(
        title=_("Hva som har skjedd"),
        lead=_("Det sykehuset og kommunen har meldt til hverandre om oppholdene dine."),
        heading=[_("Når"), _("Hva"), _("Enhet"), _("Merknad")],
        rows=rows,
    )


def _received(messages: list[dict[str, Any]]) -> Section:
    rows = [
        [moment(row["received_at"]), row["type"], row["from"] or "–", row["to"] or "–", row["outcome"]]
        for row in messages
    ]
    return Section(
        title=_("Meldinger som er mottatt"),
        lead=_("Innholdet står under tabellen, slik datamaskinene sendte det."),
        heading=[_("Mottatt"), _("Type"), _("Fra"), _("Til"), _("Utfall")],
        rows=rows,
        texts=[(f"{row['type']}, {moment(row['received_at'])}", row["content"]) for row in messages if row["content"]],
    )


def _sent(messages: list[dict[str, Any]]) -> Section:
    rows = [[moment(row["written_at"]), row["type"], row["to"] or "–"] for row in messages]
    return Section(
        title=_("Meldinger som er sendt"),
        lead=_("Svar som kommunen har sendt til sykehuset."),
        heading=[_("Sendt"), _("Type"), _("Til")],
        rows=rows,
        texts=[(f"{row['type']}, {moment(row['written_at'])}", row["content"]) for row in messages if row["content"]],
    )


def _written(written: list[dict[str, Any]]) -> Section:
    return Section(
        title=_("Hva de som samarbeidet om deg, skrev"),
        lead=_("Oppgaver, notater, møter, avklaringer og det du selv sa var viktig."),
        heading=[_("Når"), _("Hva"), _("Av"), _("Innhold")],
        rows=[[moment(row["at"]), row["what"], row["by"], row["text"] or "–"] for row in written],
    )


def _granted(granted: list[dict[str, Any]]) -> Section:
    rows = [
        [
            moment(row["at"]),
            row["who"],
            f"{row['role']}, {row['unit']}",
            row["ground"],
            row["reason"] or "–",
            row["verdict"] or "–",
        ]
        for row in granted
    ]
    return Section(
        title=_("Tilgang som er gitt med begrunnelse"),
        lead=_(
            "Når noen uten et løpende samarbeid om deg har bedt om å få åpne opplysningene. "
            "Alle slike tilganger kontrolleres."
        ),
        heading=[_("Når"), _("Hvem"), _("Rolle"), _("Grunn"), _("Begrunnelse"), _("Kontroll")],
        rows=rows,
    )


def _plain(part: dict[str, Any]) -> Section:
    """What a part of the room tells in its own words."""
    return Section(title=part["title"], lead=part["lead"], heading=part["heading"], rows=part["rows"])


def moment(text: str | None) -> str:
    """An ISO date or moment as people write it; a dash for nothing."""
    if not text:
        return "–"
    if "T" not in text:
        return formats.day(date.fromisoformat(text))
    at = datetime.fromisoformat(text).astimezone(clock.OSLO)
    return f"{formats.day(at)} {formats.clock_time(at)}"
