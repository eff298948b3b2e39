"""A case's life: numbers, journeys, disagreement, decisions that are locked, anchoring at home."""

from __future__ import annotations

import itertools
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.cast import CAST, actor
from tests.governance.ground import AGREED, CASE, a_body, a_case, a_decision, sits
from tests.signing_in import signed_in

from samspill.apps.governance.cases import actions, deciding, queries, rules, states
from samspill.apps.governance.cases.states import LIFE, LOCKED, MOVES, Status
from samspill.apps.governance.models import Anchoring, Case, CaseMove, CaseNumber, Decision
from samspill.core import clock, references, walls
from samspill.core.references import Reference
from samspill.core.refusal import Refused
from samspill.directory.models import Community

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.once
def test_the_diagram_in_the_docs_is_the_table() -> None:
    assert (ROOT / "docs" / "case-life.md").read_text(encoding="utf-8") == states.page()


@pytest.mark.once
@pytest.mark.parametrize("deed", sorted(MOVES))
def test_each_move_is_made_from_its_own_states_only(deed: str) -> None:
    for status in Status:
        assert rules.check_move.can(status, deed, "fordi") is (status in MOVES[deed].came_from)


@pytest.mark.once
def test_every_state_can_be_reached_and_left() -> None:
    assert {Status.PROPOSED, *(move.to for move in LIFE)} == set(Status)
    assert {old for move in LIFE for old in move.came_from} == set(Status) - states.OVER


@pytest.mark.once
@pytest.mark.parametrize(
    ("on_refusal", "replies", "outcome"),
    [
        ("renegotiate", ["confirmed", "waiting"], ""),
        ("renegotiate", ["confirmed", "confirmed"], "bind"),
        ("renegotiate", ["refused", "waiting"], "renegotiate"),
        ("falls", ["confirmed", "refused"], "fall"),
        ("binds_others", ["confirmed", "refused"], "bind"),
        ("binds_others", ["refused", "waiting"], ""),
        ("binds_others", ["refused", "refused"], "fall"),
    ],
)
def test_what_a_refusal_does_is_the_bodys_rule(on_refusal: str, replies: list[str], outcome: str) -> None:
    assert rules.after_replies(on_refusal, replies) == outcome


