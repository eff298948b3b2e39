"""Every write to agreements and shared documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.agreements.compare import clauses_in
from samspill.apps.governance.models import (
    Agreement,
    AgreementVersion,
    Clause,
    Decision,
    SteeringDocument,
    VersionStatus,
    WheelEntry,
    WheelKind,
)
from samspill.apps.governance.permissions import check_keep, same_community
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.edits import locked
from samspill.directory.models import Unit
from samspill.directory.seen import units_in


@answers_twice
def check_keep_agreement(person: Any, agreement: Agreement) -> None:
    check_keep(person)
    same_community(person, agreement)


@deed("governance.make_agreement", permission=check_keep)
def make(*, by: Any, key: UUID, values: Mapping[str, Any]) -> Agreement:
    """values: kind, number, title, parent_id. IntegrityError when the same form was sent twice."""
    parent = values.get("parent_id")
    if parent and not Agreement.objects.filter(pk=parent, community=by.community_id).exists():
        raise Refused(_("Avtalen over finnes ikke i helsefellesskapet ditt."))
    row = Agreement(pk=key, community_id=by.community_id, **values)
    row.save(force_insert=True)
    return row


@deed("governance.draft_version", permission=check_keep_agreement)
def draft(*, by: Any, agreement: Agreement, text: str) -> AgreementVersion:
    """The next version, or the draft there is, with these clauses. Raises Refused when no clause is found."""
    clauses = clauses_in(text)
    if not clauses:
        raise Refused(_("Skriv eller lim inn teksten. Hvert punkt begynner med nummeret sitt."))
    held = locked(agreement)
    version = held.versions.filter(status=VersionStatus.DRAFT).first()
    if version is None:
        last = held.versions.first()
        version = AgreementVersion.objects.create(agreement=held, number=last.number + 1 if last else 1)
    version.save()
    version.clauses.all().delete()
    rows = [
        Clause(version=version, mark=each.mark, heading=each.heading, text=each.text, order=number)
        for number, each in enumerate(clauses)
    ]
    Clause.objects.bulk_create(rows)
    return version


@answers_twice
def check_keep_version(person: Any, version: AgreementVersion) -> None:
    check_keep(person)
    same_community(person, version.agreement)


@deed("governance.adopt_version", permission=check_keep_version)
def adopt(
    *, by: Any, version: AgreementVersion, valid_from: date, revise_by: date | None, decision_id: UUID | None
) -> AgreementVersion:
    """It holds from the day, and the one before it until then. Its revision comes in the wheel. Raises Refused."""
    row = locked(version)
    if row.status != VersionStatus.DRAFT:
        raise Refused(_("Versjonen er alt vedtatt."))
    if revise_by and revise_by <= valid_from:
        raise Refused(_("Revisjonen må være etter at avtalen begynner å gjelde."))
    community = row.agreement.community_id
    if decision_id and not Decision.objects.filter(pk=decision_id, community=community).exists():
        raise Refused(_("Vedtaket finnes ikke i helsefellesskapet ditt."))
    earlier = row.agreement.versions.filter(status=VersionStatus.ADOPTED)
    if earlier.filter(valid_from__gte=valid_from).exists():
        raise Refused(_("En annen versjon gjelder fra samme dag eller senere."))
    earlier.update(status=VersionStatus.REPLACED, valid_to=valid_from)
    row.status, row.valid_from, row.revise_by = VersionStatus.ADOPTED, valid_from, revise_by
    row.decision_id = decision_id
    row.save()
    if revise_by:
        title = str(row.agreement)[:150]
        WheelEntry.objects.get_or_create(
            community_id=community, kind=WheelKind.REVISION, title=title, day=revise_by, defaults={"body": None}
        )
    return row


@answers_twice
def check_share(person: Any) -> None:
    """Their own organisation's documents."""
    if not person.may("governance.share"):
        raise Refused(_("Styringsdokumenter deles av ledere, kvalitetsrådgivere og sekretariatet."))


@answers_twice
def check_share_for(person: Any, owner: Unit) -> None:
    check_share(person)
    if owner.pk not in units_in(person.community_id, clock.today()):
        raise Refused(_("Eieren hører ikke til helsefellesskapet ditt."))
    if not person.may("governance.keep") and owner.top.pk != person.top_id:
        raise Refused(_("Du deler dokumenter for din egen organisasjon."))


@deed("governance.share_document", permission=check_share_for)
def share(*, by: Any, owner: Unit, key: UUID, values: Mapping[str, Any]) -> SteeringDocument:
    """values: kind, title, year, text, web. Raises Refused; IntegrityError when the same form was sent twice."""
    if not values["text"].strip() and not values["web"]:
        raise Refused(_("Lim inn teksten, eller skriv hvor dokumentet ligger."))
    row = SteeringDocument(
        pk=key, community_id=by.community_id, owner=owner, shared_at=clock.now(), by_name=by.name, **values
    )
    row.save(force_insert=True)
    return row
