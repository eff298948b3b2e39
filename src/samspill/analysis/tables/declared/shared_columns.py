"""Columns and code lists that several tables have."""

from __future__ import annotations

from dataclasses import replace

from samspill.analysis.marking import _
from samspill.analysis.tables.contract import Codes, Column, Kind

# Older than any register in use; a year with two digits (18 for 2018) or a spreadsheet's day zero falls outside.
FIRST_DAY, LAST_DAY = "1980-01-01", "2100-12-31"

SECTORS = Codes(
    "FOR-2011-11-18-1115: tre slags spesialisthelsetjeneste",
    {"somatic": "somatikk", "mental_health": "psykisk helsevern", "substance_use": "rusbehandling"},
)
SEXES = Codes("Folkeregisteret", {"female": "kvinne", "male": "mann"})
SIDES = Codes(
    "Samspill", {"hospital": "sykehus", "municipality": "kommune", "gp": "fastlege", "user": "bruker", "other": "annen"}
)

PERSON = Column(
    name="person_id",
    kind=Kind.TEXT,
    label=_("personnøkkel"),
    meaning="Pseudonym of the person, the same in all tables of one delivery. Never a national identity number.",
    required=True,
    personal=True,
)
TRUST = Column(
    name="trust",
    kind=Kind.TEXT,
    label=_("helseforetak"),
    meaning="Organisation number of the hospital trust.",
    required=True,
    shape=r"\d{9}",
    shape_words="ni siffer (organisasjonsnummer)",
)
MUNICIPALITY = Column(
    name="municipality",
    kind=Kind.TEXT,
    label=_("kommune"),
    meaning="Number of the municipality, or of the city district (six digits), as it was then.",
    shape=r"\d{4}|\d{6}",
    shape_words="fire siffer (kommunenummer) eller seks (bydel)",
    digits=4,
)
SEX = Column(name="sex", kind=Kind.TEXT, label=_("kjønn"), meaning="Legal sex.", codes=SEXES, personal=True)
BIRTH_YEAR = Column(
    name="birth_year",
    kind=Kind.WHOLE,
    label=_("fødselsår"),
    meaning="Year of birth.",
    unit="år",
    least=1880,
    most=2100,
    personal=True,
)
SECTOR = Column(
    name="sector", kind=Kind.TEXT, label=_("sektor"), meaning="Kind of specialist care.", required=True, codes=SECTORS
)


def ident(name: str, label: str, meaning: str) -> Column:
    """A required key of text."""
    return Column(name=name, kind=Kind.TEXT, label=label, meaning=meaning, required=True, personal=True)


def time(name: str, label: str, meaning: str, *, required: bool = False) -> Column:
    """A point in time on the Norwegian clock."""
    return Column(
        name=name, kind=Kind.TIME, label=label, meaning=meaning, required=required, personal=True,
        least=FIRST_DAY, most=LAST_DAY,
    )  # fmt: skip


def day(name: str, label: str, meaning: str, *, required: bool = False) -> Column:
    """A Norwegian calendar day."""
    return replace(time(name, label, meaning, required=required), kind=Kind.DAY)


def text(name: str, label: str, meaning: str, *, required: bool = False, codes: Codes | None = None) -> Column:
    """A name or a code; with `codes`, one of them."""
    return Column(name=name, kind=Kind.TEXT, label=label, meaning=meaning, required=required, codes=codes)


def count(name: str, label: str, meaning: str, *, required: bool = False, unit: str = "antall") -> Column:
    """A whole number, zero or more."""
    return Column(name=name, kind=Kind.WHOLE, label=label, meaning=meaning, unit=unit, required=required, least=0)


def municipality(name: str, label: str, meaning: str, *, required: bool = False) -> Column:
    """A municipality in another role than the patient's own."""
    return replace(MUNICIPALITY, name=name, label=label, meaning=meaning, required=required)
