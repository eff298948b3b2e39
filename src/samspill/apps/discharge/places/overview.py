"""What the page of places shows: the grid, the idle places beside those who wait, proposals and reservations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import ngettext

from samspill.apps.discharge.coordination import lists
from samspill.apps.discharge.models import Function, Stay
from samspill.apps.discharge.models.stays import READY_STATES
from samspill.apps.discharge.places.fitting import Offered, Proposal, Waiting, propose
from samspill.apps.discharge.places.kinds import KindOfPlace, kinds_of, name_of
from samspill.apps.discharge.places.life import HOLDING
from samspill.apps.discharge.places.models import PlaceDay, PlaceStock, Reservation
from samspill.apps.discharge.places.needs import Needs, needs_of
from samspill.apps.discharge.places.rules import days_shown
from samspill.apps.discharge.queries.cards import Card, cards_of
from samspill.core import clock
from samspill.directory.models import Unit, UnitKind

MOST_WAITING = 200  # of those who have waited longest; more is a board, not a page of places


@dataclass(frozen=True)
class GridRow:
    """One kind at one site: the day's counts, None where nothing is published. `field`: what its inputs begin with."""

    stock: UUID | None
    municipality: str
    kind: str
    kind_name: str
    site: str
    days: tuple[tuple[date, PlaceDay | None], ...]
    published_at: Any = None

    @property
    def today(self) -> PlaceDay | None:
        return self.days[0][1]

    @property
    def field(self) -> str:
        return f"{self.kind}|{self.site}"


@dataclass(frozen=True)
class Idle:
    """A municipality with places that stand idle today while somebody waits: `kinds` as (name, how many)."""

    municipality: str
    kinds: tuple[tuple[str, int], ...]
    waiting: int
    places: int

    @property
    def places_words(self) -> str:
        return ngettext("%(n)s ledig i dag", "%(n)s ledige i dag", self.places) % {"n": self.places}

    @property
    def waiting_words(self) -> str:
        return ngettext("%(n)s venter", "%(n)s venter", self.waiting) % {"n": self.waiting}


@dataclass(frozen=True)
class ProposalLine:
    """A proposal as it is shown. `card` names the patient as on the board."""

    proposal: Proposal
    card: Card
    place: str


@dataclass(frozen=True)
class ReservationLine:
    reservation: Reservation
    patient: str
    place: str
    municipality: str


