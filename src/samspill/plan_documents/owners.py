"""Who answers for an action: one name after the other, out of a cell that holds several.

A name may itself hold commas, slashes and «og» («Fagråd forebygging, helsefremming, læring/mestring»). So a cell is
parted only where a new name plainly begins: with a capital letter, or with a word for a body or a party.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from samspill.plan_documents.numbers import numbers_in

BODY = (
    r"fagråd(?:ene|et)?|utvalg(?:et)?|arbeidsgruppe[nar]*|analysegruppe[nar]*|sekretariat(?:et)?|kommune(?:r|ne|n)?|"
    r"sykehus(?:et|ene)?|sjukehus(?:et|a)?|helsef[oø]retak(?:et)?|kommuna(?:ne|r)|fastlega(?:ne|r)|brukarrepresentanta(?:ne|r)|bydela(?:ne|r)|nettverka|partane|fastlege(?:r|ne|n)?|brukerrepresentant(?:er|ene)?|"
    r"tjenestemodellgruppe[nar]*|samhandlingsavdelinge?n?|legevakt(?:en)?|statsforvalter(?:en)?|alle|øvrige|andre|"
    r"bydele(?:r|ne)|f[oø]retaket|partene|prosjektgruppe[nar]*|nettverk(?:et)?|asu|ssu|fsu|psu|au"
)
BEGINS_A_NAME = re.compile(rf"^(?:[A-ZÆØÅ0-9]|(?:{BODY})\b)")
BODY_WORD = re.compile(rf"^(?:{BODY})\b", re.IGNORECASE)
# Names that stand one after the other with nothing between: a printed line ended there.
NEXT_BODY = (
    r"(?<![/-])(?<!\bfor)(?<!\bog)(?<!\bi)(?<!\bfra)(?<!\bav)\s+"
    r"(?=(?:Fagråd|Sekretariat(?:et)?|ASU|SSU|FSU|PSU|AU|Arbeidsgruppe[nar]*|Kommunene|Kommuner|Sykehuset|Helseforetaket|"
    r"Fastlegene|Fastleger|Brukerrepresentante(?:ne|r))(?:\s|$))"
)
SUPPORT = re.compile(r"\s*\b(?:med støtte (?:fra|av)|støttet av|i samarbeid med|med bistand fra)\b\s*", re.IGNORECASE)
NOTE = re.compile(
    r"^(?:\(?ses? (?:i )?(?:helhet|sammen|også|sammenheng)|\(?jf\.?\b|\(?ref\.|\(?også anbefalt)", re.IGNORECASE
)
PREFIX = re.compile(
    r"^(fagråd(?: for)?|tjenestemodellgruppe[n]?(?: for)?|arbeidsgruppe[n]?(?: for)?)\s+", re.IGNORECASE
)


# Counties and districts whose name has «og» in it.
PLACES = re.compile(
    r"\b(?:Møre og Romsdal|Sogn og Fjordane|Troms og Finnmark|Vestfold og Telemark|Oslo og Akershus|Nord- og Sør-\w+|"
    r"Sunn- og Nordmøre|Rogaland og Agder|Vest- og Aust-Agder)\b"
)
TOGETHER = "\x00og\x00"


@dataclass
class Owners:
    owners: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)


def owners_of(lines: list[str], known: Collection[str] = ()) -> Owners:
    """From the cell's paragraphs. `known`: names of bodies that are never parted."""
    found, whole = Owners(), {_key(name) for name in known}
    in_notes = False
    for line in _joined([line.strip() for line in lines if line.strip()]):
        in_notes = in_notes or bool(NOTE.match(line))
        if in_notes:
            found.notes.append(line)
            found.references += [number for number in numbers_in(line) if number not in found.references]
            continue
        own, *support = SUPPORT.split(line)
        found.owners += _parted(own, whole)
        for each in support:
            found.support += _parted(each, whole)
    found.owners = list(dict.fromkeys(found.owners))
    return found


def _joined(lines: list[str]) -> list[str]:
    """A line that ends in the middle of a name goes on in the next: «… læring og», «Helse Nord og»."""
    joined: list[str] = []
    for line in lines:
        goes_on = joined and (
            re.search(r"(?:\b(?:og|for|fra|med|av|i)|,|&)$", joined[-1])
            or SUPPORT.match(f" {line}")
            or (re.match(r"^(?:og|i|for)\b", line) is not None)
        )
        if goes_on:
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _parted(text: str, whole: set[str]) -> list[str]:
    text = text.strip(" /,;")
    if not text:
        return []
    if _key(text) in whole:
        return [text]
    kept = PLACES.sub(lambda found: found.group(0).replace(" og ", TOGETHER), text)
    if kept != text:
        return [name.replace(TOGETHER, " og ") for name in _parted(kept, whole)]
    for pattern in (r"\s*;\s*|\s*\+\s*|\s+&\s+", r"\s+/\s*|\s*/\s+|/(?=[A-ZÆØÅ])", r",\s*", r"\s+og\s+", NEXT_BODY):
        parts = _part_at(pattern, text)
        if len(parts) > 1:
            return [name for part in _with_prefix(parts) for name in _parted(part, whole)]
    return [text]


def _part_at(pattern: str, text: str) -> list[str]:
    """Parted where the right side begins a name. At a slash with space beside it, always."""
    slash = pattern.startswith((r"\s+/", r"\s*;"))
    parts: list[str] = []
    for piece, mark in zip(re.split(pattern, text), ["", *re.findall(pattern, text)], strict=True):
        begins = slash or BEGINS_A_NAME.match(piece) or BODY_WORD.match(piece)
        if parts and not begins:
            parts[-1] = f"{parts[-1]}{mark}{piece}"
        elif piece.strip():
            parts.append(piece)
        elif parts:
            parts[-1] = f"{parts[-1]}{mark}"
    return parts


def _with_prefix(parts: list[str]) -> list[str]:
    """«Fagråd for digital samhandling/ pasientsamarbeid»: the second is a council too."""
    found = PREFIX.match(parts[0])
    if not found:
        return parts
    rest = [part if part[:1].isupper() or BODY_WORD.match(part) else f"{found.group(0)}{part}" for part in parts[1:]]
    return [parts[0], *rest]


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("\xad", "").split())
