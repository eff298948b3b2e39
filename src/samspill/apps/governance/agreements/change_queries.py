"""Which cases propose that which clauses be changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from samspill.apps.governance.agreements.compare import Piece, woven
from samspill.apps.governance.cases.queries import cases_seen_by, citation
from samspill.apps.governance.cases.states import OVER
from samspill.apps.governance.models import Case, Clause, ClauseChange, VersionStatus


@dataclass(frozen=True)
class Proposed:
    """A clause as it is, and as a case would have it. clause: None when the agreement has no such clause any more."""

    change: ClauseChange
    clause: Clause | None
    pieces: tuple[Piece, ...] = ()

    @property
    def name(self) -> str:
        heading = self.clause.heading if self.clause else ""
        return f"{self.change.agreement}, {self.change.mark} {heading}".strip()


def proposed_in(case: Case) -> list[Proposed]:
    """What the case would change, beside what holds today."""
    changes = list(case.clause_changes.select_related("agreement"))
    if not changes:
        return []
    about = Q()
    for each in changes:
        about |= Q(version__agreement=each.agreement_id, mark=each.mark)
    rows = Clause.objects.filter(about, version__status=VersionStatus.ADOPTED).select_related("version")
    holds = {(row.version.agreement_id, row.mark): row for row in rows}
    return [_proposed(each, holds.get((each.agreement_id, each.mark))) for each in changes]


def _proposed(change: ClauseChange, clause: Clause | None) -> Proposed:
    if not change.wording or clause is None:
        return Proposed(change, clause)
    return Proposed(change, clause, woven(clause.text, change.wording))


def open_changes(person: Any, agreement: UUID) -> dict[str, list[tuple[str, Case]]]:
    """(«SSU 3/26», the case) of every case that is not over and that the person sees, by the clause's mark."""
    over = [status.value for status in OVER]
    rows = ClauseChange.objects.filter(agreement=agreement, case__in=cases_seen_by(person).values("pk"))
    found: dict[str, list[tuple[str, Case]]] = defaultdict(list)
    for row in rows.exclude(case__status__in=over).prefetch_related("case__numbers__body").order_by("case__title"):
        found[row.mark].append((citation(row.case), row.case))
    return dict(found)


def clauses_to_name(community: UUID) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every clause that holds today, by agreement, as a select shows them."""
    rows = Clause.objects.filter(version__status=VersionStatus.ADOPTED, version__agreement__community=community)
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows.select_related("version__agreement").order_by("version__agreement__number", "version", "order"):
        name = f"{row.mark} {row.heading}".strip() if row.mark != "0" else row.text[:60]
        groups.setdefault(str(row.version.agreement), []).append((str(row.pk), name))
    return list(groups.items())