@pytest.mark.once
@pytest.mark.parametrize(
    ("decides", "outcome", "views", "sentence"),
    [
        ("advises", "decided", AGREED, "rådgivende"),
        ("consensus", "decided", {"hospital": ("agrees", "")}, "både sykehuset og kommunene"),
        ("consensus", "decided", {**AGREED, "municipality": ("disagrees", "Nei")}, "ikke konsensus"),
        ("consensus", "decided", {**AGREED, "municipality": ("reserves", " ")}, "Skriv hva som ble sagt"),
        ("consensus", "decided", {**AGREED, "user": ("disagrees", "")}, "Skriv hva som ble sagt"),
        ("advises", "not_agreed", {"hospital": ("disagrees", "Nei")}, "begge parters syn"),
    ],
)
def test_no_decision_without_what_it_takes(decides: str, outcome: str, views: Any, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        rules.check_decision(decides, outcome, "Vi vedtar.", views)


@pytest.mark.once
def test_a_dissent_of_others_does_not_stop_consensus() -> None:
    rules.check_decision("consensus", "decided", "Vi vedtar.", {**AGREED, "user": ("disagrees", "For seint")})


@pytest.mark.django_db
def test_numbers_follow_body_and_year(fjordheim: Community) -> None:
    siri = actor("siri")
    ssu, fsu = a_body(siri, "SSU"), a_body(siri, "FSU")
    numbers = [str(a_case(body).numbers.get()) for body in (ssu, ssu, fsu)]
    year = f"{clock.today().year % 100:02}"
    assert numbers == [f"1/{year}", f"2/{year}", f"1/{year}"]
    assert not a_case(ssu, "proposed").numbers.exists()


@pytest.mark.django_db(transaction=True)
def test_numbers_are_given_without_gaps_and_never_twice(fjordheim: Community) -> None:
    siri = actor("siri")
    body = a_body(siri)
    cases, failures, together = [a_case(body, "proposed") for _ in range(12)], [], threading.Barrier(3)

    def accept(mine: list[Case]) -> None:
        try:
            together.wait(30)  # the very first number of the year is given to three at once
            with walls.whole_installation("a test"):
                for case in mine:
                    actions.move(by=siri, case=case, named="accept")
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(cases[n::3],)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sorted(CaseNumber.objects.values_list("number", flat=True)) == list(range(1, 13))


@pytest.mark.django_db
def test_a_case_travels_and_keeps_its_number_in_each_body(fjordheim: Community) -> None:
    siri = actor("siri")
    ssu = a_body(siri, "SSU")
    fsu = a_body(siri, "FSU", level="professional", decides="advises", parent_id=ssu.pk)
    a_case(fsu)
    case = a_case(fsu)
    case = actions.send(by=siri, case=case, to=ssu, named="send_up", reason="Prinsipiell")
    case = actions.send(by=siri, case=case, to=fsu, named="return", reason="Må utredes")
    case = actions.send(by=siri, case=case, to=ssu, named="send_up", reason="Utredet")
    assert {(each.body.short_name, each.number) for each in case.numbers.all()} == {("FSU", 2), ("SSU", 1)}
    assert [step.reason for step in case.moves.exclude(reason="")] == ["Prinsipiell", "Må utredes", "Utredet"]
    with pytest.raises(Refused, match="under dette"):
        actions.send(by=siri, case=a_case(fsu), to=ssu, named="send_down", reason="x")
    with pytest.raises(Refused, match="over dette"):
        actions.send(by=siri, case=a_case(ssu), to=fsu, named="send_up", reason="x")
    with pytest.raises(Refused, match="der den har vært"):
        actions.send(by=siri, case=a_case(fsu), to=ssu, named="return", reason="x")


@pytest.mark.django_db
def test_postponed_keeps_its_history(fjordheim: Community) -> None:
    case = a_case(a_body(actor("siri")), "prepared")
    case = actions.move(by=actor("siri"), case=case, named="postpone", reason="Mangler tall")
    with pytest.raises(Refused, match="Skriv hvorfor"):
        actions.move(by=actor("siri"), case=case, named="defer_to_writing", reason=" ")
    actions.move(by=actor("siri"), case=case, named="prepare")
    assert [step.deed for step in case.moves.all()] == ["propose", "accept", "prepare", "postpone", "prepare"]


@pytest.mark.django_db
def test_disagreement_of_principle_goes_up_with_both_views(fjordheim: Community) -> None:
    siri = actor("siri")
    ssu = a_body(siri, "SSU")
    fsu = a_body(siri, "FSU", level="professional", decides="advises", parent_id=ssu.pk)
    case = a_case(fsu, "written")
    views = {"hospital": ("disagrees", "Kommunen bør ta dem."), "municipality": ("disagrees", "Det er ikke plass.")}
    a_decision(case, "not_agreed", views, "FSU ble ikke enige.")
    case = actions.send(by=siri, case=case, to=ssu, named="send_up", reason="Uenighet av prinsipiell karakter")
    assert case.body == ssu and case.status == "accepted"
    assert {view.words for view in case.decisions.get().views.all()} == {"Kommunen bør ta dem.", "Det er ikke plass."}


@pytest.mark.django_db
def test_decided_is_locked_and_a_change_is_a_new_decision(fjordheim: Community) -> None:
    siri = actor("siri")
    case = a_case(a_body(siri), "decided")
    with pytest.raises(Refused, match="låst"):
        actions.change(by=siri, case=case, values={"title": "Annet"}, seen="")
    with pytest.raises(Refused, match="låst"):
        values = {"title": "P", "text": "t", "file": b"", "pages": 0, "access": "open", "ground": ""}
        actions.add_paper(by=siri, case=case, key=uuid4(), values=values)
    with pytest.raises(Refused, match="kan ikke flyttes"):
        a_decision(case)
    old = case.decisions.get()
    wanted = {"text": "SSU vedtar noe annet.", "decided_on": clock.today(), "views": AGREED}
    new = deciding.amend(by=siri, decision=old, reason="Skrivefeil", **wanted)
    assert new.amends == old and Decision.objects.get(pk=old.pk).text == "SSU vedtar forløpet."
    with pytest.raises(Refused, match="alt endret"):
        deciding.amend(by=siri, decision=old, reason="Igjen", **wanted)


@pytest.mark.django_db
def test_a_mail_decision_needs_evidence(fjordheim: Community) -> None:
    siri = actor("siri")
    case = a_case(a_body(siri), "written")
    wanted = {"outcome": "decided", "text": "Ja.", "views": AGREED, "decided_on": clock.today()}
    with pytest.raises(Refused, match="vedtak på e-post, med dokumentasjon"):
        deciding.decide(by=siri, case=case, **wanted)
    with pytest.raises(Refused, match="etter i dag"):
        deciding.decide(by=siri, case=case, mail="Svar", **{**wanted, "decided_on": clock.today() + timedelta(days=1)})
    assert deciding.decide(by=siri, case=case, mail="Tone: ja. Jon: ja.", **wanted).by_mail


@pytest.mark.django_db
def test_the_last_yes_from_home_makes_it_binding(fjordheim: Community) -> None:
    case = a_case(a_body(actor("siri")), "anchoring")
    told = _listen("governance.decision_binding")
    for name, party in (("tone", "Fjordheim sykehus HF"), ("jon", "Fjordby")):
        assert Case.objects.get(pk=case.pk).status == "anchoring"
        row = Anchoring.objects.get(party__name=party)
        deciding.reply_anchoring(by=actor(name), anchoring=row, reply="confirmed", reason="")
        deciding.reply_anchoring(by=actor(name), anchoring=row, reply="confirmed", reason="")  # a double click
    assert Case.objects.get(pk=case.pk).status == "binding" and told == []  # told after commit only
    assert case.decisions.get().force == "binding"


def _listen(name: str) -> list[Any]:
    from samspill.core import events

    told: list[Any] = []
    events.listen(name, lambda **values: told.append(values))
    return told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "status", "force"),
    [("renegotiate", "prepared", "fallen"), ("falls", "closed", "fallen"), ("binds_others", "binding", "binding")],
)
def test_a_refusal(fjordheim: Community, rule: str, status: str, force: str) -> None:
    case = a_case(a_body(actor("siri"), on_refusal=rule), "anchoring")
    rows = {row.party.name: row for row in Anchoring.objects.select_related("party")}
    deciding.reply_anchoring(by=actor("jon"), anchoring=rows["Fjordby"], reply="confirmed", reason="")
    with pytest.raises(Refused, match="hvorfor"):
        deciding.reply_anchoring(by=actor("tone"), anchoring=rows["Fjordheim sykehus HF"], reply="refused", reason=" ")
    deciding.reply_anchoring(
        by=actor("tone"), anchoring=rows["Fjordheim sykehus HF"], reply="refused", reason="For dyrt"
    )
    now = Case.objects.get(pk=case.pk)
    assert (now.status, now.decisions.get().force) == (status, force)
    if rule == "renegotiate":
        assert "For dyrt" in now.moves.last().reason


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in CAST if name != "jon"])
def test_nobody_answers_for_fjordby_but_its_leader(fjordheim: Community, name: str) -> None:
    a_case(a_body(actor("siri")), "anchoring")
    row = Anchoring.objects.get(party__name="Fjordby")
    with pytest.raises(Refused):
        deciding.reply_anchoring(by=actor(name), anchoring=row, reply="confirmed", reason="")


