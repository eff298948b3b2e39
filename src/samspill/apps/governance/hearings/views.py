"""Pages of hearings: the list, one hearing, a body's answers, the merge, the documents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samspill.apps.governance.bodies.forms import BodyChoice
from samspill.apps.governance.bodies.queries import present_bodies
from samspill.apps.governance.cases.forms import text_field
from samspill.apps.governance.hearings import actions, exporting
from samspill.apps.governance.minutes.merge import Merged
from samspill.apps.governance.models import Answer, Hearing, HearingStatus, Invitation, Paragraph, Question
from samspill.apps.governance.pages import attempt, form_page, found, person_of
from samspill.apps.governance.permissions import check_keep, check_look
from samspill.apps.governance.who import bodies_of
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.edits import day_field, key_field

BOTH = require_http_methods(["GET", "POST"])
TONES = {"draft": "neutral", "open": "waiting", "merging": "info", "approved": "done"}


def hearings_seen_by(person: Any) -> QuerySet[Hearing]:
    return Hearing.objects.filter(community=person.community_id) if person.signed_in else Hearing.objects.none()


@page(permission=check_look)
@require_safe
def hearings(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    rows = hearings_seen_by(person).select_related("body").prefetch_related("invitations")
    values = {
        "rows": [(row, TONES[row.status], sum(bool(each.sent_at) for each in row.invitations.all())) for row in rows],
        "may_keep": person.may("governance.keep"),
    }
    return render(request, "governance/hearings.html", values)


@page(permission=check_look)
@require_safe
def hearing(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    shown = found(hearings_seen_by(person).select_related("body", "community"), pk=pk)
    mine = bodies_of(person)
    may_keep = person.may("governance.keep")
    questions = shown.questions.prefetch_related(
        Prefetch("answers", Answer.objects.exclude(text="").select_related("invitation__body")),
        "comments",
        "paragraphs__sources__answer__invitation__body",
    )
    values = {
        "hearing": shown,
        "tone": TONES[shown.status],
        "invitations": [(row, may_keep or row.body_id in mine) for row in shown.invitations.select_related("body")],
        "questions": questions,
        "merged": shown.status in (HearingStatus.MERGING, HearingStatus.APPROVED),
        "may_merge": may_keep and shown.status == HearingStatus.MERGING,
        "may_keep": may_keep,
    }
    return render(request, "governance/hearing.html", values)


class HearingForm(forms.Form):
    key = key_field()
    title = forms.CharField(label=gettext_lazy("Tittel"), max_length=200)
    asked_by = forms.CharField(label=gettext_lazy("Hvem spør?"), max_length=160)
    body = BodyChoice(label=gettext_lazy("Organ som godkjenner svaret"))
    due = day_field(gettext_lazy("Vår frist"))
    questions = text_field(gettext_lazy("Spørsmål, ett på hver linje"), 8)


@page(permission=check_keep)
@BOTH
def new(request: HttpRequest) -> HttpResponse:
    person, form = person_of(request), HearingForm(request.POST or None)
    _offer(form, "body", person)

    def do(said: dict[str, Any]) -> str:
        values = {name: said[name] for name in ("title", "asked_by", "due")}
        questions = said["questions"].splitlines()
        try:
            made = actions.make(by=person, body=said["body"], key=said["key"], values=values, questions=questions)
        except IntegrityError:  # the same form, sent twice
            made = found(hearings_seen_by(person), pk=said["key"])
        return reverse("governance:hearing", args=[made.pk])

    return form_page(request, form, do, title=_("Ny høring"), back=reverse("governance:hearings"))


def _offer(form: forms.Form, name: str, person: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, BodyChoice)
    field.offer(present_bodies(person))


class SendOutForm(forms.Form):
    bodies = forms.MultipleChoiceField(label=gettext_lazy("Hvem skal svare?"), widget=forms.CheckboxSelectMultiple)
    due = day_field(gettext_lazy("Svar innen"))


@page(permission=check_keep)
@BOTH
def send_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    shown = found(hearings_seen_by(person), pk=pk)
    form = SendOutForm(request.POST or None, initial={"due": shown.due})
    field = form.fields["bodies"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(str(body.pk), body.name) for body in present_bodies(person).exclude(pk=shown.body_id)]
    back = reverse("governance:hearing", args=[pk])

    def do(said: dict[str, Any]) -> str:
        actions.send_out(by=person, hearing=shown, bodies=[UUID(each) for each in said["bodies"]], due=said["due"])
        return back

    return form_page(request, form, do, title=_("Send ut til svar"), lead=shown.title, back=back, save=_("Send ut"))


@page(permission=check_look)
@require_safe
def answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The answers of one body: each question by itself, saved by itself."""
    place = _place(request, pk)
    written = {row.question_id: row for row in place.answers.all()}
    rows = [(question, written.get(question.pk)) for question in place.hearing.questions.all()]
    person = person_of(request)
    may = actions.check_answer.can(person, place) and place.hearing.status == HearingStatus.OPEN and not place.sent_at
    values = {"place": place, "hearing": place.hearing, "rows": rows, "may_answer": may}
    return render(request, "governance/answers.html", values)


def _place(request: HttpRequest, pk: UUID) -> Invitation:
    rows = Invitation.objects.filter(hearing__in=hearings_seen_by(person_of(request)).values("pk"))
    return found(rows.select_related("hearing", "body"), pk=pk)


