"""What a person decides about a chart, and which figure the community watches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.insight import permissions
from samspill.apps.insight.models import ChartDecision, DecisionKind, WatchedFigure
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused

FEWEST_FROZEN = 6  # months that lines may be frozen on; fewer say too little of what is usual


@deed("insight.decide_lines", permission=permissions.check_decide)
def decide(
    *, by: Any, key: str, place: str, sector: str, kind: str, period: str, reason: str, periods: Sequence[str]
) -> ChartDecision:
    """Freeze or rebase, about the series with these periods. Raises Refused."""
    if period not in periods:
        raise Refused(_("Diagrammet har ikke denne måneden."))
    at = list(periods).index(period)
    if kind == DecisionKind.REBASE and at == 0:
        raise Refused(_("Nye linjer kan ikke begynne med den første måneden."))
    if kind == DecisionKind.FREEZE and at + 1 < FEWEST_FROZEN:
        raise Refused(_("Linjer fryses på minst %(n)s måneder."), n=FEWEST_FROZEN)
    if len(reason.split()) < 2:
        raise Refused(_("Skriv en begrunnelse som andre kan forstå."))
    holds = ChartDecision.objects.select_for_update().filter(
        community=by.community_id, key=key, place=place, sector=sector, withdrawn_at=None
    )
    _check_room(list(holds), kind, period)
    return ChartDecision.objects.create(
        community_id=by.community_id,
        key=key,
        place=place,
        sector=sector,
        kind=kind,
        period=period,
        reason=reason,
        at=clock.now(),
        by_name=by.name,
    )


def _check_room(holds: Sequence[ChartDecision], kind: str, period: str) -> None:
    if any(row.period == period for row in holds):
        raise Refused(_("Det er alt bestemt noe for denne måneden. Trekk det tilbake først."))
    if kind == DecisionKind.FREEZE and holds:
        raise Refused(_("Linjene er alt frosset eller satt på nytt. Trekk det tilbake før du fryser dem."))
    if kind == DecisionKind.REBASE and any(row.kind == DecisionKind.FREEZE for row in holds):
        raise Refused(_("Linjene er frosset. Trekk det tilbake før du setter nye."))


@deed("insight.withdraw_decision", permission=permissions.check_withdraw)
def withdraw(*, by: Any, decision: ChartDecision, reason: str) -> ChartDecision:
    """The row stays, with who took it back and why."""
    now = ChartDecision.objects.select_for_update().get(pk=decision.pk)
    if now.withdrawn_at is None:
        now.withdrawn_at, now.withdrawn_by, now.withdrawn_reason = clock.now(), by.name, reason
        now.save()
    return now


@deed("insight.watch_figure", permission=permissions.check_watch)
def watch(*, by: Any, key: str, place: str, why: str) -> WatchedFigure:
    """The figure on everybody's first page, in place of the one before."""
    row, _new = WatchedFigure.objects.update_or_create(
        community_id=by.community_id,
        defaults={"key": key, "place": place, "why": why, "chosen_at": clock.now(), "chosen_by": by.name},
    )
    return row
