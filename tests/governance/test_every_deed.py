"""Each deed of the room, tried by each of the cast on something real; and an exempt case, asked for at every address.

The deeds come from the register and the addresses from the router, so a new one fails here until it has its line.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.cast import CAST, actor
from tests.governance.ground import AGREED, a_body, a_case, sits
from tests.governance.test_agreements import adopted, an_agreement
from tests.governance.test_meetings import a_meeting, put_on
from tests.signing_in import signed_in
from tests.sweep.addresses import ADDRESSES
from tests.sweep.asking import ask, in_few_words, text_of

from samspill.apps.governance.agreements.changing import name_clause
from samspill.apps.governance.bodies.actions import elect_leader
from samspill.apps.governance.cases import actions as cases
from samspill.apps.governance.cases import deciding
from samspill.apps.governance.hearings import actions as hearings
from samspill.apps.governance.meetings import actions as meetings
from samspill.apps.governance.minutes import actions as minutes
from samspill.apps.governance.models import Case, Decision, Meeting, MeetingBook, MinutesPart, WheelEntry
from samspill.core import clock
from samspill.core.deeds import DEEDS
from samspill.core.refusal import Refused
from samspill.directory.models import Community, Position, Unit

pytestmark = pytest.mark.django_db
MARK = "Hemmelig"
# Who is who here: per, tone and berit sit in SSU, which tone leads; lise sits in FSU, which is asked for advice and
# answers the hearing; ola owns the task; jon leads Fjordby, which is asked to confirm at home.
KEEP, SIT = {"siri"}, {"siri", "per", "tone", "berit"}
WHO: dict[str, set[str]] = {
    "propose_case": set(CAST) - {"eva", "arne", "unni"},  # who order and guard the house
    "make_feed": set(CAST),
    "comment_hearing": set(CAST),
    **{each: {"siri", "lise"} for each in ("answer_advice", "answer_hearing", "send_answers")},
    **dict.fromkeys(("declare_conflict", "write_minutes", "amend_minutes", "ask_for_book", "stop_book"), SIT),
    **{each: {"siri", "tone"} for each in ("approve_minutes", "settle_conflict")},
    **{each: {"siri", "ola"} for each in ("note_follow_up", "follow_up_became")},
    "reply_anchoring": {"jon"},
    "share_document": {"siri", "tone", "lise"},
}
BY_THE_SECRETARIAT = [
    "add_follow_up",
    "add_paper",
    "add_seat",
    "adopt_version",
    "amend",
    "appoint",
    "approve_hearing",
    "ask_advice",
    "ask_to_anchor",
    "begin_merge",
    "begin_minutes",
    "call_meeting",
    "cancel_meeting",
    "change_body",
    "change_case",
    "change_item",
    "change_meeting",
    "change_wheel",
    "decide",
    "draft_version",
    "drop_clause",
    "drop_paragraph",
    "edit_paragraph",
    "elect_leader",
    "end_seat",
    "end_tenure",
    "enter_in_wheel",
    "exempt_minutes",
    "give_mandate",
    "join_paragraphs",
    "keep_clear_of",
    "load_structure",
    "make_agreement",
    "make_body",
    "make_hearing",
    "mandate_delivered",
    "meeting_held",
    "move_case",
    "move_paragraph",
    "name_clause",
    "next_wheel",
    "note_attendance",
    "plan_meeting",
    "plan_series",
    "publish_minutes",
    "put_on_agenda",
    "send_case",
    "send_hearing",
    "send_minutes",
    "send_papers",
    "settle_amendment",
    "take_off_agenda",
]
# Addresses with an id in them, by the thing whose id it is. Those of nothing exempt stand in ABOUT_OTHERS.
SHOWN: dict[str, str] = {
    "case": "case change-case move-case ask-advice add-paper decide name-clause",
    "advice": "answer-advice",
    "paper": "paper paper-file",
    "decision": "amend anchor add-follow-up",
    "anchoring": "reply-anchoring",
    "follow_up": "note-follow-up follow-up-became",
    "meeting": "meeting event change-meeting call-meeting meeting-held cancel-meeting put-on-agenda attendance plain "
    "send-papers ask-book minutes begin-minutes send-minutes approve-minutes publish-minutes public-meeting",
    "item": "change-item take-off declare-conflict",
    "conflict": "settle-conflict",
    "part": "write-minutes exempt-minutes amend-minutes",
    "amendment": "settle-amendment",
    "book": "book book-file stop-book",
    "change": "drop-clause",
    "version": "version adopt-version",
    "agreement": "agreement draft-version",
    "body": "body",
}
ABOUT_OTHERS = [
    "change-body",
    "add-seat",
    "appoint",
    "end-seat",
    "end-tenure",
    "leader",
    "mandate",
    "hearing",
    "send-hearing",
    "begin-merge",
    "approve-hearing",
    "export-hearing",
    "answers",
    "answer-hearing",
    "send-answers",
    "paragraph",
    "comment-hearing",
    "change-wheel",
    "document",
]


class Ground:
    """One of everything, about an exempt case of SSU."""

    def __init__(self) -> None:
        siri = self.siri = actor("siri")
        self.body, self.to = a_body(siri, "SSU"), a_body(siri, "FSU", decides="advises")
        seats = {name: sits(name, self.body, side) for name, side in (("per", "gp"), ("tone", "hospital"))}
        sits("berit", self.body, "user")
        sits("lise", self.to, "hospital")
        elect_leader(by=siri, body=self.body, seat=seats["tone"], first=date(2026, 1, 1), after=None)
        self.case = self._case()
        self.meeting: Meeting = a_meeting(self.body)
        self.item = put_on(self.meeting, self.case)
        self.conflict = meetings.declare_conflict(by=actor("per"), item=self.item, reason=f"{MARK} grunn")
        self.minutes = minutes.begin(by=siri, meeting=self.meeting)
        part = MinutesPart.objects.get(item=self.item)
        self.part = minutes.write(by=siri, part=part, text=f"{MARK} tekst", seen=0, told=[])
        self._decided()
        self._agreement()
        self._hearing()
        self.meeting = Meeting.objects.get(pk=self.meeting.pk)
        self.book = MeetingBook.objects.create(
            meeting=self.meeting, whole=True, status="ready", asked_at=clock.now(), content=MARK.encode()
        )
        self.entry = WheelEntry.objects.create(
            community=self.body.community, kind="data", title="Tall", day=clock.today()
        )
        self.owner = Unit.objects.get(pk=actor("tone").top_id)

    def _case(self) -> Case:
        words = {name: f"{MARK} {name}" for name in ("title", "plain", "background", "proposal")}
        case = a_case(self.body, "prepared", access="confidential", ground="fvl. § 13", **words)
        values = {"title": f"{MARK} papir", "text": MARK, "file": MARK.encode(), "pages": 1}
        exempt = {"access": "confidential", "ground": "fvl. § 13"}
        self.paper = cases.add_paper(by=self.siri, case=case, key=uuid4(), values={**values, **exempt})
        due = clock.today() + timedelta(days=9)
        self.advice = cases.ask_advice(by=self.siri, case=case, to=self.to, what=f"{MARK} spørsmål", due=due)
        return Case.objects.get(pk=case.pk)

    def _decided(self) -> None:
        told = {"outcome": "decided", "text": f"{MARK} vedtak", "decided_on": clock.today()}
        self.decision = deciding.decide(by=self.siri, case=self.case, views=AGREED, **told)
        fjordby, due = Unit.objects.get(name="Fjordby", kind="municipality"), clock.today() + timedelta(days=30)
        deciding.ask_to_anchor(by=self.siri, decision=self.decision, parties=[fjordby], due=due)
        self.decision = Decision.objects.get(pk=self.decision.pk)
        self.anchoring = self.decision.anchorings.select_related("decision", "party").get()
        owner = Position.objects.get(pk=actor("ola").position_id).person
        task = {"what": f"{MARK} oppgave", "owner": owner, "due": due}
        self.follow_up = deciding.add_follow_up(by=self.siri, decision=self.decision, **task)

    def _agreement(self) -> None:
        self.version = adopted(an_agreement())
        self.agreement, self.clause = self.version.agreement, self.version.clauses.get(mark="2.1")
        other = a_case(self.body, "accepted", title=f"{MARK} sak", access="confidential", ground="fvl. § 13")
        self.change = name_clause(by=self.siri, case=other, clause=self.clause, wording=f"{MARK} ordlyd")

    def _hearing(self) -> None:
        values = {"title": "Seks spørsmål", "asked_by": "", "due": clock.today() + timedelta(days=40)}
        made = hearings.make(by=self.siri, body=self.body, key=uuid4(), values=values, questions=["Hva virker?"])
        due = clock.today() + timedelta(days=20)
        self.hearing = hearings.send_out(by=self.siri, hearing=made, bodies=[self.to.pk], due=due)
        self.invitation, self.question = made.invitations.get(), made.questions.get()
        asked = {"invitation": self.invitation, "question": self.question.pk, "text": "Dialog.", "seen": ""}
        hearings.answer(by=actor("lise"), told=[], **asked)
        hearings.begin_merge(by=self.siri, hearing=self.hearing)
        self.paragraph = self.question.paragraphs.get()
        minutes.send_for_amendments(by=self.siri, minutes=self.minutes, amend_by=due)
        part = MinutesPart.objects.get(pk=self.part.pk)
        self.amendment = minutes.amend(by=actor("per"), part=part, words=f"{MARK} retting")

    def values_of(self, permission: Callable[..., None]) -> dict[str, Any]:
        names = list(inspect.signature(getattr(permission, "__wrapped__", permission)).parameters)[1:]
        return {name: True if name == "whole" else getattr(self, name) for name in names}


def test_every_deed_is_for_those_it_is_for_and_nobody_else(fjordheim: Community) -> None:
    ground, wrong = Ground(), []
    expected = WHO | dict.fromkeys(BY_THE_SECRETARIAT, KEEP)
    deeds = {name.partition(".")[2]: deed for name, deed in DEEDS.items() if name.startswith("governance.")}
    assert set(deeds) == set(expected)
    people = {name: actor(name) for name in [*CAST, "public"]}
    for name, deed in deeds.items():
        permission = deed.permission  # type: ignore[attr-defined]
        values = ground.values_of(permission)
        may = {who for who, person in people.items() if not _refusal(permission, person, values)}
        if may != expected[name]:
            wrong.append(f"{name}: {sorted(may ^ expected[name])} in one and not in the other")
    assert not wrong, "\n".join(wrong)


def _refusal(permission: Callable[..., None], person: Any, values: dict[str, Any]) -> str:
    try:
        permission(person, **values)
    except Refused as no:
        assert str(no).strip()
        return str(no)
    return ""


# Who may see something of it, and why. What Jon and Ola do not see of it has tests of its own below.
IT_IS_FOR = {
    "siri": "the secretariat",
    **dict.fromkeys(("per", "tone", "berit"), "sits in the body"),
    "lise": "sits in the body that is asked for advice",
    "jon": "answers for a party that is asked to confirm",
    "ola": "has a task that came of it",
}


def addresses(ground: Ground) -> Iterator[str]:
    """Every address of the room, with the exempt things in it; and where else their names might come through."""
    things = {name: key for key, names in SHOWN.items() for name in names.split()}
    words = {"deed": "send_up", "community": "fjordheim", "token": "x"}
    for address in ADDRESSES:
        space, _colon, name = address.name.rpartition(":")
        if space != "governance" or name in ABOUT_OTHERS:
            continue
        filled: dict[str, Any] = {word: words[word] for word in address.words}
        for key in address.objects:
            thing = getattr(ground, things[name])
            filled[key] = thing.pk if key != "pk" or name not in {"paper", "paper-file", "answer-advice"} else None
        if "pk" in filled and filled["pk"] is None:
            filled["pk"] = ground.case.pk
        yield reverse(address.name, kwargs=filled)
    yield from ("/saker/?vis=all", f"/saker/moter/?organ={ground.body.pk}", "/", "/varsler/")


def test_an_exempt_case_shows_at_no_address_to_those_it_is_not_for(fjordheim: Community) -> None:
    ground = Ground()
    every, shown = list(addresses(ground)), {}
    for name in [*CAST, "public"]:
        client = signed_in(name)
        with in_few_words():
            seen = [address for address in every if MARK in text_of(ask(client, "get", address))]
        if seen:
            shown[name] = seen
    assert set(shown) == set(IT_IS_FOR), {name: seen[:3] for name, seen in shown.items() if name not in IT_IS_FOR}


def test_those_who_sit_there_see_it(fjordheim: Community) -> None:
    """Without this the test above would be glad of empty pages."""
    ground, client = Ground(), signed_in("per")
    told = {address for address in addresses(ground) if MARK in text_of(ask(client, "get", address))}
    for wanted in (f"/saker/{ground.case.pk}", f"/saker/moter/{ground.meeting.pk}", "/saker/"):
        assert wanted in told
    assert len(told) > 12


def test_a_party_reads_what_it_is_asked_to_confirm_and_not_the_exempt_papers(
    fjordheim: Community,
) -> None:
    ground, jon = Ground(), signed_in("jon")
    page = jon.get(f"/saker/{ground.case.pk}").content.decode()
    assert f"{MARK} vedtak" in page and f"{MARK} papir" not in page
    assert jon.get(f"/saker/forankring/{ground.anchoring.pk}").status_code == 200
    assert jon.get(f"/saker/{ground.case.pk}/papirer/{ground.paper.pk}").status_code == 404
    assert MARK not in jon.get(f"/saker/moter/{ground.meeting.pk}/referat").content.decode()


def test_whoever_has_a_task_does_it_without_being_told_the_case(fjordheim: Community) -> None:
    ground, ola = Ground(), signed_in("ola")
    for ending in ("", "/ble"):
        page = ola.get(f"/saker/oppgaver/{ground.follow_up.pk}{ending}")
        assert page.status_code == 200 and f"{MARK} oppgave" in page.content.decode()
        assert f"{MARK} title" not in page.content.decode()
    assert ola.post(f"/saker/oppgaver/{ground.follow_up.pk}", {"words": "Går bra"}).status_code == 302
    assert ola.get(f"/saker/{ground.case.pk}").status_code == 404