@page(permission=check_look)
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    place = _place(request, pk)
    told: list[Merged] = []
    back = f"{reverse('governance:answers', args=[pk])}#sporsmal-{request.POST.get('question', '')[:36]}"
    try:
        wanted = UUID(request.POST.get("question", ""))
    except ValueError:
        return redirect("governance:answers", pk=pk)
    text, seen = (request.POST.get(name, "")[:100_000] for name in ("text", "seen"))

    def do() -> object:
        return actions.answer(by=person_of(request), invitation=place, question=wanted, text=text, seen=seen, told=told)

    try:
        do()
    except Refused as no:
        messages.error(request, str(no))
    else:
        both = told and told[0].both
        said = (
            _("Lagret. Flere skrev på samme sted: begges ord står der nå. Les gjennom og rydd.")
            if both
            else _("Lagret.")
        )
        messages.success(request, said)
    return redirect(back)


@page(permission=check_look)
@require_POST
def send_answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    place = _place(request, pk)
    back = reverse("governance:hearing", args=[place.hearing_id])
    said = _("Svaret er sendt.")
    return attempt(request, lambda: actions.send_answers(by=person_of(request), invitation=place), back, said)


@page(permission=check_keep)
@require_POST
def begin_merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = found(hearings_seen_by(person_of(request)), pk=pk)
    back = reverse("governance:hearing", args=[pk])
    said = _("Alle avsnitt fra alle svar ligger nå her, med kilde.")
    return attempt(request, lambda: actions.begin_merge(by=person_of(request), hearing=shown), back, said)


class ParagraphForm(forms.Form):
    text = text_field(gettext_lazy("Avsnittet"), 8)
    place = forms.IntegerField(label=gettext_lazy("Plass"), min_value=1, max_value=1000, required=False)
    other = forms.ChoiceField(label=gettext_lazy("Slå sammen med"), required=False)
    drop = forms.BooleanField(label=gettext_lazy("Ta avsnittet bort"), required=False)


@page(permission=check_keep)
@BOTH
def paragraph(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One paragraph of the merge: its words, its place, together with another; its sources stand above."""
    person = person_of(request)
    rows = Paragraph.objects.filter(question__hearing__in=hearings_seen_by(person).values("pk"))
    row = found(rows.select_related("question__hearing").prefetch_related("sources__answer__invitation__body"), pk=pk)
    form = ParagraphForm(request.POST or None, initial={"text": row.text})
    field = form.fields["other"]
    assert isinstance(field, forms.ChoiceField)
    others = row.question.paragraphs.exclude(pk=row.pk)
    field.choices = [("", _("Ingen")), *((str(each.pk), f"{each.order}. {each.text[:80]}") for each in others)]
    back = f"{reverse('governance:hearing', args=[row.question.hearing_id])}#sporsmal-{row.question_id}"

    def do(said: dict[str, Any]) -> str:
        if said["drop"]:
            actions.drop(by=person, paragraph=row)
            return back
        if said["text"] != row.text:
            actions.edit(by=person, paragraph=row, text=said["text"])
        if said["other"]:
            actions.join(by=person, paragraph=row, other=UUID(said["other"]))
        if said["place"]:
            actions.move(by=person, paragraph=row, place=said["place"])
        return back

    above = "\n\n".join(f"{each.answer.invitation.body.name}: {each.words}" for each in row.sources.all())
    return form_page(request, form, do, title=_("Avsnitt i det samlede svaret"), back=back, above=above)


class ApproveForm(forms.Form):
    decision = forms.ChoiceField(label=gettext_lazy("Vedtaket"))


@page(permission=check_keep)
@BOTH
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    shown = found(hearings_seen_by(person).select_related("body"), pk=pk)
    form = ApproveForm(request.POST or None)
    field = form.fields["decision"]
    assert isinstance(field, forms.ChoiceField)
    decisions = shown.body.decisions.filter(outcome="decided")[:100]
    field.choices = [(str(row.pk), f"{row.decided_on}: {row.title}") for row in decisions]
    back = reverse("governance:hearing", args=[pk])

    def do(said: dict[str, Any]) -> str:
        actions.approve(by=person, hearing=shown, decision_id=UUID(said["decision"]))
        return back

    return form_page(request, form, do, title=_("Svaret er godkjent"), lead=shown.title, back=back)


class CommentForm(forms.Form):
    words = text_field(gettext_lazy("Kommentar"), 4)


@page(permission=check_look)
@BOTH
def comment(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    rows = Question.objects.filter(hearing__in=hearings_seen_by(person).values("pk")).select_related("hearing")
    row, form = found(rows, pk=pk), CommentForm(request.POST or None)
    back = f"{reverse('governance:hearing', args=[row.hearing_id])}#sporsmal-{row.pk}"

    def do(said: dict[str, Any]) -> str:
        actions.comment(by=person, question=row, words=said["words"])
        return back

    return form_page(request, form, do, title=_("Kommenter"), lead=row.words, back=back)


@page(permission=check_look)
@require_safe
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """?som=docx or ?som=pdf"""
    shown = found(hearings_seen_by(person_of(request)).select_related("community"), pk=pk)
    if request.GET.get("som") == "docx":
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        return _file(exporting.as_docx(shown), kind, "horingssvar.docx")
    return _file(exporting.as_pdf(shown), "application/pdf", "horingssvar.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
