"""What other rooms may point to here: a body, a case, a decision, a clause of an agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.agreements.queries import offer_clauses, resolve_clauses
from samspill.apps.governance.bodies.queries import bodies_seen_by, present_bodies
from samspill.apps.governance.cases.queries import cases_seen_by, citation, decisions_seen_by
from samspill.apps.governance.models import Body, Case, Decision
from samspill.core.references import Resolved, kind_of_thing

BODY, CASE, DECISION = "governance.body", "governance.case", "governance.decision"
CLAUSE = "governance.clause"


def register() -> None:
    kind_of_thing(BODY, bodies, offer_bodies)
    kind_of_thing(CASE, cases, offer_cases)
    kind_of_thing(DECISION, decisions, offer_decisions)
    kind_of_thing(CLAUSE, resolve_clauses, offer_clauses)


def _body(body: Body) -> Resolved:
    return Resolved(title=body.name, url=reverse("governance:body", args=[body.pk]), kind_label=_("Organ"))


def bodies(person: Any, ids: Iterable[UUID]) -> Mapping[UUID, Resolved]:
    return {body.pk: _body(body) for body in bodies_seen_by(person).filter(pk__in=ids)}


def offer_bodies(person: Any, text: str) -> Iterable[tuple[UUID, Resolved]]:
    rows = present_bodies(person)
    found = rows.filter(name__icontains=text) | rows.filter(short_name__icontains=text)
    return ((body.pk, _body(body)) for body in found)


def _case(case: Case) -> Resolved:
    title = f"{citation(case)} {case.title}".strip()
    return Resolved(title=title, url=reverse("governance:case", args=[case.pk]), kind_label=_("Sak"))


def cases(person: Any, ids: Iterable[UUID]) -> Mapping[UUID, Resolved]:
    rows = cases_seen_by(person).filter(pk__in=ids).prefetch_related("numbers__body")
    return {case.pk: _case(case) for case in rows}


def offer_cases(person: Any, text: str) -> Iterable[tuple[UUID, Resolved]]:
    rows = cases_seen_by(person).filter(title__icontains=text).prefetch_related("numbers__body")
    return ((case.pk, _case(case)) for case in rows.order_by("-proposed_at")[:50])


def _decision(decision: Decision) -> Resolved:
    cited = citation(decision.case, decision.body_id)
    return Resolved(
        title=f"{cited} {decision.title}".strip(),
        url=f"{reverse('governance:case', args=[decision.case_id])}#vedtak-{decision.pk}",
        kind_label=_("Vedtak"),
    )


def decisions(person: Any, ids: Iterable[UUID]) -> Mapping[UUID, Resolved]:
    rows = decisions_seen_by(person).filter(pk__in=ids).select_related("case").prefetch_related("case__numbers__body")
    return {row.pk: _decision(row) for row in rows}


def offer_decisions(person: Any, text: str) -> Iterable[tuple[UUID, Resolved]]:
    rows = decisions_seen_by(person).filter(title__icontains=text).select_related("case")
    return ((row.pk, _decision(row)) for row in rows.prefetch_related("case__numbers__body")[:50])
