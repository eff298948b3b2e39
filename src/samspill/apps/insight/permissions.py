"""May this person? Each check raises Refused with a sentence; `check.why_not(...)` gives the page the same sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.insight.models import AnalysisRequest, ChartDecision, Publication, Report
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Community, UnitKind

ELSEWHERE = _("Dette hører til et annet helsefellesskap.")


def _role_may(person: Doer, deed: str, sentence: Any) -> None:
    if not person.may(deed):
        raise Refused(sentence)


def _own(person: Doer, community_id: Any) -> None:
    if person.community_id is not None and person.community_id != community_id:
        raise Refused(ELSEWHERE)


@answers_twice
def check_see(person: Doer) -> None:
    _role_may(
        person, "insight.see", _("Tallene her er for dem som arbeider i helsefellesskapet. Åpne tall er for alle.")
    )


@answers_twice
def check_see_drafts(person: Doer) -> None:
    _role_may(person, "insight.see_drafts", _("Utkast leses av analytikere, sekretariatet og ledere."))


@answers_twice
def check_publish(person: Doer) -> None:
    _role_may(person, "insight.publish", _("Tall regnes ut og publiseres av analytikeren."))


@answers_twice
def check_publish_for(person: Doer, community: Community) -> None:
    check_publish(person)
    _own(person, community.pk)


@answers_twice
def check_open(person: Doer, publication: Publication) -> None:
    check_publish(person)
    _own(person, publication.community_id)


@answers_twice
def check_decide(person: Doer) -> None:
    """Freeze or rebase the lines of a chart: only a person does."""
    _role_may(person, "insight.rebase", _("Linjene i et diagram fryses eller settes på nytt av analytikeren."))


@answers_twice
def check_withdraw(person: Doer, decision: ChartDecision) -> None:
    check_decide(person)
    _own(person, decision.community_id)


@answers_twice
def check_watch(person: Doer) -> None:
    _role_may(
        person, "insight.watch", _("Hvilket tall fellesskapet følger, velges av ledere, sekretariatet og analytikeren.")
    )


@answers_twice
def check_write_report(person: Doer) -> None:
    _role_may(person, "insight.write_report", _("Rapporten skrives av analysegruppen og sekretariatet."))


@answers_twice
def check_write_this_report(person: Doer, report: Report) -> None:
    check_write_report(person)
    _own(person, report.community_id)


@answers_twice
def check_ask(person: Doer) -> None:
    _role_may(person, "insight.ask", _("Analyser bestilles av dem som arbeider i helsefellesskapet."))


@answers_twice
def check_withdraw_request(person: Any, request: AnalysisRequest) -> None:
    """One takes back what one asked for oneself."""
    check_ask(person)
    _own(person, request.community_id)
    if getattr(person, "account_id", None) != request.account:
        raise Refused(_("Bare den som bestilte, kan trekke bestillingen."))


@answers_twice
def check_answer(person: Doer) -> None:
    _role_may(person, "insight.answer", _("Bestillinger besvares av analytikeren."))


@answers_twice
def check_answer_this(person: Doer, request: AnalysisRequest) -> None:
    check_answer(person)
    _own(person, request.community_id)


@answers_twice
def check_see_register(person: Doer) -> None:
    _role_may(
        person,
        "insight.see_register",
        _("Registeret over utleverte tall leses av analytikere, sekretariatet, ledere og personvernombudet."),
    )


@answers_twice
def check_see_lists(person: Any) -> None:
    """Groups are for those who may open the lists; names are asked for one list at a time."""
    _role_may(person, "insight.open_list", _("Lister med navn er for dem som koordinerer pasientene selv."))
    if getattr(person, "top_kind", "") not in (UnitKind.HOSPITAL_TRUST, UnitKind.MUNICIPALITY):
        raise Refused(_("Bare sykehuset og kommunene har egne lister."))


@answers_twice
def check_see_openings(person: Doer) -> None:
    _role_may(person, "insight.see_openings", _("Hvem som har åpnet navnelister, leses av personvernombudet."))
