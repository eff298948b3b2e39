"""The board: which stays, in which order, and how many of each; in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.functional import cached_property

from samspill.apps.discharge.models import DelayCause, Stay, Task
from samspill.apps.discharge.models.pulse import present_beat
from samspill.apps.discharge.models.stays import READY_STATES, StayQuerySet
from samspill.apps.discharge.queries.cards import Card, cards_of, full_cards_of
from samspill.apps.discharge.queries.rates import rates
from samspill.core import clock
from samspill.core.keeping import Kept
from samspill.directory.lookup import present_edition, remember
from samspill.directory.models import Unit, UnitKind
from samspill.stay import Side

PAGE = 50
WEEK = timedelta(days=7)
VIEWS = ("ready", "admitted", "gone")
ORDERS = {
    "move": ("_not_mine", F("due").asc(nulls_last=True), "ready_on", "pk"),
    "ready": ("ready_on", "pk"),
    "-ready": ("-ready_on", "pk"),
    "ward": ("ward_name", "ready_on", "pk"),
    "municipality": ("municipality__name", "ready_on", "pk"),
    "since": ("_not_mine", F("since").asc(nulls_last=True), "pk"),
    "-since": ("_not_mine", F("since").desc(nulls_last=True), "pk"),
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the address asks for.

    ward    may be a clinic, with all its wards
    ours    only where it is our move
    waited  only those ready for more than so many days
    """

    view: str = "ready"
    ward: UUID | None = None
    municipality: UUID | None = None
    ours: bool = False
    waited: int = 0
    order: str = "move"
    page: int = 1


def side_of(person: Any) -> Side:
    return Side.HOSPITAL if person.top_kind == UnitKind.HOSPITAL_TRUST else Side.MUNICIPALITY


class Key(NamedTuple):
    """All that decides what a row of the board looks like today. No two stays, and no two moments of one, share it."""

    stay: UUID
    version: int
    overdue: bool
    late_task: bool


class Found(NamedTuple):
    """What the database answered: (stay, version, due, first due of a task) of each row, how many of each kind, how
    many pages, and the daily rates that sums are made with."""

    rows: tuple[tuple[UUID, int, datetime | None, datetime | None], ...]
    counts: dict[str, int]
    page: int
    pages: int
    rates: tuple[tuple[int, int], ...]
    causes: tuple[tuple[str, str], ...]  # the community's own wordings, which rows show


# Answers of the database, under the beat of the community: the next change makes another key.
_found: Kept[Found] = Kept(2000)


