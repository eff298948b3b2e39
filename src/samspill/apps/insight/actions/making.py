"""Making a publication: count, protect, store. All of it is there afterwards, or nothing.

Counting and protecting happen outside any transaction; only the storing is one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from samspill.analysis.disclosure import PUBLIC, Rules, Unusable
from samspill.apps.insight import periods
from samspill.apps.insight.actions import book, publishing
from samspill.apps.insight.models import Audience, Observation, Publication, PublishedIndicator
from samspill.apps.insight.numbering import Number, with_reach
from samspill.apps.insight.places import OTHER, places_of
from samspill.apps.insight.protecting import Errand, Protected, protect
from samspill.apps.insight.splitting import Counted, Wanted
from samspill.apps.insight.states import PublicationState
from samspill.core import audit, clock, walls

_log = logging.getLogger(__name__)
TRIES = 3
BATCH = 2000


class Cancelled(Exception):
    """Somebody stopped it."""


@dataclass(frozen=True)
class Ready:
    """One indicator, counted, with its definition and how it is drawn."""

    wanted: Wanted
    card: dict[str, Any]
    chart: str
    rows: Sequence[Counted]


@dataclass
class Made:
    """What came through the exit, ready to be stored; `left_out` says which did not, and why."""

    indicators: list[tuple[Ready, Audience, Protected]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def rules_of_house() -> Rules:
    return Rules(threshold=settings.SMALLEST_SHOWN)


def make(publication: Publication, tables: Path | None = None) -> Publication:
    """Count everything and store it as a draft. A fault is said on the publication itself, never half stored."""
    from samspill.apps.insight import counting, quality

    with walls.within(publication.community_id):
        try:
            with TemporaryDirectory(prefix="figures-", dir=_work_folder()) as folder:
                place = tables or counting.own_tables(publication.community_id, Path(folder))
                _say(publication, 10, _("Teller …"))
                as_of = None if tables else clock.today()
                ready, span = counting.counted(
                    place, publication.community_id, lambda percent, what: _say(publication, percent, what), as_of
                )
                publication.data_from, publication.data_until = span
                _say(publication, 40, _("Ser på datakvaliteten …"))
                publication.quality = quality.quality_of(place, settings.SMALLEST_SHOWN)
            if not ready:
                raise Unusable(_("Det er ingen hele måneder å regne på ennå."))
            return make_of(publication, ready)
        except Cancelled:
            publication.refresh_from_db()
        except Unusable as no:
            publishing.fail(publication, str(no))
        except Exception as error:
            # Where, but not the error's text: it may hold a patient's values.
            _log.exception("Publication %s failed: %s", publication.pk, type(error).__name__, exc_info=False)
            publishing.fail(publication, _("Noe uventet gikk galt (%(kind)s).") % {"kind": type(error).__name__})
            raise
    publication.refresh_from_db()
    return publication


def make_of(publication: Publication, ready: Sequence[Ready]) -> Publication:
    """Protect and store what is counted. Made anew when somebody else released something meanwhile."""
    for _try in range(TRIES):
        opened = book.read(publication.community_id)
        made = _protected(publication, ready, opened)
        try:
            with transaction.atomic():
                _store(publication, made, opened)
            if publication.open_at_once:
                publication = publishing.open_(by=publishing.MAKER, publication=publication)
            return publication
        except book.Moved:
            continue
    raise Unusable(_("Andre utleverer tall samtidig. Prøv igjen om litt."))


def _work_folder() -> Path:
    folder = Path(settings.VAR) / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _say(publication: Publication, percent: int, sentence: str) -> None:
    if not publishing.say(publication, percent, sentence):
        raise Cancelled


def _protected(publication: Publication, ready: Sequence[Ready], opened: book.Opened) -> Made:
    made, rules = Made(), rules_of_house()
    places = [place.number for place in places_of(publication.community_id)]
    for number, each in enumerate(ready):
        _say(publication, 40 + 55 * number // max(len(ready), 1), _("Verner små tall: %(title)s") % each.card)
        for audience, errand in _errands(publication, each):
            records = len(opened.ledger.records)
            try:
                out = protect(each.wanted, each.rows, places, opened.ledger, rules, errand)
            except Unusable as no:
                # What the exit refused is not out, and is not in the book.
                del opened.ledger.records[records:], opened.ledger.sheets[records:]
                made.left_out.append(f"{each.card['title']}: {no}")
                continue
            made.indicators.append((each, audience, out))
    return made


def _errands(publication: Publication, ready: Ready) -> Iterable[tuple[Audience, Errand]]:
    purpose = _("Felles tall for helsefellesskapet, utgave %(number)s") % {"number": publication.number}
    given: dict[str, Any] = {"purpose": purpose, "by": publication.made_by, "at": clock.now()}
    yield Audience.COMMUNITY, Errand(receiver=book.receiver_of(publication.community), **given)
    if ready.wanted.name in publication.public_keys:
        yield Audience.PUBLIC, Errand(receiver=PUBLIC, **given)


def _store(publication: Publication, made: Made, opened: book.Opened) -> None:
    now = Publication.objects.select_for_update().get(pk=publication.pk)
    if now.state != PublicationState.MAKING:
        raise Cancelled
    warnings = [text for _ready, _audience, out in made.indicators for text in out.warnings]
    community = publication.community
    book.store(opened, receiver_label=community.name, by_name=publication.made_by, warnings=warnings)
    for order, (ready, audience, out) in enumerate(made.indicators):
        _store_indicator(publication, ready, audience, out, order)
    Publication.objects.filter(community=community, state=PublicationState.DRAFT).update(
        state=PublicationState.REPLACED
    )
    publication.state, publication.progress = PublicationState.DRAFT, 100
    publication.sentence = "; ".join(made.left_out)[:400]
    publication.save()
    audit.record(by=publishing.MAKER, deed="insight.publication_made", about=publication)


def _store_indicator(publication: Publication, ready: Ready, audience: Audience, out: Protected, order: int) -> None:
    row = PublishedIndicator.objects.create(
        publication=publication,
        audience=audience,
        key=ready.wanted.name,
        version=ready.wanted.version,
        place_in_order=order,
        title=ready.card["title"],
        card=ready.card,
        chart=ready.chart,
        summary=breakdown(out.numbers),
        notes=out.notes,
        warnings=out.warnings,
        shown=out.shown,
        hidden=out.hidden,
    )
    numbers = with_reach(out.numbers) if ready.wanted.mode in ("amount", "ratio", "count") else out.numbers
    Observation.objects.bulk_create((_observation(row, number) for number in numbers), BATCH)


def breakdown(numbers: Sequence[Number]) -> dict[str, str]:
    """The kind of period by which most places have a number to show, the finest among equals, and its latest period."""
    shown = [number for number in numbers if number.place and number.place != OTHER and number.point.value is not None]
    places = {kind: {n.place for n in shown if n.period_kind == kind} for kind in periods.KINDS}
    best = max(periods.KINDS, key=lambda kind: len(places[kind]))  # the first of equals
    latest = max((n.point.period for n in shown if n.period_kind == best), default="")
    return {"by": best, "period": latest} if latest else {}


def _observation(row: PublishedIndicator, number: Number) -> Observation:
    point = number.point
    return Observation(
        indicator=row,
        place=number.place,
        period_kind=number.period_kind,
        period=point.period,
        sector=number.sector,
        group=number.group,
        state=point.state,
        value=point.value,
        numerator=point.numerator,
        denominator=point.denominator,
        persons=point.persons,
        low=point.low,
        high=point.high,
    )
