"""A community's bodies as one readable file (TOML): read into plain values, or every fault said in words.

The format stands in docs/governance.md. Keys and values are Norwegian, without æ, ø and å:
it is secretariats who write it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST = 1_000_000  # bytes
LEVELS = {
    "politisk": "political",
    "strategisk": "strategic",
    "faglig": "professional",
    "arbeid": "working",
    "sekretariat": "secretariat",
}
DECIDES = {"konsensus": "consensus", "radgivende": "advises", "dialog": "dialogue"}
REFUSALS = {"ny-behandling": "renegotiate", "binder-de-andre": "binds_others", "faller-bort": "falls"}
SIDES = {
    "sykehus": "hospital",
    "kommune": "municipality",
    "bruker": "user",
    "fastlege": "gp",
    "ansatt": "staff",
    "observator": "observer",
}
# key in the file: (field of the body, kind of value)
BODY_KEYS: Mapping[str, tuple[str, type]] = {
    "navn": ("name", str),
    "kort": ("short_name", str),
    "nivanavn": ("level_name", str),
    "tidsavgrenset": ("temporary", bool),
    "fra": ("valid_from", date),
    "til": ("ends", date),
    "likt_antall": ("parity", bool),
    "brukere": ("least_users", int),
    "fastleger": ("least_gps", int),
    "observatorer": ("observers", bool),
    "lederskifte_ar": ("rotation_years", int),
    "deler_ledelse": ("leads_with", str),
    "vara": ("alternates", bool),
    "vedtaksfor_prosent": ("quorum", int),
    "vedtaksfor_hver_side": ("quorum_a_side", int),
    "moter_i_aret": ("meetings_a_year", int),
    "papirer_dager": ("papers_days", int),
    "tidlige_papirer_dager": ("early_papers_days", int),
    "forankring_dager": ("anchoring_days", int),
}
CHOSEN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "niva": ("level", LEVELS),
    "beslutning": ("decides", DECIDES),
    "ved_avslag": ("on_refusal", REFUSALS),
}
SEAT_KEYS: Mapping[str, type] = {
    "side": str,
    "tittel": str,
    "antall": int,
    "part": str,
    "innehaver": str,
    "vara": str,
    "fra": date,
    "til": date,
    "leder_fra": date,
    "leder_til": date,
}
MANDATE_KEYS: Mapping[str, type] = {
    "gitt_av": str,
    "gitt": date,
    "sporsmal": str,
    "leveranser": str,
    "frist": date,
    "levert": date,
}
KINDS = {
    str: gettext_lazy("tekst"),
    int: gettext_lazy("et helt tall"),
    bool: gettext_lazy("true eller false"),
    date: gettext_lazy("en dato, som 2026-03-01"),
}
LONGEST = {"navn": 160, "kort": 40, "nivanavn": 80, "tittel": 160, "deler_ledelse": 60}


@dataclass(frozen=True, kw_only=True)
class SeatSpec:
    side: str
    title: str
    party: str = ""
    holder: str = ""
    alternate: str = ""
    first: date | None = None
    last: date | None = None
    leads_from: date | None = None
    leads_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class BodySpec:
    """values: fields of `models.Body` by their names, `ends` apart. parent and mandate's giver by short name."""

    short_name: str
    values: dict[str, Any]
    ends: date | None = None
    parent: str = ""
    mandate: dict[str, Any] | None = None
    seats: tuple[SeatSpec, ...] = ()


@dataclass
class Structure:
    name: str = ""
    bodies: list[BodySpec] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_structure(content: bytes) -> Structure:
    """Never raises: what cannot be read is a sentence in `faults`, and then nothing may be loaded."""
    found = Structure()
    if len(content) > LARGEST:
        found.faults.append(_("Filen er for stor."))
        return found
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        found.faults.append(_("Filen er ikke tekst i UTF-8."))
        return found
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found.faults.append(_("Filen er ikke gyldig TOML: %(why)s.") % {"why": str(error)[:200]})
        return found
    found.name = table["navn"] if isinstance(table.get("navn"), str) else ""
    found.faults += [
        _("Ukjent nøkkel øverst i filen: %(key)s.") % {"key": key} for key in table if key not in {"navn", "organ"}
    ]
    rows = table.get("organ", [])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        found.faults.append(_("Filen har ingen organer. Hvert organ begynner med [[organ]]."))
        return found
    found.bodies = [spec for number, row in enumerate(rows, 1) if (spec := _body(row, number, found.faults))]
    found.faults += _between(found.bodies)
    return found


def _body(row: dict[str, Any], number: int, faults: list[str]) -> BodySpec | None:
    where = str(row.get("kort") or row.get("navn") or _("organ nummer %(number)s") % {"number": number})[:60]
    before = len(faults)
    values: dict[str, Any] = {}
    for key, value in row.items():
        if key in BODY_KEYS:
            name, kind = BODY_KEYS[key]
            values[name] = value
            faults += _wrong_kind(where, key, value, kind)
        elif key in CHOSEN:
            name, words = CHOSEN[key]
            values[name] = words.get(value) if isinstance(value, str) else None
            if values[name] is None:
                faults.append(_not_among(where, key, value, words))
        elif key not in {"styres_av", "mandat", "sete"}:
            faults.append(_("%(where)s: ukjent nøkkel «%(key)s».") % {"where": where, "key": key})
    for key in ("navn", "kort", "niva"):
        if not row.get(key):
            faults.append(_("%(where)s: «%(key)s» mangler.") % {"where": where, "key": key})
    if values.get("quorum", 0) and isinstance(values["quorum"], int) and values["quorum"] > 100:
        faults.append(_("%(where)s: «vedtaksfor_prosent» kan ikke være mer enn 100.") % {"where": where})
    seats = _seats(row.get("sete", []), where, faults)
    mandate = _mandate(row.get("mandat"), where, faults)
    if len(faults) > before:
        return None
    ends = values.pop("ends", None)
    return BodySpec(
        short_name=values["short_name"],
        values=values,
        ends=ends,
        parent=str(row.get("styres_av", "")),
        mandate=mandate,
        seats=tuple(seats),
    )


