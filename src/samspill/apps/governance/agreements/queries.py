"""Every read of agreements and shared documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.agreements.compare import ClauseText
from samspill.apps.governance.models import Agreement, AgreementVersion, Clause, SteeringDocument, VersionStatus
from samspill.core.references import Resolved


def agreements_seen_by(person: Any) -> QuerySet[Agreement]:
    if not person.signed_in:
        return Agreement.objects.none()
    return Agreement.objects.filter(community=person.community_id)


def versions_seen_by(person: Any) -> QuerySet[AgreementVersion]:
    """Drafts too: those who are to be bound may follow the work."""
    return AgreementVersion.objects.filter(agreement__in=agreements_seen_by(person).values("pk"))


def documents_seen_by(person: Any) -> QuerySet[SteeringDocument]:
    if not person.signed_in:
        return SteeringDocument.objects.none()
    return SteeringDocument.objects.filter(community=person.community_id)


def found(person: Any, text: str) -> list[dict[str, Any]]:
    """Clauses in force and shared documents that have all the words, with the place where the first of them stands."""
    words = text.split()[:8]
    clauses = Clause.objects.filter(
        version__agreement__community=person.community_id, version__status=VersionStatus.ADOPTED
    )
    documents = documents_seen_by(person)
    for word in words:
        clauses = clauses.filter(Q(text__icontains=word) | Q(heading__icontains=word) | Q(mark=word))
        documents = documents.filter(Q(text__icontains=word) | Q(title__icontains=word))
    hits = [
        {"title": f"{row.version.agreement}, {row.mark} {row.heading}".strip(), "url": _address(row), "owner": "",
         "excerpt": excerpt(row.text, words)}
        for row in clauses.select_related("version__agreement")[:20]
    ]  # fmt: skip
    hits += [
        {"title": row.title, "url": reverse("governance:document", args=[row.pk]), "owner": row.owner.name,
         "excerpt": excerpt(row.text, words)}
        for row in documents.select_related("owner")[:20]
    ]  # fmt: skip
    return hits


def excerpt(text: str, words: list[str], around: int = 120) -> str:
    places = [at for word in words if (at := text.casefold().find(word.casefold())) >= 0]
    if not places:
        return text[: 2 * around]
    start = max(0, min(places) - around)
    cut = text[start : min(places) + around]
    return f"{'… ' if start else ''}{cut.strip()}{' …' if min(places) + around < len(text) else ''}"


def clauses_of(version: AgreementVersion) -> list[ClauseText]:
    return [ClauseText(row.mark, row.heading, row.text) for row in version.clauses.all()]


def text_of(version: AgreementVersion | None) -> str:
    """A version as it can be pasted and read back."""
    if version is None:
        return ""
    rows = [f"{row.mark} {row.heading}\n{row.text}" if row.mark != "0" else row.text for row in version.clauses.all()]
    return "\n\n".join(rows)


def _address(clause: Clause) -> str:
    return f"{reverse('governance:version', args=[clause.version_id])}#punkt-{clause.mark}"


def resolve_clauses(person: Any, ids: Iterable[UUID]) -> Mapping[UUID, Resolved]:
    """For other rooms: a deviation names the clause that was not kept."""
    rows = Clause.objects.filter(pk__in=ids, version__in=versions_seen_by(person).values("pk"))
    return {row.pk: _resolved(row) for row in rows.select_related("version__agreement")}


def offer_clauses(person: Any, text: str) -> Iterable[tuple[UUID, Resolved]]:
    rows = Clause.objects.filter(
        version__in=versions_seen_by(person).values("pk"), version__status=VersionStatus.ADOPTED
    )
    hits = rows.filter(Q(heading__icontains=text) | Q(mark=text) | Q(version__agreement__title__icontains=text))
    return ((row.pk, _resolved(row)) for row in hits.select_related("version__agreement")[:50])


def _resolved(clause: Clause) -> Resolved:
    title = f"{clause.version.agreement}, {clause.mark} {clause.heading}".strip()
    return Resolved(title=title, url=_address(clause), kind_label=_("Avtalepunkt"))
