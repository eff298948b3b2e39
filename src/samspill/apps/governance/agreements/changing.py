"""A case proposes that a clause of an agreement be changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.cases.moving import held
from samspill.apps.governance.cases.rules import check_may_be_written
from samspill.apps.governance.models import Case, Clause, ClauseChange, VersionStatus
from samspill.apps.governance.permissions import check_keep, same_community
from samspill.core.deeds import deed
from samspill.core.refusal import Refused, answers_twice


@answers_twice
def check_name_clause(person: Any, case: Case, clause: Clause) -> None:
    check_keep(person)
    same_community(person, case, clause.version.agreement)


@deed("governance.name_clause", permission=check_name_clause)
def name_clause(*, by: Any, case: Case, clause: Clause, wording: str) -> ClauseChange:
    """The case proposes this wording of the clause; the same clause again is the newer wording. Raises Refused."""
    now = held(case)
    check_may_be_written(now.status)
    return write_change(now, clause, wording, by)


def write_change(case: Case, clause: Clause, wording: str, by: Any) -> ClauseChange:
    """Within a deed on the case. Raises Refused for a clause that does not hold today."""
    if clause.version.status != VersionStatus.ADOPTED:
        raise Refused(_("Bare punkter i en avtale som gjelder, kan foreslås endret."))
    wanted = {"wording": wording.strip(), "by_name": by.name}
    row, _new = ClauseChange.objects.update_or_create(
        case=case, agreement_id=clause.version.agreement_id, mark=clause.mark, defaults=wanted
    )
    return row


def clause_to_change(community: UUID, pk: UUID) -> Clause:
    """Raises Refused where it is not the community's."""
    row = Clause.objects.filter(pk=pk, version__agreement__community=community).select_related("version").first()
    if row is None:
        raise Refused(_("Avtalepunktet finnes ikke i helsefellesskapet ditt."))
    return row


@answers_twice
def check_keep_change(person: Any, change: ClauseChange) -> None:
    check_keep(person)
    same_community(person, change.case)


@deed("governance.drop_clause", permission=check_keep_change)
def drop_clause(*, by: Any, change: ClauseChange) -> Case:
    """The case does not propose it after all. Raises Refused when the case is decided."""
    now = held(change.case)
    check_may_be_written(now.status)
    ClauseChange.objects.filter(pk=change.pk).delete()
    return now
