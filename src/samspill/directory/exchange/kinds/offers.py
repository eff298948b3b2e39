"""The catalogue of service offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.directory.exchange.files import Row
from samspill.directory.exchange.importing import Import
from samspill.directory.exchange.kinds.community_rows import (
    ID,
    PERIOD,
    period_of,
    take_period,
    take_texts,
    there_or_new,
)
from samspill.directory.exchange.references import References
from samspill.directory.exchange.sheets import Cells, Column, Sheet
from samspill.directory.models import OfferKind, OfferLevel, ServiceOffer

COLUMNS = (
    ID,
    Column("navn", _("Hva tilbudet heter"), required=True),
    Column("tilbyder", _("Enheten som gir tilbudet"), required=True),
    Column("slag", _("For eksempel Rehabilitering"), required=True),
    Column("nivå", _("For eksempel Kommunal tjeneste"), required=True),
    Column("for hvem", "", required=True),
    Column("henvisning", _("Slik søker eller henviser en"), required=True),
    Column("beskrivelse", ""),
    Column("grensen", _("Hva som skiller det fra tilbudet på det andre nivået")),
    Column("plasser", _("Et helt tall")),
    Column("om plasser", ""),
    Column("kontakt", ""),
    Column("nettside", _("Hele adressen, med https://")),
    Column("stikkord", _("Flere ord å finne det på, med komma mellom")),
    Column(
        "områder", _("Kommuner og bydeler det gjelder for, med semikolon mellom. Tomt betyr hele helsefellesskapet")
    ),
    *PERIOD,
)
TEXTS = {
    "navn": "name",
    "for hvem": "for_whom",
    "henvisning": "how_to_refer",
    "beskrivelse": "description",
    "grensen": "boundary",
    "om plasser": "capacity_note",
    "kontakt": "contact",
    "nettside": "web",
    "stikkord": "topics",
}


def take(cells: Cells, into: Import) -> None:
    provider = cells.read("tilbyder", into.references.unit, required=True)
    offer = there_or_new(ServiceOffer, cells, into, name=cells.text("navn"), provider=provider)
    take_texts(offer, cells, TEXTS)
    offer.kind = cells.choice("slag", OfferKind, required=True)
    offer.level = cells.choice("nivå", OfferLevel, required=True)
    if cells.has("plasser"):
        offer.capacity = cells.number("plasser")
    areas = cells.read("områder", lambda text: [into.references.unit(part) for part in _parts(text)]) or []
    take_period(offer, cells)
    cells.check()
    offer.provider = provider
    if cells.has("områder"):
        into.save(offer, areas=areas)
    else:
        into.save(offer)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def rows(person: Any, references: References) -> Iterable[Row]:
    offers = ServiceOffer.objects.filter(community=person.community_id).select_related("provider")
    for offer in offers.prefetch_related("areas__parent").order_by("name", "pk"):
        yield {
            "id": str(offer.pk),
            **{column: getattr(offer, name) for column, name in TEXTS.items()},
            "tilbyder": references.said_unit(references.units.get(offer.provider_id, offer.provider)),
            "slag": str(OfferKind(offer.kind).label),
            "nivå": str(OfferLevel(offer.level).label),
            "plasser": "" if offer.capacity is None else str(offer.capacity),
            "områder": "; ".join(sorted(references.said_unit(area) for area in offer.areas.all())),
            **period_of(offer),
        }


SHEET = Sheet(key="tilbud", label=_("Tilbud"), columns=COLUMNS, take=take, rows=rows)
