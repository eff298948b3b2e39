"""vCards: the work contact of a person or a unit, as phones and mail programs take it in (RFC 2426 and RFC 6350)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.directory.cards.persons import PersonCard
from samspill.directory.cards.reaching import Reach, Way
from samspill.directory.cards.units import UnitCard
from samspill.directory.models import ContactKind

VERSIONS = ("3.0", "4.0")
LONGEST = 75  # bytes on a line, the line break not counted


def person_vcard(card: PersonCard, version: str = "3.0") -> str:
    person, main = card.person, card.main
    lines = [
        *_head(version, "individual", str(person.pk)),
        f"FN:{escaped(str(person))}",
        f"N:{escaped(person.family_name)};{escaped(person.given_name)};;;",
    ]
    if main:
        lines.append(f"ORG:{escaped(main.unit.top.name)};{escaped(main.unit.name)}")
        lines.append(f"TITLE:{escaped(main.title or main.get_role_display())}")
    reach = card.reach if card.reach.safe or not card.through else _with_unit(card.reach, card.through)
    return written([*lines, *_reached(reach), *_foot()])


def unit_vcard(card: UnitCard, version: str = "3.0") -> str:
    name, top = card.name, card.unit.top.name
    lines = [
        *_head(version, "org", str(card.unit.pk)),
        f"FN:{escaped(name if name == top else f'{name}, {top}')}",
        "N:;;;;",
        f"ORG:{escaped(top)}" + (f";{escaped(name)}" if name != top else ""),
    ]
    return written([*lines, *_reached(card.reach), *_foot()])


def _with_unit(own: Reach, unit: Reach) -> Reach:
    """A person without a safe way of their own is reached by way of their unit."""
    return Reach(unit.safe, own.others, own.opening or unit.opening, topics=own.topics, hours=own.hours or unit.hours)


def _head(version: str, kind: str, key: str) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    if version == "4.0":
        yield f"KIND:{kind}"
    yield f"UID:urn:uuid:{key}"


def _reached(reach: Reach) -> Iterator[str]:
    notes: list[str] = []
    for way in [*reach.safe, *reach.others]:
        line = _line_of(way)
        if line:
            yield line
        else:
            notes.append(f"{way.label}: {way.value}" + (f" ({way.note})" if way.note else ""))
    if reach.hours:
        notes.append(_("Åpningstider: %(hours)s") % {"hours": reach.hours})
    if reach.topics:
        notes.append(_("Spør om: %(topics)s") % {"topics": ", ".join(reach.topics)})
    if notes:
        yield f"NOTE:{escaped(chr(10).join(notes))}"


def _line_of(way: Way) -> str:
    """Empty for what has no field of its own: a HER id is an address only health systems know."""
    if way.kind in {ContactKind.PHONE, ContactKind.DUTY_PHONE}:
        return f"TEL;TYPE=work,voice:{escaped(way.value)}"
    if way.kind == ContactKind.EMAIL:
        return f"EMAIL;TYPE=work:{escaped(way.value)}"
    if way.kind == ContactKind.ADDRESS:
        return f"ADR;TYPE=work:;;{escaped(way.value)};;;;"
    if way.kind == ContactKind.WEB and way.href:
        return f"URL:{way.href}"
    return ""


def _foot() -> Iterator[str]:
    yield f"REV:{_utc(clock.now())}"
    yield "END:VCARD"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    r"""Backslash, comma, semicolon and line breaks, as both versions ask for."""
    text = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return "\\n".join(text.splitlines())


def written(lines: list[str]) -> str:
    return "".join(f"{folded(line)}\r\n" for line in lines)


def folded(line: str) -> str:
    """At most 75 bytes a line, never parting a letter; what goes on begins with a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        weight = len(letter.encode())
        if size + weight > LONGEST:
            pieces.append(piece)
            piece, size = "", 1  # the space that the next begins with
        piece, size = piece + letter, size + weight
    return "\r\n ".join([*pieces, piece])
