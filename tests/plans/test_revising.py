"""The yearly revision: draft, comparison, approval, former editions; references that survive a renumbering."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.cast import actor
from tests.plans.living import a_draft, a_plan, action

from samspill.apps.plans.actions import revising
from samspill.apps.plans.models import Action, ActionInEdition, Ending, PlanEdition, Responsible
from samspill.apps.plans.queries import editions
from samspill.core import clock, references
from samspill.core.references import Reference, Resolved
from samspill.core.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(fjordheim: Any) -> PlanEdition:
    return a_plan(actor("siri"))


def revised(plan: PlanEdition) -> PlanEdition:
    return revising.begin_revision(by=actor("siri"), plan=plan.plan)


def row(edition: PlanEdition, number: str) -> ActionInEdition:
    return editions.rows_of(edition).get(number=number)


def change(edition: PlanEdition, which: str, **values: Any) -> ActionInEdition:
    found = row(edition, which)
    owners = values.pop("owners", [each.name for each in found.responsible.all() if not each.support])
    reason = values.pop("reason", "")
    return revising.change_row(by=actor("siri"), row=found, values=values, owners=owners, support=[], reason=reason)


def approve(edition: PlanEdition, on: date | None = None) -> PlanEdition:
    return revising.approve(
        by=actor("siri"), edition=edition, body="SSU", body_id=None, case="4/26", on=on or clock.today()
    )


def test_a_draft_is_a_copy_and_there_is_one(plan: PlanEdition) -> None:
    draft = revised(plan)
    assert revised(plan) == draft
    assert [line.text for line in editions.lines_of(editions.view_of(draft))] == [
        line.text for line in editions.lines_of(editions.view_of(plan))
    ]
    _former, differs = editions.comparison_of(draft)
    assert (differs.new, differs.changed, differs.moved, differs.ended, differs.same) == ([], [], [], [], 3)


def test_references_follow_the_action_through_a_renumbering(plan: PlanEdition) -> None:
    draft = revised(plan)
    change(draft, "1.1.1", number="1.1.9")
    view = editions.view_of(draft)
    told = {each.row.number: [number for number, _to, _same in each.references] for each in view.rows()}
    assert told["1.1.2"] == ["1.1.9"]
    old = editions.view_of(plan)
    assert [number for number, _to, _same in old.rows()[1].references] == ["1.1.1"]


def test_new_changed_moved_and_ended_with_reasons(plan: PlanEdition) -> None:
    draft = revised(plan)
    change(draft, "1.1.1", text="Rask avklaring, hver dag.", reason="Erfaring fra piloten")
    change(draft, "1.1.2", number="1.2.9", goal=row(draft, "1.2.1").goal)
    revising.end_row(by=actor("siri"), row=row(draft, "1.2.1"), reason="Dekkes av kjernejournal", done=False)
    values = {"number": "1.1.3", "text": "Helserom i alle kommuner", "when_text": "2027"}
    key, goal = uuid4(), row(draft, "1.1.1").goal
    for _ in range(2):  # a double click
        revising.add_row(by=actor("siri"), goal=goal, key=key, values=values, owners=["FSU"], support=[])
    _former, differs = editions.comparison_of(draft)
    assert [line.number for line in differs.new] == ["1.1.3"]
    assert [(after.number, names, after.reason) for _b, after, names in differs.changed] == [
        ("1.1.1", ["text"], "Erfaring fra piloten")
    ]
    assert [(before.number, after.number) for before, after in differs.moved] == [("1.1.2", "1.2.9")]
    assert [(line.number, reason) for line, reason in differs.ended] == [("1.2.1", "Dekkes av kjernejournal")]


def test_nothing_is_left_out_silently(plan: PlanEdition) -> None:
    draft = revised(plan)
    ActionInEdition.objects.filter(pk=row(draft, "1.2.1").pk).delete()
    with pytest.raises(Refused, match=r"1\.2\.1"):
        approve(draft)
    with pytest.raises(Refused, match="grunn"):
        revising.end_row(by=actor("siri"), row=row(draft, "1.1.2"), reason=" ", done=False)


def test_approval_makes_the_draft_valid_and_the_former_readable(plan: PlanEdition, signed_in: Any) -> None:
    draft = revised(plan)
    revising.end_row(by=actor("siri"), row=row(draft, "1.2.1"), reason="Ferdig", done=True)
    ended = action("1.2.1")
    with pytest.raises(Refused, match="etter i dag"):
        approve(draft, clock.today() + timedelta(days=1))
    approve(draft)
    approve(PlanEdition.objects.get(pk=draft.pk))  # a double click
    plan.refresh_from_db()
    ended.refresh_from_db()
    assert (plan.state, ended.status) == ("former", "done")
    page = signed_in("kari").get(f"/plan/utgave/{plan.pk}").content.decode()
    assert "En tidligere utgave" in page
    assert "Felles legemiddelliste" in page
    assert Ending.objects.get().reason == "Ferdig"


def test_what_is_approved_cannot_be_changed(plan: PlanEdition) -> None:
    with pytest.raises(Refused, match="godkjent"):
        change(plan, "1.1.1", text="Noe annet")
    with pytest.raises(Refused, match="godkjent"):
        revising.discard_draft(by=actor("siri"), edition=plan)


def test_a_discarded_draft_takes_only_its_own_with_it(plan: PlanEdition) -> None:
    draft = revised(plan)
    values = {"number": "1.1.3", "text": "Nytt", "when_text": ""}
    revising.add_row(by=actor("siri"), goal=row(draft, "1.1.1").goal, key=uuid4(), values=values, owners=[], support=[])
    revising.discard_draft(by=actor("siri"), edition=draft)
    assert sorted(Action.objects.values_list("number", flat=True)) == ["1.1.1", "1.1.2", "1.2.1"]


def test_a_draft_is_hidden_from_those_who_do_not_keep_the_plan(fjordheim: Any, signed_in: Any) -> None:
    draft = a_draft(actor("siri"))
    assert signed_in("kari").get(f"/plan/utgave/{draft.pk}").status_code == 404
    assert "Ingen plan her ennå" in signed_in("kari").get("/plan/").content.decode()


def test_the_public_page_is_closed_until_opened(plan: PlanEdition, client: Any) -> None:
    address = f"/plan/apen/{plan.pk}"
    assert client.get(address).status_code == 404
    revising.publish(by=actor("siri"), edition=plan, public=True)
    shown = client.get(address)
    assert shown.status_code == 200
    assert "Rask tverrfaglig avklaring." in shown.content.decode()
    assert "/plan/tiltak/" not in shown.content.decode()
    revising.publish(by=actor("siri"), edition=plan, public=False)
    assert client.get(address).status_code == 404


def test_responsible_bodies_are_matched_to_the_register_by_name(
    fjordheim: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = Reference("governance.body", uuid4())
    shown = Resolved(title="Fagråd pasientsamarbeid", url="/saker/organ")
    monkeypatch.setattr(references, "offers", lambda kind, text, **more: [(body, shown)])
    monkeypatch.setattr(references, "resolve", lambda wanted, **more: dict.fromkeys(wanted, shown))
    a_plan(actor("siri"))
    found = {each.name: each.body_id for each in Responsible.objects.all()}
    assert found["Fagråd for pasientsamarbeid"] == body.id
    assert found["ASU"] is None
    page = signed_in("siri").get(f"/plan/tiltak/{action('1.1.1').pk}").content.decode()
    assert '<a href="/saker/organ">Fagråd for pasientsamarbeid</a>' in page


def test_the_season_grid_is_edited_on_a_page(plan: PlanEdition, signed_in: Any) -> None:
    client, draft = signed_in("siri"), revised(plan)
    found = row(draft, "1.1.1")
    address = f"/plan/rad/{found.pk}"
    shown = client.get(address).content.decode()
    assert "2026 vår" in shown
    sent = {"key": str(uuid4()), "number": "1.1.1", "text": found.text, "goal": str(found.goal_id), "owners": "SSU"}
    answer = client.post(address, {**sent, "m2026spring": "start", "m2026autumn": "ongoing", "reason": "Utsatt start"})
    assert answer.status_code == 302
    found.refresh_from_db()
    assert [(m["year"], m["season"], m["kind"]) for m in found.marks] == [
        (2026, "spring", "start"),
        (2026, "autumn", "ongoing"),
    ]
    assert client.post(address, {**sent, "text": ""}).status_code == 422


def test_an_empty_plan_can_be_written_here(fjordheim: Any, signed_in: Any) -> None:
    client = signed_in("siri")
    said = {"title": "Vår plan", "first_year": 2026, "last_year": 2028, "layout": "grid"}
    assert client.post("/plan/ny/tom", {**said, "last_year": 2020}).status_code == 422
    assert client.post("/plan/ny/tom", said).status_code == 302
    edition = PlanEdition.objects.get()
    assert client.post(f"/plan/utgave/{edition.pk}/overskrift", {"number": "2", "title": "Digitalt"}).status_code == 302
    goal = edition.areas.first().goals.get()  # type: ignore[union-attr]
    sent = {"key": str(uuid4()), "number": "1.1.1", "text": "Begynn"}
    assert client.post(f"/plan/maal/{goal.pk}/nytt-tiltak", sent).status_code == 302
    assert editions.rows_of(edition).get().text == "Begynn"


def test_headings_of_a_draft_are_changed_on_a_page(plan: PlanEdition, signed_in: Any) -> None:
    draft, client = revised(plan), signed_in("siri")
    address = f"/plan/utgave/{draft.pk}/overskrifter"
    area = draft.areas.get()
    first, second = area.goals.all()
    revising.add_heading(by=actor("siri"), edition=draft, number="1.3", title="Tomt", area=area.pk)
    empty = area.goals.get(number="1.3")
    assert "Færre som venter" in client.get(address).content.decode()
    sent = {f"n{each.pk}": each.number for each in (area, first, second, empty)}
    sent |= {f"t{each.pk}": each.title for each in (area, first, second, empty)}
    refused = client.post(address, {**sent, f"t{first.pk}": " "})
    assert refused.status_code == 422
    assert "1.1 Færre som venter" in refused.content.decode() and area.goals.count() == 3
    changed = {**sent, f"t{first.pk}": "Ingen venter", f"n{area.pk}": "7", f"t{empty.pk}": ""}
    assert client.post(address, changed).status_code == 302
    assert [goal.title for goal in area.goals.all()] == ["Ingen venter", "Trygge overganger"]
    assert draft.areas.get().number == "7"
    _former, differs = editions.comparison_of(draft)
    assert (differs.renamed, differs.moved, differs.same) == ([("Færre som venter", "Ingen venter")], [], 3)
    assert "Ingen venter" in client.get(f"/plan/utgave/{draft.pk}/sammenligning").content.decode()
    assert plan.areas.get().goals.first().title == "Færre som venter"
    assert client.post(f"/plan/utgave/{plan.pk}/overskrifter", sent).status_code == 422  # approved: not any more
    assert signed_in("lise").get(address).status_code == 403
