"""Every write to hearings: questions out, answers in, the merge with its sources, the approval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.minutes.merge import Merged, merge
from samspill.apps.governance.models import (
    Answer,
    Body,
    Comment,
    Decision,
    Hearing,
    HearingStatus,
    Invitation,
    Paragraph,
    Question,
    Source,
)
from samspill.apps.governance.permissions import check_keep, check_keep_body, check_look, check_sit_in, same_community
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.edits import locked

MOST_QUESTIONS = 40


@deed("governance.make_hearing", permission=check_keep_body)
def make(*, by: Any, body: Body, key: UUID, values: Mapping[str, Any], questions: Iterable[str]) -> Hearing:
    """values: title, asked_by, due. Raises Refused; IntegrityError when the same form was sent twice."""
    words = [each.strip() for each in questions if each.strip()]
    if not words or len(words) > MOST_QUESTIONS:
        raise Refused(_("Skriv fra ett til førti spørsmål, ett på hver linje."))
    hearing = Hearing(pk=key, community_id=by.community_id, body=body, **values)
    hearing.save(force_insert=True)
    Question.objects.bulk_create(Question(hearing=hearing, order=n, words=each) for n, each in enumerate(words, 1))
    return hearing


@answers_twice
def check_keep_hearing(person: Any, hearing: Hearing) -> None:
    check_keep(person)
    same_community(person, hearing)


@deed("governance.send_hearing", permission=check_keep_hearing)
def send_out(*, by: Any, hearing: Hearing, bodies: list[UUID], due: date) -> Hearing:
    """Each body is asked to answer by the day; those asked before keep their answers. Raises Refused."""
    row = locked(hearing)
    if row.status not in (HearingStatus.DRAFT, HearingStatus.OPEN):
        raise Refused(_("Svarene flettes alt."))
    if due > row.due:
        raise Refused(_("Organene må svare før vår egen frist."))
    asked = Body.objects.filter(pk__in=bodies, community=row.community_id)
    if not asked:
        raise Refused(_("Velg hvem som skal svare."))
    for body in asked:
        Invitation.objects.update_or_create(hearing=row, body=body, defaults={"due": due})
    row.status = HearingStatus.OPEN
    row.save()
    return row


@answers_twice
def check_answer(person: Any, invitation: Invitation) -> None:
    same_community(person, invitation.hearing)
    check_sit_in(person, invitation.body)


@deed("governance.answer_hearing", permission=check_answer)
def answer(*, by: Any, invitation: Invitation, question: UUID, text: str, seen: str, told: list[Merged]) -> Answer:
    """What the body answers to a question. `seen` is the text as it was on the page: what others of the body
    saved meanwhile is merged in. Raises Refused when it is sent, or the hearing is closed."""
    place = locked(invitation)
    _check_open(place)
    asked = Question.objects.filter(hearing=place.hearing_id, pk=question).first()
    if asked is None:
        raise Refused(_("Spørsmålet hører ikke til denne høringen."))
    row, _new = Answer.objects.select_for_update().get_or_create(invitation=place, question=asked)
    merged = merge(seen, row.text, text)
    told.append(merged)
    if merged.text != row.text:
        row.text, row.version, row.changed_by = merged.text, row.version + 1, by.name
        row.save()
    return row


def _check_open(place: Invitation) -> None:
    if place.hearing.status != HearingStatus.OPEN:
        raise Refused(_("Høringen er ikke ute til svar nå."))
    if place.sent_at:
        raise Refused(_("Svaret er alt sendt."))


@deed("governance.send_answers", permission=check_answer)
def send_answers(*, by: Any, invitation: Invitation) -> Invitation:
    """The body is finished. Raises Refused when nothing is answered."""
    place = locked(invitation)
    _check_open(place)
    if not place.answers.exclude(text="").exists():
        raise Refused(_("Svar på minst ett spørsmål først."))
    place.sent_at, place.sent_by = clock.now(), by.name
    place.save()
    return place


@deed("governance.begin_merge", permission=check_keep_hearing)
def begin_merge(*, by: Any, hearing: Hearing) -> Hearing:
    """Every paragraph of every answer becomes one of the merged answer, with its source. Twice is once."""
    row = locked(hearing)
    if row.status == HearingStatus.MERGING:
        return row
    if row.status != HearingStatus.OPEN:
        raise Refused(_("Høringen er ikke ute til svar nå."))
    for question in row.questions.all():
        answers = (
            question.answers.exclude(text="").select_related("invitation__body").order_by("invitation__body__order")
        )
        pieces = [(each, piece) for each in answers for piece in paragraphs_in(each.text)]
        for order, (each, piece) in enumerate(pieces, 1):
            made = Paragraph.objects.create(question=question, order=order, text=piece)
            Source.objects.create(paragraph=made, answer=each, words=piece)
    row.status = HearingStatus.MERGING
    row.save()
    return row


def paragraphs_in(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


@answers_twice
def check_keep_paragraph(person: Any, paragraph: Paragraph) -> None:
    check_keep(person)
    same_community(person, paragraph.question.hearing)


def _merging(hearing: Hearing) -> None:
    if hearing.status != HearingStatus.MERGING:
        raise Refused(_("Svarene flettes ikke nå."))


@deed("governance.edit_paragraph", permission=check_keep_paragraph)
def edit(*, by: Any, paragraph: Paragraph, text: str) -> Paragraph:
    """In our own words; the sources stay as they were. Raises Refused."""
    row = locked(paragraph)
    _merging(row.question.hearing)
    if not text.strip():
        raise Refused(_("Et avsnitt kan ikke være tomt. Slå det sammen med et annet, eller ta det bort."))
    row.text, row.changed_by = text.strip(), by.name
    row.save()
    return row


@deed("governance.join_paragraphs", permission=check_keep_paragraph)
def join(*, by: Any, paragraph: Paragraph, other: UUID) -> Paragraph:
    """The other one's words and sources come into this one. Raises Refused."""
    row = locked(paragraph)
    _merging(row.question.hearing)
    gone = row.question.paragraphs.exclude(pk=row.pk).filter(pk=other).first()
    if gone is None:
        raise Refused(_("Avsnittet hører ikke til samme spørsmål."))
    row.text, row.changed_by = f"{row.text}\n{gone.text}", by.name
    row.save()
    gone.sources.update(paragraph=row)
    gone.delete()
    return row


