"""The register: who keeps it, the check for overlap before something new, statuses, participants, conflicts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import actor
from tests.directory.kept import CONFLICT, EVERYBODY, FORM_422, hidden, may, stranger, unit, work
from tests.signing_in import signed_in

from samspill.core import clock
from samspill.core.audit.models import AuditRow
from samspill.core.refusal import Refused
from samspill.directory.joint_work import actions, queries
from samspill.directory.joint_work.queries import Question
from samspill.directory.joint_work.rules import MAY_BECOME, OPEN, OVER
from samspill.directory.models import Community, JointWork, JointWorkStatus, OverlapAnswer, Person, StatusChange

pytestmark = pytest.mark.django_db

ALL_OF_THE_COMMUNITY = {"siri", "lise", "unni"}
# The work, its owner, and who keeps it: Tone leads the trust, which owns all its wards' works; Jon leads Fjordby.
KEEPERS = {"dho-lung": ("lunge", {*ALL_OF_THE_COMMUNITY, "tone"}), "assessment": ("bakkeland", ALL_OF_THE_COMMUNITY)}
NEW = {"kind": "project", "name": "Fallforebygging", "aim": "Færre lårhalsbrudd", "status": "planned"}


@pytest.mark.parametrize("slug", KEEPERS)
@pytest.mark.parametrize("name", [*EVERYBODY, "public"])
def test_every_deed_by_everybody(fjordheim: Community, name: str, slug: str) -> None:
    person, theirs, (owner, keepers) = actor(name), work(slug), KEEPERS[slug]
    kept = name in keepers
    new = {"owner": unit(owner), "key": uuid4(), "values": NEW, "participants": [], "answers": {}}
    assert may(person, actions.register, **new) is kept
    assert JointWork.objects.filter(pk=new["key"]).exists() is kept
    seen = theirs.changed_at.isoformat()
    assert may(person, actions.change, work=theirs, owner=theirs.owner, values={"aim": "Nytt"}, seen=seen) is kept
    status = MAY_BECOME[theirs.status][0]
    assert may(person, actions.set_status, work=theirs, status=status, note="") is kept
    taking_part = {"unit": unit("havsund-nursing"), "person": None, "task": "", "since": None}
    assert may(person, actions.add_participant, work=theirs, **taking_part) is kept
    row = theirs.participants.filter(unit=unit("trust")).first()
    assert may(person, actions.end_participation, work=theirs, participant=row) is kept
    theirs.refresh_from_db()
    assert (theirs.aim == "Nytt", theirs.status == status) == (kept, kept)


@pytest.mark.parametrize("name", EVERYBODY)
def test_nobody_of_another_community_does_or_sees_anything(fjordheim: Community, name: str) -> None:
    person, theirs = stranger(name), work("assessment")
    assert not queries.works_seen_by(person).exists()
    assert queries.similar_to(queries.outline_of(theirs), person) == []
    assert not may(person, actions.set_status, work=theirs, status="finished", note="")
    seen = theirs.changed_at.isoformat()
    assert not may(person, actions.change, work=theirs, owner=theirs.owner, values={"aim": "x"}, seen=seen)
    new = {"owner": unit("lunge"), "key": uuid4(), "values": NEW, "participants": [], "answers": {}}
    assert not may(person, actions.register, **new)


@pytest.mark.parametrize("name", [*EVERYBODY, "public"])
def test_the_pages(fjordheim: Community, name: str) -> None:
    client, pk = signed_in(name), work("dho-lung").pk
    everybody = 302 if name == "public" else 200
    assert client.get(reverse("joint_work:list")).status_code == everybody
    assert client.get(reverse("joint_work:work", args=[pk])).status_code == everybody
    keeps = name in {*ALL_OF_THE_COMMUNITY, "tone", "jon"}
    for address in (reverse("joint_work:new"), reverse("joint_work:alike")):
        assert client.get(address).status_code == (302 if name == "public" else 200 if keeps else 403)
    mine = name in {*ALL_OF_THE_COMMUNITY, "tone"}
    change = client.get(reverse("joint_work:change", args=[pk])).status_code
    assert change == (302 if name == "public" else 200 if mine else 403)


def test_another_communitys_work_does_not_exist(fjordheim: Community) -> None:
    other = Community.objects.get(slug="innlandsvik")
    theirs = JointWork.objects.create(
        community=other,
        kind="project",
        name="Hjemmeoppfølging av kols hos naboen",
        aim="x",
        owner=unit("neighbour-trust"),
    )
    client = signed_in("siri")
    for name in ("work", "change"):
        assert client.get(reverse(f"joint_work:{name}", args=[theirs.pk])).status_code == 404
    for name in ("status", "add-participant"):
        assert client.post(reverse(f"joint_work:{name}", args=[theirs.pk]), {"status": "ongoing"}).status_code == 404
    assert "hos naboen" not in client.get(f"{reverse('joint_work:list')}?vis=all").content.decode()


def first_step(client: Any, **more: Any) -> dict[str, Any]:
    key = hidden(client.get(reverse("joint_work:new")).content.decode(), "key")
    return {
        "steg": "sjekk",
        "key": key,
        "kind": "project",
        "name": "Hjemmeoppfølging ved KOLS",
        "aim": "Pasientene måler hjemme og får råd på video",
        "groups": "pasienter med kols",
        "topics": "velferdsteknologi",
        "owner": str(unit("nordvik").pk),
        "participants": [str(unit("trust").pk)],
        **more,
    }


def replies(page: str, reply: str, note: str = "") -> dict[str, str]:
    names = set(re.findall(r'name="reply_([0-9a-f]{32})"', page))
    return {f"reply_{name}": reply for name in names} | {f"note_{name}": note for name in names}


def test_before_something_new_those_alike_are_shown_with_why(fjordheim: Community) -> None:
    client = signed_in("siri")
    page = client.post(reverse("joint_work:new"), first_step(client)).content.decode()
    assert "Felles modell for digital hjemmeoppfølging" in page and "Hjemmeoppfølging av kols etter innleggelse" in page
    assert "Samme pasientgruppe" in page and "Samme ord" in page and "Samme deltakere: Fjordheim sykehus HF" in page
    assert "Slagnettverket" not in page
    assert not JointWork.objects.filter(name="Hjemmeoppfølging ved KOLS").exists()


def test_it_is_not_registered_before_each_is_answered_for(fjordheim: Community) -> None:
    client = signed_in("siri")
    sent = first_step(client) | {"steg": "registrer", "status": "planned", "status_note": "Søker midler"}
    page = client.post(reverse("joint_work:new"), sent)
    text = page.content.decode()
    assert page.status_code == FORM_422
    assert "Velg om dere har snakket med dem" in text
    assert "Søker midler" in text and "får råd på video" in text  # all that was typed is still there
    without_a_word = client.post(reverse("joint_work:new"), sent | replies(text, "other_purpose"))
    assert without_a_word.status_code == FORM_422
    assert "Skriv hva som er annerledes" in without_a_word.content.decode()
    assert not JointWork.objects.filter(pk=sent["key"]).exists()


def test_what_was_answered_is_kept_and_shown_on_both_pages(fjordheim: Community) -> None:
    client = signed_in("siri")
    sent = first_step(client)
    page = client.post(reverse("joint_work:new"), sent).content.decode()
    sent |= {"steg": "registrer", "status": "planned", "contact": "Mari Holm"}
    sent |= replies(page, "other_purpose", "Gjelder bare Nordvik")
    first, again = (client.post(reverse("joint_work:new"), sent) for _ in range(2))
    made = JointWork.objects.get(name="Hjemmeoppfølging ved KOLS")
    address = reverse("joint_work:work", args=[made.pk])
    assert first["Location"] == again["Location"] == address
    assert (str(made.contact), made.owner, made.community) == ("Mari Holm", unit("nordvik"), fjordheim)
    assert [row.unit for row in made.participants.all()] == [unit("trust")]
    answers = OverlapAnswer.objects.filter(work=made)
    assert {answer.note for answer in answers} == {"Gjelder bare Nordvik"} and answers.count() >= 2
    assert [change.status for change in made.status_changes.all()] == ["planned"]
    assert "Gjelder bare Nordvik" in client.get(address).content.decode()
    other = client.get(reverse("joint_work:work", args=[work("home-follow-up").pk])).content.decode()
    assert "Gjelder bare Nordvik" in other
    assert AuditRow.objects.filter(deed="joint_work.register").count() == 1


def test_somebody_came_first_while_it_was_being_written(fjordheim: Community) -> None:
    """The page showed nobody alike; by the time it is sent, there is one."""
    client = signed_in("siri")
    sent = first_step(client, name="Fallforebygging", aim="Færre lårhalsbrudd", groups="hofteopererte", topics="fall")
    page = client.post(reverse("joint_work:new"), sent).content.decode()
    assert "Ingen som er i gang, ligner på dette" in page
    JointWork.objects.create(
        community=fjordheim, kind="project", name="Fallforebygging hjemme", aim="Hindre fall og lårhalsbrudd",
        groups="hofteopererte", owner=unit("nordvik"), status="ongoing",
    )  # fmt: skip
    late = client.post(reverse("joint_work:new"), sent | {"steg": "registrer", "status": "planned"})
    assert late.status_code == FORM_422
    assert "Fallforebygging hjemme" in late.content.decode()


def test_the_action_itself_refuses_what_is_not_answered_for(fjordheim: Community) -> None:
    alike = NEW | {
        "name": "Hjemmeoppfølging av kols",
        "groups": "personer med kols",
        "topics": "velferdsteknologi, måling",
    }
    new = {"owner": unit("nordvik"), "key": uuid4(), "values": alike, "participants": [], "answers": {}}
    with pytest.raises(Refused, match="Svar for hvert samarbeid"):
        actions.register(by=actor("siri"), **new)
    assert not JointWork.objects.filter(pk=new["key"]).exists()


def test_what_is_over_is_shown_to_learn_from_and_needs_no_answer(fjordheim: Community) -> None:
    client = signed_in("siri")
    sent = first_step(
        client,
        name="Samtrening på øyene",
        aim="Øving av legevakt og ambulanse",
        groups="",
        topics="akuttmedisin, øving",
    )
    page = client.post(reverse("joint_work:new"), sent).content.decode()
    assert "Avsluttet, men verdt å lære av" in page and "Øving på akutte hendelser i Kysten" in page
    assert client.post(reverse("joint_work:new"), sent | {"steg": "registrer", "status": "planned"}).status_code == 302


def test_back_to_the_first_step_with_all_that_was_typed(fjordheim: Community) -> None:
    client = signed_in("siri")
    page = client.post(reverse("joint_work:new"), first_step(client) | {"steg": "tilbake"})
    text = page.content.decode()
    assert page.status_code == 200 and "Steg 1 av 2" in text
    assert 'value="Hjemmeoppfølging ved KOLS"' in text and "får råd på video" in text


def test_a_mistake_in_the_first_step_keeps_what_was_typed(fjordheim: Community) -> None:
    client = signed_in("siri")
    sent = first_step(client, name="", valid_from="2027-02-01", last_day="2027-01-01")
    page = client.post(reverse("joint_work:new"), sent)
    assert page.status_code == FORM_422
    assert "får råd på video" in page.content.decode() and "Siste dag må være samme dag" in page.content.decode()


def test_a_leader_registers_for_their_own_organisation_only(fjordheim: Community) -> None:
    client = signed_in("tone")
    assert client.post(reverse("joint_work:new"), first_step(client)).status_code == FORM_422
    own = first_step(client, owner=str(unit("lunge").pk))
    assert client.post(reverse("joint_work:new"), own).status_code == 200


def test_an_edit_on_top_of_anothers_is_told(fjordheim: Community) -> None:
    theirs, siri, lise = work("assessment"), signed_in("siri"), signed_in("lise")
    address = reverse("joint_work:change", args=[theirs.pk])
    seen = hidden(siri.get(address).content.decode(), "seen")
    sent = {"kind": "project", "name": "A", "aim": "Sagt av Siri", "owner": str(unit("bakkeland").pk), "seen": seen}
    assert [siri.post(address, sent).status_code for _ in range(2)] == [302, 302]  # a double click is no conflict
    told = lise.post(address, sent | {"aim": "Sagt av Lise"})
    text = told.content.decode()
    assert told.status_code == CONFLICT and "Sagt av Siri" in text and "Sagt av Lise" in text
    assert lise.post(address, sent | {"aim": "Sagt av Lise", "seen": hidden(text, "seen")}).status_code == 302
    theirs.refresh_from_db()
    assert theirs.aim == "Sagt av Lise"


def test_statuses_are_recorded_and_what_is_over_has_an_end(fjordheim: Community) -> None:
    theirs, client = work("frail"), signed_in("siri")
    address = reverse("joint_work:status", args=[theirs.pk])
    before = StatusChange.objects.filter(work=theirs).count()
    for _ in range(2):
        assert client.post(address, {"status": "finished", "note": "I drift"}).status_code == 302
    theirs.refresh_from_db()
    assert (theirs.status, theirs.valid_to) == ("finished", clock.today() + timedelta(days=1))
    assert StatusChange.objects.filter(work=theirs).count() == before + 1
    page = client.get(reverse("joint_work:work", args=[theirs.pk])).content.decode()
    assert "I drift" in page and "Siri Haug" in page
    client.post(address, {"status": "ongoing", "note": "Tatt opp igjen"})
    theirs.refresh_from_db()
    assert (theirs.status, theirs.valid_to) == ("ongoing", None)


def test_a_status_that_cannot_follow_is_refused(fjordheim: Community) -> None:
    theirs = work("rehab-line")
    assert (
        signed_in("siri").post(reverse("joint_work:status", args=[theirs.pk]), {"status": "paused"}).status_code == 422
    )
    with pytest.raises(Refused, match="kan ikke gå fra «Planlagt» til «På vent»"):
        actions.set_status(by=actor("siri"), work=theirs, status="paused", note="")


def test_every_status_is_open_or_over_and_leads_somewhere() -> None:
    assert OPEN | OVER == set(JointWorkStatus) == set(MAY_BECOME)
    assert not OPEN & OVER and all(MAY_BECOME.values())


def test_participants_come_and_go_with_dates(fjordheim: Community) -> None:
    theirs, client = work("rehab-line"), signed_in("siri")
    address = reverse("joint_work:add-participant", args=[theirs.pk])
    before = theirs.participants.count()
    sent = {"deltaker-unit": "", "deltaker-person": "kari lund", "deltaker-task": "medlem"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    row = theirs.participants.get(person__given_name="Kari")
    assert theirs.participants.count() == before + 1 and row.valid_from == clock.today()
    for _ in range(2):
        client.post(reverse("joint_work:end-participation", args=[theirs.pk, row.pk]))
    row.refresh_from_db()
    assert row.valid_to == clock.today()
    assert "Var med tidligere" in client.get(reverse("joint_work:work", args=[theirs.pk])).content.decode()
    other = work("frail").participants.first()
    assert other is not None
    assert client.post(reverse("joint_work:end-participation", args=[theirs.pk, other.pk])).status_code == 404


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Velg en enhet, eller skriv navnet"),
        ("Kari Nordmann", "Fant ingen"),
        ("Kari Lund", "Flere har dette navnet"),
    ],
)
def test_a_name_that_is_nobodys_or_manys_is_told(fjordheim: Community, written: str, said: str) -> None:
    if said.startswith("Flere"):
        twin = Person.objects.create(given_name="Kari", family_name="Lund")
        twin.positions.create(community=fjordheim, unit=unit("lunge"), role="nurse")
    address = reverse("joint_work:add-participant", args=[work("rehab-line").pk])
    page = signed_in("siri").post(address, {"deltaker-person": written, "deltaker-task": "leder"})
    assert page.status_code == FORM_422
    assert said in page.content.decode() and 'value="leder"' in page.content.decode()


def test_a_name_of_another_community_is_nobody_here(fjordheim: Community) -> None:
    other = Community.objects.get(slug="innlandsvik")
    theirs = Person.objects.create(given_name="Nabo", family_name="Nilsen")
    theirs.positions.create(community=other, unit=unit("neighbour-ward"), role="nurse")
    address = reverse("joint_work:add-participant", args=[work("rehab-line").pk])
    assert "Fant ingen" in signed_in("siri").post(address, {"deltaker-person": "Nabo Nilsen"}).content.decode()


def names(**asked: Any) -> list[str]:
    return [each.name for _kind, works in queries.register(actor("ola"), Question(**asked)) for each in works]


def test_the_filters(fjordheim: Community) -> None:
    assert "Øving på akutte hendelser i Kysten" not in names()
    assert names(view="over") == ["Øving på akutte hendelser i Kysten"]
    assert names(kind="contact_committee") == ["Kontaktutvalg for fastleger og sykehus"]
    assert names(status="paused") == ["Legemiddelsamstemming"]
    assert names(group="Personer med KOLS") == [
        "Felles modell for digital hjemmeoppfølging",
        "Hjemmeoppfølging av kols etter innleggelse",
    ]
    assert set(names(party=unit("havsund").pk)) == {"Rask tverrfaglig avklaring"}
    assert names(text="skrøpelighet akutt") == ["Skrøpelige eldre i akuttmottaket"]
    assert names(text="finnes ikke") == []


@pytest.mark.parametrize("order", queries.ORDERS)
@pytest.mark.parametrize("backwards", [False, True])
def test_the_orders_lose_nobody(fjordheim: Community, order: str, backwards: bool) -> None:
    assert sorted(names(view="all", order=order, backwards=backwards)) == sorted(names(view="all"))


def test_an_address_that_cannot_be_understood_is_read_kindly(fjordheim: Community) -> None:
    page = signed_in("ola").get(f"{reverse('joint_work:list')}?type=x&status=y&gruppe=z&part=q&vis=v&sorter=w")
    assert page.status_code == 200 and "Slagnettverket" in page.content.decode()


def test_the_two_of_the_demo_overlap(fjordheim: Community) -> None:
    pairs = {(str(one), str(other.work)) for one, other in queries.pairs_alike(actor("siri"))}
    assert ("Felles modell for digital hjemmeoppfølging", "Hjemmeoppfølging av kols etter innleggelse") in pairs
    assert len(pairs) <= 3


def test_the_number_of_questions_is_constant(fjordheim: Community) -> None:
    client, counts = signed_in("siri"), []
    one = reverse("joint_work:work", args=[work("home-follow-up").pk])
    for more in (0, 30):
        for number in range(more):
            made = JointWork.objects.create(
                community=fjordheim, kind="project", name=f"Kols {number}", aim="Hjemmeoppfølging", owner=unit("lunge")
            )
            made.participants.create(unit=unit("geriatri-1"))
            work("home-follow-up").participants.create(unit=unit("ortopedi"))
        for address in (reverse("joint_work:list"), one, reverse("joint_work:alike")):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