class Board:
    """The answer to a question, for one person."""

    def __init__(self, person: Any, question: Question) -> None:
        self.person, self.question = person, question

    @cached_property
    def _stays(self) -> StayQuerySet:
        """Made when it is needed: at most refreshes the answer is kept, and only to make the query would cost more."""
        return Stay.objects.visible_to(self.person).real()

    @cached_property
    def found(self) -> Found:
        who = StayQuerySet.view_of(self.person)
        place = self.question.municipality if side_of(self.person) is Side.HOSPITAL else self.person.home_id
        beat = present_beat(self.person.community_id, place)
        return _found.get_or_make((who, self.question, clock.today(), beat, present_edition()), self._ask)

    @property
    def counts(self) -> dict[str, int]:
        """ready, mine (ready, and our move), theirs, leaving (the municipality can receive), admitted."""
        return self.found.counts

    @property
    def page(self) -> int:
        return self.found.page

    @property
    def pages(self) -> int:
        return self.found.pages

    @cached_property
    def keys(self) -> list[Key]:
        now = clock.now()
        return [
            Key(pk, version, due is not None and due < now, task_due is not None and task_due < now)
            for pk, version, due, task_due in self.found.rows
        ]

    def cards(self, ids: list[UUID]) -> dict[UUID, Card]:
        """The cards of some of the page's stays; a constant number of queries."""
        if not ids:
            return {}
        stays = list(self._stays.filter(pk__in=ids).select_related("patient", "municipality", "ward"))
        return {card.stay_id: card for card in full_cards_of(stays)}

    @property
    def year_without_rate(self) -> int | None:
        """This year, if its daily rate is not known: then no sums are shown, and the page says why."""
        year = clock.today().year
        return None if year in dict(self.found.rates) else year

    def _ask(self) -> Found:
        counts = self._count()
        narrowed = self.question.ours or self.question.waited or self.question.view == "gone"
        total = self._shown.count() if narrowed else counts[self.question.view]
        pages = max(1, -(-total // PAGE))
        page = min(max(1, self.question.page), pages)
        ordered = self._ordered(self._shown)[(page - 1) * PAGE : page * PAGE]
        first = Task.objects.filter(stay=OuterRef("pk"), done_at=None, due__isnull=False).order_by("due")
        rows = ordered.annotate(_task_due=Subquery(first.values("due")[:1]))
        return Found(
            tuple(rows.values_list("pk", "version", "due", "_task_due")), counts, page, pages, _rates(), self._causes()
        )

    def _causes(self) -> tuple[tuple[str, str], ...]:
        rows = DelayCause.objects.filter(community=self.person.community_id).order_by("code")
        return tuple(rows.values_list("code", "label"))

    def _count(self) -> dict[str, int]:
        ready, mine = Q(state__in=READY_STATES), Q(whose_move=side_of(self.person))
        return self._in_place(self._stays.filter(is_open=True)).aggregate(
            ready=Count("pk", filter=ready),
            mine=Count("pk", filter=ready & mine),
            theirs=Count("pk", filter=ready & ~mine),
            leaving=Count("pk", filter=Q(state="place_ready")),
            admitted=Count("pk", filter=~ready),
        )

    def _in_place(self, stays: StayQuerySet) -> StayQuerySet:
        if self.question.ward:
            ward = self.question.ward
            stays = stays.filter(Q(ward=ward) | Q(ward__parent=ward) | Q(ward__parent__parent=ward))
        if self.question.municipality:
            place = self.question.municipality
            stays = stays.filter(Q(municipality=place) | Q(municipality__parent=place))
        return stays

    @property
    def _shown(self) -> StayQuerySet:
        stays = self._in_place(self._stays)
        if self.question.ours:
            stays = stays.filter(whose_move=side_of(self.person))
        if self.question.waited:
            stays = stays.filter(ready_on__lt=clock.today() - timedelta(days=self.question.waited))
        if self.question.view == "gone":
            return stays.filter(is_open=False, ended_on__gte=clock.today() - WEEK).exclude(state="cancelled")
        stays = stays.filter(is_open=True)
        ready = Q(state__in=READY_STATES)
        return stays.filter(ready if self.question.view == "ready" else ~ready)

    def _ordered(self, stays: StayQuerySet) -> StayQuerySet:
        mine = Q(whose_move=side_of(self.person))
        return stays.annotate(_not_mine=~mine).order_by(*ORDERS[self.question.order])


def _rates() -> tuple[tuple[int, int], ...]:
    return tuple((year, rate.kroner) for year, rate in sorted(rates().by_year.items()))


def cards_where_it_is_my_move(person: Any, most: int = 30) -> list[Card]:
    """The ready patients whose next step is this person's side's, those promised first, first."""
    if not (person.signed_in and person.may("discharge.see_board")):
        return []
    board = Board(person, Question())
    mine = board._stays.filter(is_open=True, state__in=READY_STATES, whose_move=side_of(person))
    mine = mine.order_by(F("due").asc(nulls_last=True), "ready_on", "pk")
    return cards_of(list(mine.select_related("patient", "municipality", "ward")[:most]))


def places_of(person: Any) -> list[tuple[str, str]]:
    """(id, name) of what the board can be narrowed to: the trust's wards, or the municipality's districts."""
    return remember(("places of the board", side_of(person), person.home_id), lambda: _places(person))


def wards_of(trust: UUID) -> list[tuple[str, str]]:
    """(address of messages, name) of the trust's wards: what an event names a ward by."""
    inside = Q(parent=trust) | Q(parent__parent=trust) | Q(parent__parent__parent=trust)
    wards = Unit.objects.filter(inside, kind=UnitKind.WARD).exclude(her_id="").order_by("name")
    return [(her, name) for her, name in wards.values_list("her_id", "name")]


def _places(person: Any) -> list[tuple[str, str]]:
    if side_of(person) is Side.HOSPITAL:
        return _clinics_and_wards(person.top_id)
    units = Unit.objects.filter(kind=UnitKind.CITY_DISTRICT, parent=person.home_id).order_by("name")
    return [(str(pk), name) for pk, name in units.values_list("pk", "name")]


def _clinics_and_wards(trust: UUID) -> list[tuple[str, str]]:
    """Each clinic with its wards below it; wards outside any clinic first."""
    inside = Q(parent=trust) | Q(parent__parent=trust) | Q(parent__parent__parent=trust)
    units = list(Unit.objects.filter(inside, kind__in=[UnitKind.WARD, UnitKind.CLINIC]).order_by("name"))
    clinics = [unit for unit in units if unit.kind == UnitKind.CLINIC]
    known = {clinic.pk for clinic in clinics}
    found = [(str(unit.pk), unit.name) for unit in units if unit.kind == UnitKind.WARD and unit.parent_id not in known]
    for clinic in clinics:
        found.append((str(clinic.pk), clinic.name))
        wards = [unit for unit in units if unit.kind == UnitKind.WARD and unit.parent_id == clinic.pk]
        found += [(str(ward.pk), f"– {ward.name}") for ward in wards]
    return found


def municipalities_for(person: Any) -> list[tuple[str, str]]:
    """(id, name) of the municipalities of the hospital's community, for narrowing the board; none for others."""
    if side_of(person) is not Side.HOSPITAL:
        return []
    return remember(("municipalities of the board", person.community_id), lambda: _municipalities(person.community_id))


def _municipalities(community: UUID) -> list[tuple[str, str]]:
    rows = Unit.objects.filter(memberships__community=community, kind=UnitKind.MUNICIPALITY, valid_to=None)
    return [(str(pk), name) for pk, name in rows.order_by("name").values_list("pk", "name").distinct()]