@deed("governance.move_paragraph", permission=check_keep_paragraph)
def move(*, by: Any, paragraph: Paragraph, place: int) -> Paragraph:
    """To that place among the paragraphs of the question, counted from 1."""
    row = locked(paragraph)
    _merging(row.question.hearing)
    others = list(row.question.paragraphs.exclude(pk=row.pk))
    others.insert(max(0, place - 1), row)
    for number, each in enumerate(others, 1):
        each.order = number
        each.save(update_fields=["order"])
    return row


@deed("governance.drop_paragraph", permission=check_keep_paragraph)
def drop(*, by: Any, paragraph: Paragraph) -> Question:
    """Left out of the merged answer; the answer that it came from stands."""
    row = locked(paragraph)
    _merging(row.question.hearing)
    question = row.question
    row.delete()
    return question


@deed("governance.approve_hearing", permission=check_keep_hearing)
def approve(*, by: Any, hearing: Hearing, decision_id: UUID) -> Hearing:
    """By the decision of the body that approves it. Raises Refused for another body's decision."""
    row = locked(hearing)
    _merging(row)
    decision = Decision.objects.filter(pk=decision_id, body=row.body_id, outcome="decided").first()
    if decision is None:
        raise Refused(_("Det samlede svaret godkjennes ved et vedtak i %(body)s."), body=row.body.name)
    row.status, row.decision = HearingStatus.APPROVED, decision
    row.approved_at, row.approved_by = clock.now(), by.name
    row.save()
    return row


@answers_twice
def check_comment(person: Any, question: Question) -> None:
    check_look(person)
    same_community(person, question.hearing)


@deed("governance.comment_hearing", permission=check_comment)
def comment(*, by: Any, question: Question, words: str) -> Comment:
    if Hearing.objects.get(pk=question.hearing_id).status == HearingStatus.APPROVED:
        raise Refused(_("Svaret er godkjent."))
    row, _new = Comment.objects.get_or_create(
        question=question, words=words.strip(), by_name=by.name, defaults={"at": clock.now()}
    )
    return row