class Overview:
    """All of it for one person, in a constant number of queries."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self.kinds = kinds_of(person.community_id)
        self.days = days_shown(clock.today())
        stocks = PlaceStock.objects.visible_to(person).select_related("municipality")
        self.stocks = {stock.pk: stock for stock in stocks.order_by("municipality__name", "kind", "site")}
        self._counts: dict[UUID, dict[date, PlaceDay]] = defaultdict(dict)
        for row in PlaceDay.objects.filter(stock__in=self.stocks, day__in=self.days):
            self._counts[row.stock_id][row.day] = row

    def grid(self, municipality: Unit | None = None) -> list[GridRow]:
        """What is published; with a municipality of one's own, also an empty line for each kind it has not used."""
        rows = [self._row(stock) for stock in self.stocks.values() if self._is_shown(stock)]
        if municipality is None:
            return rows
        used = {row.kind for row in rows}
        empty = tuple((day, None) for day in self.days)
        rows += [
            GridRow(None, municipality.name, code, kind.name, "", empty)
            for code, kind in self.kinds.items()
            if code not in used
        ]
        order = list(self.kinds)
        return sorted(rows, key=lambda row: (order.index(row.kind) if row.kind in order else 99, row.site))

    def has_site(self, municipality: Unit, kind: str, site: str) -> bool:
        """Written the same but for case and spaces is the same site."""
        wanted = " ".join(site.split()).casefold()
        return any(
            (each.municipality_id, each.kind, " ".join(each.site.split()).casefold()) == (municipality.pk, kind, wanted)
            for each in self.stocks.values()
        )

    def _is_shown(self, stock: PlaceStock) -> bool:
        return stock.kind in self.kinds or bool(self._counts.get(stock.pk))

    def _row(self, stock: PlaceStock) -> GridRow:
        counts = self._counts[stock.pk]
        return GridRow(
            stock.pk,
            stock.municipality.name,
            stock.kind,
            name_of(self.kinds, stock.kind),
            stock.site,
            tuple((day, counts.get(day)) for day in self.days),
            stock.published_at,
        )

    def waiting(self) -> list[Stay]:
        """The ready patients whom the person sees, those longest ready first."""
        ready = Stay.objects.visible_to(self.person).open().filter(state__in=READY_STATES)
        ready = ready.select_related("patient", "municipality", "ward").order_by("ready_on", "pk")
        return list(ready[:MOST_WAITING])

    def idle(self, waiting: Sequence[Stay]) -> list[Idle]:
        """Municipalities with both: places today, and patients who wait; most patients first."""
        by_municipality: dict[UUID, list[tuple[PlaceStock, int]]] = defaultdict(list)
        for stock in self.stocks.values():
            today = self._counts[stock.pk].get(self.days[0])
            if today and today.idle > 0:
                by_municipality[stock.municipality_id].append((stock, today.idle))
        found = []
        for municipality, stocks in by_municipality.items():
            number = sum(_answers_for(municipality, stay) for stay in waiting)
            if number:
                found.append(self._idle(stocks, number))
        return sorted(found, key=lambda each: (-each.waiting, each.municipality))

    def _idle(self, stocks: Sequence[tuple[PlaceStock, int]], waiting: int) -> Idle:
        totals: dict[str, int] = defaultdict(int)
        for stock, n in stocks:
            totals[name_of(self.kinds, stock.kind)] += n
        return Idle(stocks[0][0].municipality.name, tuple(totals.items()), waiting, sum(totals.values()))

    def proposals(self, waiting: Sequence[Stay]) -> list[ProposalLine]:
        cards = {card.stay_id: card for card in cards_of(waiting)}
        held = set(Reservation.objects.filter(stay__in=cards, state__in=HOLDING).values_list("stay", flat=True))
        needs = described(cards)
        patients = [
            _waiting(stay, cards[stay.pk], stay.pk in held, self.stocks.values(), needs.get(stay.pk))
            for stay in waiting
        ]
        found = propose(patients, [self._offered(stock) for stock in self.stocks.values() if stock.kind in self.kinds])
        return [ProposalLine(each, cards[each.stay], self.name_of_stock(each.stock)) for each in found]  # type: ignore[index, arg-type]

    def _offered(self, stock: PlaceStock) -> Offered:
        kind: KindOfPlace = self.kinds[stock.kind]
        return Offered(
            stock=stock.pk,
            municipality=stock.municipality_id,
            kind=stock.kind,
            site=stock.site,
            usual_days=kind.usual_days,
            after_hospital=kind.after_hospital,
            against=kind.against,
            idle=tuple((day, row.idle) for day, row in sorted(self._counts[stock.pk].items())),
            services=frozenset(kind.services),
            around_the_clock=kind.around_the_clock,
        )

    def name_of_stock(self, pk: UUID) -> str:
        stock = self.stocks[pk]
        kind = name_of(self.kinds, stock.kind)
        return f"{kind}, {stock.site}" if stock.site else kind

    def reservations(self) -> list[ReservationLine]:
        """Those that hold a place now; of patients that the person sees, with who it is."""
        held = Reservation.objects.filter(stock__in=self.stocks, state__in=HOLDING)
        rows = list(held.select_related("stay__patient", "stock__municipality").order_by("expires_at", "pk"))
        seen = set(Stay.objects.visible_to(self.person).filter(pk__in=[row.stay_id for row in rows]).values_list("pk"))
        return [
            ReservationLine(
                row,
                row.stay.patient.initials if (row.stay_id,) in seen else "",
                self.name_of_stock(row.stock_id),
                row.stock.municipality.name,
            )
            for row in rows
        ]


def _answers_for(municipality: UUID, stay: Stay) -> bool:
    return stay.municipality is not None and municipality in (stay.municipality_id, stay.municipality.parent_id)


def described(stays: Iterable[UUID]) -> dict[UUID, Needs]:
    """What was last described of each; one query."""
    variables = {code: str(line.label) for code, line in lists.function_variables().items()}
    names = {code: str(line.label) for code, line in lists.services().items()}
    return {  # ordered by time: the last holds
        row.stay_id: needs_of(
            row.scores.get("scores", {}), row.scores.get("services", []), names=variables, service_names=names
        )
        for row in Function.objects.filter(stay__in=list(stays))
    }


def _waiting(stay: Stay, card: Card, held: bool, stocks: Iterable[PlaceStock], needs: Needs | None) -> Waiting:
    """The municipality by the stock that answers for it: a city's places are for all of its districts."""
    mine = next((s.municipality_id for s in stocks if _answers_for(s.municipality_id, stay)), stay.municipality_id)
    today = clock.today()
    return Waiting(
        stay=stay.pk,
        municipality=mine,
        waiting_days=card.waiting_days,
        leave_from=max(today, card.ready_on or today),
        expected=card.place_from if card.place_from and card.place_from >= today else None,
        held=held,
        needs=needs,
    )


def own_municipality(person: Any) -> Unit | None:
    """Where the person publishes; None for the hospital."""
    home = Unit.objects.filter(pk=person.home_id).first()
    return home if home and home.kind in (UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT) else None


def municipality_in(community: UUID, number: str) -> Unit | None:
    """By its number, among those of the community today."""
    today = clock.today()
    areas = Unit.objects.filter(kind__in=(UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT), number=number)
    member = Q(memberships__community=community) | Q(parent__memberships__community=community)
    found = areas.filter(member).distinct()
    return next((unit for unit in found if unit.holds_on(today)), None)
