"""Every read of the representatives' records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from samspill.core import clock
from samspill.directory.models import FeeAgreement, Position, Representation, Side, Support, SupportKind
from samspill.directory.plain_words import answers_to, folded
from samspill.directory.representation import rules
from samspill.directory.representation.rules import Lack, Standing

EMPTY_SEATS_FOR = timedelta(days=365)  # so long after a term is over an empty seat is spoken of

HANDED_OVER_WITHIN = timedelta(days=31)  # a successor may begin a little before


@dataclass(frozen=True)
class Question:
    """What the address asks for. Empty means all."""

    text: str = ""
    side: str = ""
    lack: str = ""
    view: str = "now"


@dataclass
class Record:
    """A representation with how it stands today; its support and fees at hand."""

    row: Representation
    today: date
    succeeded: bool = False

    @cached_property
    def support(self) -> list[Support]:
        return list(self.row.support.all())

    @property
    def training(self) -> list[Support]:
        return [each for each in self.support if each.kind == SupportKind.TRAINING]

    @property
    def practical(self) -> list[Support]:
        return [each for each in self.support if each.kind == SupportKind.PRACTICAL]

    @cached_property
    def fees(self) -> list[FeeAgreement]:
        """The newest first."""
        return sorted(self.row.fees.all(), key=lambda fee: fee.valid_from or date.min, reverse=True)

    @property
    def present_fees(self) -> list[FeeAgreement]:
        return [fee for fee in self.fees if fee.holds_on(self.today)]

    @property
    def over(self) -> bool:
        return self.row.valid_to is not None and self.row.valid_to <= self.today

    @cached_property
    def standing(self) -> Standing:
        given = [each for each in self.training if each.given_on and each.given_on <= self.today]
        return Standing(
            last_day=self.row.last_day,
            has_alternate=self.row.alternate_id is not None,
            trained=bool(given),
            training_agreed=bool(self.training) and not given,
            has_fee=bool(self.present_fees),
            succeeded=self.succeeded,
        )

    @cached_property
    def lacks(self) -> list[Lack]:
        return rules.lacks(self.standing, self.today)

    @property
    def sentences(self) -> list[str]:
        return [rules.sentence(lack, self.standing, self.today) for lack in self.lacks]

    @property
    def short(self) -> list[Any]:
        return [rules.SHORT[lack] for lack in self.lacks]


def records_seen_by(person: Any) -> QuerySet[Representation]:
    """All of the community for those who see them; otherwise one's own, in that community."""
    rows = Representation.objects.select_related("person", "appointed_by__parent__parent__parent__parent", "alternate")
    if not person.signed_in:
        return rows.none()
    rows = rows.filter(community_id=person.community_id)
    return rows if person.may("representation.see") else rows.filter(person__in=_self(person))


def own_records(person: Any) -> list[Record]:
    """What is written about the person, the newest first."""
    rows = records_seen_by(person).filter(person__in=_self(person))
    return sorted(_standing(rows), key=lambda each: each.row.valid_from or date.min, reverse=True)


def _self(person: Any) -> QuerySet[Any]:
    return Position.objects.filter(pk=person.position_id).values("person")


def with_all(rows: QuerySet[Representation]) -> QuerySet[Representation]:
    return rows.prefetch_related("support", "fees__payer")


def _standing(rows: QuerySet[Representation]) -> list[Record]:
    """The rows as records; who has a seat after whom is looked up among all of the community."""
    found, today = list(with_all(rows)), clock.today()
    seats = _seats(found, today)
    return [Record(row, today, succeeded=_has_later(seats.get((row.side, folded(row.seat)), []), row)) for row in found]


def _seats(rows: list[Representation], today: date) -> dict[tuple[str, str], list[tuple[Any, date, date]]]:
    """(side, seat): (who, first day, first day after) of everybody who has it now or later."""
    seats: dict[tuple[str, str], list[tuple[Any, date, date]]] = {}
    communities = {row.community_id for row in rows}
    held = Representation.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), community__in=communities)
    for pk, side, seat, since, until in held.values_list("pk", "side", "seat", "valid_from", "valid_to"):
        seats.setdefault((side, folded(seat)), []).append((pk, since or date.min, until or date.max))
    return seats


def _has_later(holders: Sequence[tuple[Any, date, date]], row: Representation) -> bool:
    """Somebody begins in the seat about when this one ends. Who sits beside them in the same body is no successor."""
    if row.valid_to is None:
        return False
    begins = row.valid_to - HANDED_OVER_WITHIN
    return any(pk != row.pk and since >= begins and until > row.valid_to for pk, since, until in holders)


def record_of(row: Representation) -> Record:
    return _standing(Representation.objects.filter(pk=row.pk).select_related("person", "appointed_by", "alternate"))[0]


def overview(person: Any) -> list[Record]:
    """Every record that the person sees, by name."""
    return sorted(_standing(records_seen_by(person)), key=lambda each: (folded(str(each.row.person)), each.row.seat))


def spoken_of(record: Record) -> bool:
    """Is it a matter for today: in the term or before it, or with a seat that stands empty since not long?"""
    if not record.over:
        return True
    ended = record.row.valid_to or date.min
    return bool(record.lacks) and record.today - ended <= EMPTY_SEATS_FOR


def narrowed(records: list[Record], question: Question) -> list[Record]:
    kept = [each for each in records if (not each.over if question.view == "now" else each.over)]
    if question.lack:
        kept = [each for each in records if spoken_of(each) and question.lack in each.lacks]
    if question.side:
        kept = [each for each in kept if each.row.side == question.side]
    if question.text:
        kept = [each for each in kept if answers_to(question.text, _searchable(each.row))]
    return kept


def _searchable(row: Representation) -> str:
    return f"{row.person} {row.seat} {row.appointed_by.name} {Side(row.side).label}"


def health(records: list[Record]) -> dict[Lack, int]:
    """How many lack what, in the order that it should be mended."""
    counted = Counter(lack for each in records if spoken_of(each) for lack in each.lacks)
    return {lack: counted[lack] for lack in Lack}
