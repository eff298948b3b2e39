"""A case names the clauses that it would change, and the agreement shows it; a task lives on as an action of a plan."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation
from tests.cast import CAST, actor
from tests.governance.ground import CASE, a_body, a_case
from tests.governance.test_agreements import SECOND, adopted, an_agreement
from tests.signing_in import signed_in

from samspill.apps.governance.agreements import actions as agreements
from samspill.apps.governance.agreements import change_queries, changing
from samspill.apps.governance.agreements.compare import woven
from samspill.apps.governance.cases import actions, deciding
from samspill.apps.governance.models import Case, Clause, ClauseChange, FollowUp
from samspill.core import clock
from samspill.core.references import Reference, Resolved, kind_of_thing
from samspill.core.refusal import Refused
from samspill.directory.models import Community, Position

pytestmark = pytest.mark.django_db


def test_a_proposal_from_the_agreement_names_its_clause(fjordheim: Community) -> None:
    body, version = a_body(actor("siri")), adopted(an_agreement())
    clause = version.clauses.get(mark="2.1")
    kari = signed_in("kari")
    page = kari.get(f"/saker/avtaler/versjon/{version.pk}").content.decode()
    assert f"/saker/ny?punkt={clause.pk}" in page
    form = kari.get(f"/saker/ny?punkt={clause.pk}")
    assert "2.1 Frist" in form.content.decode() and str(clause.pk) in form.content.decode()
    said = {**CASE, "due": "", "key": str(uuid4()), "body": str(body.pk), "about": str(clause.pk)}
    sent = kari.post("/saker/ny", said)
    case = Case.objects.get(pk=said["key"])
    assert sent.status_code == 302 and case.clause_changes.get().mark == "2.1"
    assert kari.post("/saker/ny", said).status_code == 302 and ClauseChange.objects.count() == 1
    assert case.title in kari.get(f"/saker/avtaler/versjon/{version.pk}").content.decode()


def test_the_wording_is_shown_beside_what_holds_and_outlives_a_version(fjordheim: Community) -> None:
    siri, body, version = actor("siri"), a_body(actor("siri")), adopted(an_agreement())
    case, clause = a_case(body, "prepared"), version.clauses.get(mark="2.1")
    changing.name_clause(by=siri, case=case, clause=clause, wording="Svar innen 6 timer.")
    changing.name_clause(by=siri, case=case, clause=clause, wording="Svar innen 8 timer.")
    page = signed_in("ola").get(f"/saker/{case.pk}").content.decode()
    assert "<del>24</del><ins>8</ins>" in page and "2.1 Frist" in page
    adopted(agreements.draft(by=siri, agreement=version.agreement, text=SECOND), days=1)
    assert "<del>12</del><ins>8</ins>" in signed_in("ola").get(f"/saker/{case.pk}").content.decode()
    replaced = Clause.objects.get(pk=clause.pk)
    with pytest.raises(Refused, match="avtale som gjelder"):
        changing.name_clause(by=siri, case=case, clause=replaced, wording="")


def test_a_decided_case_proposes_what_it_proposed_and_a_closed_one_is_no_longer_open(fjordheim: Community) -> None:
    siri, body, version = actor("siri"), a_body(actor("siri")), adopted(an_agreement())
    clause = version.clauses.get(mark="3")
    case = a_case(body, "written")
    change = changing.name_clause(by=siri, case=case, clause=clause, wording="")
    from tests.governance.ground import a_decision

    a_decision(case)
    with pytest.raises(Refused, match="låst"):
        changing.drop_clause(by=siri, change=change)
    with pytest.raises(Refused, match="låst"):
        changing.name_clause(by=siri, case=case, clause=clause, wording="Nytt")
    assert list(change_queries.open_changes(actor("ola"), version.agreement_id)) == ["3"]
    actions.move(by=siri, case=case, named="close")
    assert not change_queries.open_changes(actor("ola"), version.agreement_id)


def test_an_exempt_case_is_not_told_of_by_the_agreement(fjordheim: Community) -> None:
    siri, body, version = actor("siri"), a_body(actor("siri")), adopted(an_agreement())
    case = a_case(body, title="Hemmelig sak", access="confidential", ground="fvl. § 13")
    changing.name_clause(by=siri, case=case, clause=version.clauses.get(mark="1"), wording="Hemmelig ordlyd")
    for name in CAST:
        page = signed_in(name).get(f"/saker/avtaler/versjon/{version.pk}").content.decode()
        assert ("Hemmelig" in page) == (name == "siri"), name


def test_a_clause_is_dropped_on_the_page(fjordheim: Community) -> None:
    siri, body, version = signed_in("siri"), a_body(actor("siri")), adopted(an_agreement())
    case, clause = a_case(body), version.clauses.get(mark="1")
    assert siri.post(f"/saker/{case.pk}/avtalepunkt", {"clause": str(clause.pk), "wording": ""}).status_code == 302
    assert siri.post(f"/saker/{case.pk}/avtalepunkt", {"clause": "tull", "wording": ""}).status_code == 422
    change = case.clause_changes.get()
    assert signed_in("tone").post(f"/saker/avtalepunkt/{change.pk}/ta-bort").status_code == 403
    assert siri.post(f"/saker/avtalepunkt/{change.pk}/ta-bort").status_code == 302
    assert not ClauseChange.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize(("old", "new"), [("a b c", "a d c"), ("", "ny"), ("gammel", ""), ("likt", "likt")])
def test_the_woven_text_holds_both(old: str, new: str) -> None:
    rows = woven(old, new)
    assert "".join(piece.words for piece in rows if piece.change != "ins") == old
    assert "".join(piece.words for piece in rows if piece.change != "del") == new


def a_task(owner: str = "ola") -> FollowUp:
    decision = Case.objects.get(pk=a_case(a_body(actor("siri")), "decided").pk).decisions.get()
    person = Position.objects.get(pk=actor(owner).position_id).person
    due = clock.today() + timedelta(days=30)
    return deciding.add_follow_up(by=actor("siri"), decision=decision, what="Prøv ut", owner=person, due=due)


@pytest.fixture
def an_action() -> Reference:
    """Something of another room, which this one knows the kind of and nothing else."""
    from samspill.apps.plans import room as plans

    thing = Reference("plans.action", uuid4())
    shown = {thing.id: Resolved(title="1.2.1 Daglig møte", url="/plan/tiltak/x", kind_label="Tiltak")}

    def seen(person: object, ids: object) -> dict[object, Resolved]:
        return {} if getattr(person, "name", "") == "" else {pk: row for pk, row in shown.items() if pk in set(ids)}  # type: ignore[call-overload]

    kind_of_thing("plans.action", seen, lambda person, text: list(shown.items()) if text in "1.2.1 Daglig" else [])  # type: ignore[arg-type]
    yield thing
    kind_of_thing("plans.action", plans._actions, plans._offered)


def test_a_task_is_tied_to_an_action_and_shown_by_its_title(fjordheim: Community, an_action: Reference) -> None:
    task, ola = a_task(), signed_in("ola")
    address = f"/saker/oppgaver/{task.pk}/ble"
    assert "1.2.1 Daglig møte" in ola.get(f"{address}?sok=Daglig").content.decode()
    assert "Ingen tiltak svarer" in ola.get(f"{address}?sok=annet").content.decode()
    assert ola.post(address, {"ble": str(an_action)}).status_code == 302
    case = f"/saker/{task.decision.case_id}"
    assert "1.2.1 Daglig møte" in ola.get(case).content.decode()
    ola.post(address, {"ble": f"plans.action:{uuid4()}"})  # nothing that he sees
    assert FollowUp.objects.get(pk=task.pk).became == str(an_action)
    assert ola.post(address, {"ble": f"governance.case:{uuid4()}"}).status_code == 404
    ola.post(address, {"ble": ""})
    assert FollowUp.objects.get(pk=task.pk).became == ""


@pytest.mark.parametrize("name", [name for name in CAST if name not in {"ola", "siri"}])
def test_only_its_owner_and_the_secretariat_tie_a_task(fjordheim: Community, an_action: Reference, name: str) -> None:
    task = a_task()
    with pytest.raises(Refused):
        deciding.follow_up_became(by=actor(name), follow_up=task, thing=an_action)
    answer = signed_in(name).get(f"/saker/oppgaver/{task.pk}/ble")
    assert answer.status_code in {302, 403, 404}
    with translation.override("nb"):
        assert not FollowUp.objects.get(pk=task.pk).became