@pytest.mark.django_db
def test_advice_is_asked_with_a_day_and_given_once(fjordheim: Community) -> None:
    siri = actor("siri")
    ssu, council = a_body(siri, "SSU"), a_body(siri, "FR")
    sits("lise", council)
    case = a_case(ssu)
    with pytest.raises(Refused, match="etter i dag"):
        actions.ask_advice(by=siri, case=case, to=council, what="Hva?", due=clock.today())
    row = actions.ask_advice(by=siri, case=case, to=council, what="Hva?", due=clock.today() + timedelta(days=7))
    with pytest.raises(Refused, match="sitter i"):
        actions.answer_advice(by=actor("berit"), advice=row, answer="Ja")
    assert [each.pk for each in queries.advice_waiting_for(actor("lise"))] == [row.pk]
    actions.answer_advice(by=actor("lise"), advice=row, answer="Vi tilrår det.")
    with pytest.raises(Refused, match="alt gitt"):
        actions.answer_advice(by=siri, advice=row, answer="Noe annet")


def exempt(body: Any) -> Case:
    return a_case(body, access="confidential", ground="offentleglova § 13", title="Unntatt sak")


@pytest.mark.django_db
def test_an_exempt_case_is_seen_by_those_who_treat_it_and_nobody_else(fjordheim: Community) -> None:
    siri = actor("siri")
    ssu = a_body(siri, "SSU")
    sits("per", ssu, "gp")
    case, seen = exempt(ssu), {"siri", "per"}
    assert {name for name in [*CAST, "public"] if queries.cases_seen_by(actor(name)).filter(pk=case.pk)} == seen
    thing = Reference("governance.case", case.pk)
    assert {name for name in [*CAST, "public"] if references.resolve([thing], seen_by=actor(name))} == seen


