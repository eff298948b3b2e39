"""Hearings: parallel answers, one merged answer of which each paragraph can be traced, Word and PDF."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from docx import Document
from pypdf import PdfReader
from tests.cast import CAST, actor
from tests.governance.ground import a_body, a_case, sits
from tests.signing_in import signed_in

from samspill.apps.governance.hearings import actions, exporting
from samspill.apps.governance.models import Answer, Body, Hearing, Invitation, Paragraph, Source
from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory.models import Community

pytestmark = pytest.mark.django_db
# In our own words: what a ministry asked all communities.
SIX = ["Erfaringer så langt?", "Hva virker?", "Hva hindrer?", "Felles tjenester?", "Storforbrukere?", "Andre råd?"]


@pytest.fixture
def hearing(fjordheim: Community) -> Hearing:
    siri = actor("siri")
    ssu = a_body(siri, "SSU")
    values = {"title": "Seks spørsmål", "asked_by": "Departementet", "due": clock.today() + timedelta(days=40)}
    made = actions.make(by=siri, body=ssu, key=uuid4(), values=values, questions=[*SIX, " "])
    bodies = [a_body(siri, name, parent_id=ssu.pk, level="professional") for name in ("LSU Nord", "LSU Sør")]
    for name, body in zip(("lise", "per"), bodies, strict=True):
        sits(name, body, "hospital")
    due = clock.today() + timedelta(days=20)
    return actions.send_out(by=siri, hearing=made, bodies=[body.pk for body in bodies], due=due)


def answer(name: str, hearing: Hearing, short: str, text: str, seen: str = "", question: int = 1) -> Answer:
    place = hearing.invitations.get(body__short_name=short)
    asked = hearing.questions.get(order=question).pk
    return actions.answer(by=actor(name), invitation=place, question=asked, text=text, seen=seen, told=[])


def answered(hearing: Hearing) -> None:
    answer("lise", hearing, "LSU Nord", "God dialog.\n\nFor få møter.")
    answer("per", hearing, "LSU Sør", "Fastlegene mangler.")
    actions.begin_merge(by=actor("siri"), hearing=hearing)


def test_the_six_are_there_and_each_body_answers_for_itself(hearing: Hearing) -> None:
    assert [each.words for each in hearing.questions.all()] == SIX
    for name in CAST:
        if name not in {"lise", "siri"}:
            with pytest.raises(Refused):
                answer(name, hearing, "LSU Nord", "x")
    with pytest.raises(Refused, match="før vår egen frist"):
        late = hearing.due + timedelta(days=1)
        actions.send_out(
            by=actor("siri"), hearing=hearing, bodies=[Body.objects.get(short_name="LSU Nord").pk], due=late
        )


def test_two_of_a_body_answer_at_once_and_no_word_is_lost(hearing: Hearing) -> None:
    answer("lise", hearing, "LSU Nord", "God dialog.")
    answer("lise", hearing, "LSU Nord", "Svært god dialog.", seen="God dialog.")
    row = answer("siri", hearing, "LSU Nord", "God dialog. For få møter.", seen="God dialog.")
    assert row.text == "Svært god dialog. For få møter."


def test_what_is_sent_is_sent(hearing: Hearing) -> None:
    place = hearing.invitations.get(body__short_name="LSU Nord")
    with pytest.raises(Refused, match="minst ett"):
        actions.send_answers(by=actor("lise"), invitation=place)
    answer("lise", hearing, "LSU Nord", "God dialog.")
    actions.send_answers(by=actor("lise"), invitation=place)
    with pytest.raises(Refused, match="alt sendt"):
        answer("lise", hearing, "LSU Nord", "Mer")


def test_every_paragraph_keeps_its_sources_through_the_merge(hearing: Hearing) -> None:
    answered(hearing)
    first, second, third = Paragraph.objects.filter(question__order=1)
    assert [each.text for each in (first, second, third)] == ["God dialog.", "For få møter.", "Fastlegene mangler."]
    actions.edit(by=actor("siri"), paragraph=first, text="Dialogen er god.")
    actions.move(by=actor("siri"), paragraph=third, place=1)
    actions.join(by=actor("siri"), paragraph=third, other=first.pk)
    third = Paragraph.objects.get(pk=third.pk)
    assert third.text == "Fastlegene mangler.\nDialogen er god." and third.order == 1
    sources = {(s.answer.invitation.body.short_name, s.words) for s in third.sources.all()}
    assert sources == {("LSU Sør", "Fastlegene mangler."), ("LSU Nord", "God dialog.")}
    actions.drop(by=actor("siri"), paragraph=second)
    assert (
        Source.objects.count() == 2
        and "For få møter." in Answer.objects.get(invitation__body__short_name="LSU Nord").text
    )
    with pytest.raises(Refused, match="samme spørsmål"):
        actions.join(by=actor("siri"), paragraph=third, other=uuid4())


def test_approved_by_the_body_and_locked(hearing: Hearing) -> None:
    answered(hearing)
    other = a_case(Body.objects.get(short_name="LSU Nord"), "decided").decisions.get()
    with pytest.raises(Refused, match="ved et vedtak i"):
        actions.approve(by=actor("siri"), hearing=hearing, decision_id=other.pk)
    decision = a_case(hearing.body, "decided").decisions.get()
    actions.approve(by=actor("siri"), hearing=hearing, decision_id=decision.pk)
    with pytest.raises(Refused, match="flettes ikke nå"):
        actions.edit(by=actor("siri"), paragraph=Paragraph.objects.all()[0], text="x")
    with pytest.raises(Refused, match="godkjent"):
        actions.comment(by=actor("ola"), question=hearing.questions.all()[0], words="x")


def test_word_and_pdf_carry_text_and_sources(hearing: Hearing) -> None:
    answer("lise", hearing, "LSU Nord", "Kontroll\x07tegn & <merker>", question=2)
    answered(hearing)
    hearing = Hearing.objects.get(pk=hearing.pk)
    word = "\n".join(each.text for each in Document(io.BytesIO(exporting.as_docx(hearing))).paragraphs)
    reader = PdfReader(io.BytesIO(exporting.as_pdf(hearing)))
    pdf = "\n".join(page.extract_text() for page in reader.pages)
    for text in (word, pdf):
        assert "1. Erfaringer så langt?" in text and "God dialog." in text and "Kilde: LSU Nord" in text
    assert "/StructTreeRoot" in reader.trailer["/Root"] and "Kontrolltegn & <merker>" in word
    client = signed_in("ola")
    for some, kind in (("docx", "wordprocessingml"), ("pdf", "application/pdf")):
        assert kind in client.get(f"/saker/horinger/{hearing.pk}/dokument?som={some}")["Content-Type"]


def test_answers_are_written_on_the_page(hearing: Hearing) -> None:
    place = Invitation.objects.get(body__short_name="LSU Nord")
    client = signed_in("lise")
    values: dict[str, Any] = {"question": str(hearing.questions.get(order=1).pk), "text": "Fra siden", "seen": ""}
    assert client.post(f"/saker/horinger/svar/{place.pk}/lagre", values).status_code == 302
    assert "Fra siden" in client.get(f"/saker/horinger/svar/{place.pk}").content.decode()
    assert client.post(f"/saker/horinger/svar/{place.pk}/lagre", {"question": "rubbish"}).status_code == 302
    signed_in("ola").post(f"/saker/horinger/svar/{place.pk}/lagre", {**values, "text": "Ola skrev"})
    assert Answer.objects.get().text == "Fra siden"
