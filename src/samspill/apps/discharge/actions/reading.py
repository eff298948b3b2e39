"""From bytes to a message whose sender, receiver and patient we know; or the reason why not, with its receipt code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from django.conf import settings

from samspill.core import clock
from samspill.directory.lookup import communities_of, unit_by_her
from samspill.directory.models import Community, Unit, UnitKind
from samspill.messages import Head, Message, Schemas, Unreadable, read
from samspill.stay import Event, Kind, Sector, Side

ANSWER_TYPES = {"DIALOG_NOTAT", "DIALOG_HELSEFAGLIG", "INNLEGGELSESRAPPORT"}


@dataclass(frozen=True)
class Placed:
    """A message with its two ends found in the directory.

    trust is empty for a message between municipality and GP. events carry the municipality's number and our ward.
    """

    message: Message
    community: Community
    trust: Unit | None
    municipality: Unit | None
    events: tuple[Event, ...]


@lru_cache(maxsize=1)
def national_schemas() -> Schemas | None:
    """The national schemas, compiled once a process; None where they are not installed."""
    return Schemas(settings.SCHEMAS) if settings.SCHEMAS else None


def read_message(body: bytes) -> Message:
    return read(body, schemas=national_schemas(), allow_synthetic=settings.ALLOW_SYNTHETIC_NUMBERS)


def place(message: Message) -> Placed:
    """Find both ends in the directory. Raises Unreadable with the code that the receipt must carry."""
    head = message.head
    if head.test and not settings.DEMO:
        raise Unreadable("X99", "Testmeldinger (ProcessingStatus D) tas ikke inn i drift.", head)
    sender, receiver = _sender(head), _receiver(head)
    community = _shared_community(sender, receiver, head)
    ends = {unit.top.kind: unit for unit in (sender, receiver)}
    trust = ends.get(UnitKind.HOSPITAL_TRUST)
    municipality = _municipality(ends.get(UnitKind.MUNICIPALITY))
    _check_ends(head, sender, receiver)
    return Placed(message, community, trust.top if trust else None, municipality, _told_to(message, municipality))


def _receiver(head: Head) -> Unit:
    """Both levels of the address must be right: a message to a service that does not exist reaches nobody."""
    party = head.receiver
    organisation, unit = unit_by_her(party.organisation_her), unit_by_her(party.unit_her)
    code = "E20" if party.unit_is_person else "E21"
    if organisation is None:
        raise Unreadable("E21", "Mottakeren finnes ikke i katalogen her (virksomhetens HER-id i meldingshodet).", head)
    if party.unit_her and (unit is None or organisation not in unit.line()):
        raise Unreadable(code, "Mottakeren finnes ikke i katalogen her (tjenestens HER-id i meldingshodet).", head)
    return unit or organisation


def _sender(head: Head) -> Unit:
    """The organisation must be known; a ward that is new to the directory is no reason to lose a message."""
    party = head.sender
    organisation, unit = unit_by_her(party.organisation_her), unit_by_her(party.unit_her)
    if organisation is None:
        raise Unreadable("X99", "Avsenderen finnes ikke i katalogen her (virksomhetens HER-id i meldingshodet).", head)
    return unit if unit is not None and organisation in unit.line() else organisation


def _shared_community(sender: Unit, receiver: Unit, head: Head) -> Community:
    on = head.generated_at.date() if head.generated_at else clock.today()
    theirs = {community.pk: community for community in communities_of(sender, on)}
    shared = [community for community in communities_of(receiver, on) if community.pk in theirs]
    if not shared:
        raise Unreadable("E21", "Avsender og mottaker er ikke i samme helsefellesskap.", head)
    return shared[0]


def community_told(head: Head) -> Community | None:
    """Whose message it is that could not be placed: the sender's, else the receiver's; None if neither is known."""
    unit = unit_by_her(head.sender.organisation_her) or unit_by_her(head.receiver.organisation_her)
    return next(iter(communities_of(unit, clock.today())), None) if unit else None


def _municipality(unit: Unit | None) -> Unit | None:
    kinds = {UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT}
    return next((each for each in unit.line() if each.kind in kinds), None) if unit else None


def _check_ends(head: Head, sender: Unit, receiver: Unit) -> None:
    """Who may say what: only a hospital declares, only a municipality answers."""
    kinds = (sender.top.kind, receiver.top.kind)
    if head.type == "LOG_DOD":
        return
    hospital, municipality = UnitKind.HOSPITAL_TRUST, UnitKind.MUNICIPALITY
    expected = (municipality, hospital) if head.type in ANSWER_TYPES else (hospital, municipality)
    if kinds != expected:
        raise Unreadable("X99", f"{head.type} kan ikke sendes mellom disse partene.", head)


def _sector(ward: Unit | None) -> Sector | None:
    return Sector(ward.sector) if ward and ward.sector else None


def _told_to(message: Message, municipality: Unit | None) -> tuple[Event, ...]:
    number = municipality.number if municipality else ""
    ward = unit_by_her(message.head.sender.unit_her)
    named = ward.her_id if ward else message.contact_unit
    return tuple(
        replace(
            event,
            municipality=event.municipality or number,
            unit=named if event.by is Side.HOSPITAL else "",
            sector=event.sector or _sector(ward),
        )
        if event.kind is not Kind.CANCELLED
        else event
        for event in message.events
    )