def _seats(rows: Any, where: str, faults: list[str]) -> list[SeatSpec]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        faults.append(_("%(where)s: seter skrives som [[organ.sete]].") % {"where": where})
        return []
    return [seat for row in rows for seat in _seat(row, where, faults)]


def _seat(row: dict[str, Any], where: str, faults: list[str]) -> Iterator[SeatSpec]:
    place = f"{where}, {str(row.get('tittel', _('sete uten tittel')))[:60]}"
    before = len(faults)
    for key, value in row.items():
        if key not in SEAT_KEYS:
            faults.append(_("%(where)s: ukjent nøkkel «%(key)s».") % {"where": place, "key": key})
        else:
            faults += _wrong_kind(place, key, value, SEAT_KEYS[key])
    if row.get("side") not in SIDES:
        faults.append(_not_among(place, "side", row.get("side", ""), SIDES))
    if not row.get("tittel"):
        faults.append(_("%(where)s: «%(key)s» mangler.") % {"where": place, "key": "tittel"})
    many = row.get("antall", 1)
    if isinstance(many, int) and not 1 <= many <= 100:
        faults.append(_("%(where)s: «antall» må være fra 1 til 100.") % {"where": place})
    elif isinstance(many, int) and many > 1 and row.get("innehaver"):
        faults.append(_("%(where)s: et sete med innehaver må stå for seg selv, uten «antall».") % {"where": place})
    first, last = row.get("fra"), row.get("til")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        faults.append(_("%(where)s: «til» er før «fra».") % {"where": place})
    if len(faults) > before:
        return
    spec = SeatSpec(
        side=SIDES[row["side"]],
        title=row["tittel"],
        party=row.get("part", ""),
        holder=row.get("innehaver", ""),
        alternate=row.get("vara", ""),
        first=first,
        last=last,
        leads_from=row.get("leder_fra"),
        leads_to=row.get("leder_til"),
    )
    yield from [spec] * many


def _mandate(row: Any, where: str, faults: list[str]) -> dict[str, Any] | None:
    if row is None:
        return None
    if not isinstance(row, dict):
        faults.append(_("%(where)s: mandatet skrives som [organ.mandat].") % {"where": where})
        return None
    for key, value in row.items():
        if key not in MANDATE_KEYS:
            faults.append(_("%(where)s: ukjent nøkkel «%(key)s».") % {"where": where, "key": f"mandat.{key}"})
        else:
            faults += _wrong_kind(where, f"mandat.{key}", value, MANDATE_KEYS[key])
    if not row.get("sporsmal"):
        faults.append(_("%(where)s: «%(key)s» mangler.") % {"where": where, "key": "mandat.sporsmal"})
    return row


def _wrong_kind(where: str, key: str, value: Any, kind: type) -> list[str]:
    right = type(value) is kind and not isinstance(value, datetime)
    if right and kind is int and not 0 <= value <= 1000:
        return [_("%(where)s: «%(key)s» må være fra 0 til 1000.") % {"where": where, "key": key}]
    if right and kind is str and len(value) > (longest := LONGEST.get(key, 2000)):
        return [
            _("%(where)s: «%(key)s» er lengre enn %(longest)s tegn.") % {"where": where, "key": key, "longest": longest}
        ]
    if right:
        return []
    return [_("%(where)s: «%(key)s» skal være %(kind)s.") % {"where": where, "key": key, "kind": KINDS[kind]}]


def _not_among(where: str, key: str, value: Any, words: Mapping[str, str]) -> str:
    said = {"where": where, "key": key, "value": str(value)[:40], "words": ", ".join(words)}
    return _("%(where)s: «%(key)s» er «%(value)s», men må være en av: %(words)s.") % said


def _between(bodies: list[BodySpec]) -> Iterator[str]:
    """Short names that stand twice, references to bodies that are not there, bodies that steer themselves in a ring."""
    parents = {body.short_name: body.parent for body in bodies}
    seen: set[str] = set()
    for body in bodies:
        if body.short_name in seen:
            yield _("Kortnavnet %(name)s er brukt på flere organer.") % {"name": body.short_name}
        seen.add(body.short_name)
        given = str((body.mandate or {}).get("gitt_av", ""))
        for key, name in (("styres_av", body.parent), ("mandat.gitt_av", given)):
            if name and name not in parents:
                said = {"where": body.short_name, "key": key, "name": name}
                yield _("%(where)s: «%(key)s» viser til %(name)s, som ikke står i filen.") % said
        line, above = {body.short_name}, body.parent
        while above and above in parents:
            if above in line:
                yield _("%(where)s styres til slutt av seg selv.") % {"where": body.short_name}
                break
            line.add(above)
            above = parents[above]