@pytest.mark.django_db
def test_an_exempt_paper_of_an_open_case_is_closed_to_all_others(fjordheim: Community) -> None:
    siri = actor("siri")
    ssu = a_body(siri, "SSU")
    sits("per", ssu, "gp")
    values = {"title": "P", "text": "t", "file": b"", "pages": 0, "access": "confidential", "ground": "fvl. § 13"}
    paper = actions.add_paper(by=siri, case=a_case(ssu), key=uuid4(), values=values)
    assert {name for name in [*CAST, "public"] if queries.papers_seen_by(actor(name)).filter(pk=paper.pk)} == {
        "siri",
        "per",
    }


@pytest.mark.django_db
def test_the_pages_of_an_exempt_case_are_not_there_for_others(fjordheim: Community) -> None:
    siri = actor("siri")
    ssu = a_body(siri, "SSU")
    sits("per", ssu, "gp")
    case = exempt(ssu)
    values = {"title": "P", "text": "Hemmelig", "file": b"%PDF", "pages": 1, "access": "open", "ground": ""}
    paper = actions.add_paper(by=siri, case=case, key=uuid4(), values=values)
    pages = ["", f"/papirer/{paper.pk}", f"/papirer/{paper.pk}/fil"]
    for name in CAST:
        client = signed_in(name)
        answers = {client.get(f"/saker/{case.pk}{page}").status_code for page in pages}
        assert answers == ({200} if name in {"siri", "per"} else {404}), name
        assert ("Unntatt sak" in client.get("/saker/").content.decode()) is (name in {"siri", "per"}), name


@pytest.mark.django_db
def test_a_case_without_a_ground_cannot_be_exempt(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    with pytest.raises(Refused, match="hjemmelen"):
        actions.propose(by=actor("siri"), body=body, key=uuid4(), values={**CASE, "access": "confidential"})


@pytest.mark.django_db
def test_references_are_found_and_offered(fjordheim: Community) -> None:
    siri = actor("siri")
    body = a_body(siri)
    case = a_case(body, "decided")
    things = [
        Reference("governance.body", body.pk),
        Reference("governance.case", case.pk),
        Reference("governance.decision", case.decisions.get().pk),
    ]
    shown = references.resolve(things, seen_by=actor("ola"))
    assert [shown[each].title.split(" ")[0] for each in things] == ["Organet", "SSU", "SSU"]
    assert references.offers("governance.case", "skrøpelige", seen_by=actor("ola"))[0][0] == things[1]
    assert references.offers("governance.body", "ssu", seen_by=actor("ola"))[0][0] == things[0]


@pytest.mark.django_db
def test_the_steps_are_the_whole_story(fjordheim: Community) -> None:
    case = a_case(a_body(actor("siri")), "decided")
    steps = list(CaseMove.objects.filter(case=case))
    assert all(new.from_status == old.to_status for old, new in itertools.pairwise(steps))
    assert steps[-1].to_status == case.status and Status(case.status) in LOCKED


@pytest.mark.django_db
def test_finding_cases(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    a_case(body)
    a_case(body, title="Noe helt annet")
    client = signed_in("ola")
    for asked, count in (
        ("sok=annet", 1),
        ("sok=1/26", 1),
        ("sok=xyz", 0),
        (f"organ={body.pk}", 2),
        ("vis=over", 0),
        ("", 2),
    ):
        page = client.get(f"/saker/?{asked}").content.decode()
        assert page.count("s-row-link") == count, asked
    assert client.get("/saker/?sorter=rubbish&side=99&organ=x&type=y").status_code == 200
