"""Pages of agreements: the tree, a version, two versions side by side, shared documents, search."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import IntegrityError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from samspill.apps.governance.agreements import actions, queries
from samspill.apps.governance.agreements.change_queries import open_changes
from samspill.apps.governance.agreements.compare import compare
from samspill.apps.governance.cases.forms import text_field
from samspill.apps.governance.cases.queries import decisions_seen_by
from samspill.apps.governance.models import Agreement, AgreementKind, AgreementVersion, SteeringKind
from samspill.apps.governance.pages import form_page, found, person_of
from samspill.apps.governance.permissions import check_keep, check_look
from samspill.core import clock
from samspill.core.doors import page
from samspill.directory.edits import day_field, key_field
from samspill.directory.naming import UnitField, units_to_choose

BOTH = require_http_methods(["GET", "POST"])
TONES = {"draft": "waiting", "adopted": "done", "replaced": "stopped"}


@page(permission=check_look)
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    person, text = person_of(request), request.GET.get("sok", "").strip()[:100]
    versions = Prefetch("versions", AgreementVersion.objects.order_by("-number"))
    rows = list(queries.agreements_seen_by(person).prefetch_related(versions))
    values = {
        "tops": [(row, [each for each in rows if each.parent_id == row.pk]) for row in rows if row.parent_id is None],
        "documents": queries.documents_seen_by(person).select_related("owner").defer("text")[:50],
        "text": text,
        "hits": queries.found(person, text) if text else [],
        "may_keep": person.may("governance.keep"),
        "may_share": person.may("governance.share"),
    }
    return render(request, "governance/agreements.html", values)


@page(permission=check_look)
@require_safe
def agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The newest version; older ones, and the comparison, are a link away."""
    row = found(queries.agreements_seen_by(person_of(request)), pk=pk)
    newest = row.versions.exclude(status="draft").first() or row.versions.first()
    if newest is None:
        return redirect("governance:draft-version", pk=pk) if _may_keep(request) else redirect("governance:agreements")
    return redirect("governance:version", pk=newest.pk)


def _may_keep(request: HttpRequest) -> bool:
    return bool(person_of(request).may("governance.keep"))


@page(permission=check_look)
@require_safe
def version(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    rows = queries.versions_seen_by(person).select_related("agreement__parent", "decision__case")
    shown = found(rows, pk=pk)
    changes = open_changes(person, shown.agreement_id) if shown.status == "adopted" else {}
    others = list(shown.agreement.versions.all())
    before = next((row for row in others if row.number < shown.number), None)
    compared = request.GET.get("mot") == "forrige" and before is not None
    values = {
        "version": shown,
        "agreement": shown.agreement,
        "tone": TONES[shown.status],
        "others": others,
        "before": before,
        "rows": compare(queries.clauses_of(before), queries.clauses_of(shown)) if compared and before else [],
        "clauses": [(clause, changes.get(clause.mark, [])) for clause in shown.clauses.all()],
        "may_keep": _may_keep(request),
        "may_propose": shown.status == "adopted" and person.may("governance.propose"),
    }
    return render(request, "governance/version.html", values)


class AgreementForm(forms.Form):
    key = key_field()
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=AgreementKind.choices)
    number = forms.CharField(label=gettext_lazy("Nummer"), max_length=20, required=False)
    title = forms.CharField(label=gettext_lazy("Tittel"), max_length=200)
    parent = forms.ChoiceField(label=gettext_lazy("Ligger under"), required=False)


@page(permission=check_keep)
@BOTH
def new(request: HttpRequest) -> HttpResponse:
    person, form = person_of(request), AgreementForm(request.POST or None)
    field = form.fields["parent"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", _("Ingen")), *((str(row.pk), str(row)) for row in queries.agreements_seen_by(person))]

    def do(said: dict[str, Any]) -> str:
        values = {name: said[name] for name in ("kind", "number", "title")}
        try:
            made = actions.make(by=person, key=said["key"], values={**values, "parent_id": said["parent"] or None})
        except IntegrityError:  # the same form, sent twice
            made = found(queries.agreements_seen_by(person), pk=said["key"])
        return reverse("governance:draft-version", args=[made.pk])

    return form_page(request, form, do, title=_("Ny avtale"), back=reverse("governance:agreements"))


class TextForm(forms.Form):
    text = text_field(
        gettext_lazy("Teksten"),
        25,
        help_text=gettext_lazy("Hvert punkt begynner med nummeret sitt på en egen linje: 3.2 Varsling"),
    )


@page(permission=check_keep)
@BOTH
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    row: Agreement = found(queries.agreements_seen_by(person_of(request)), pk=pk)
    form = TextForm(request.POST or None, initial={"text": queries.text_of(row.versions.first())})

    def do(said: dict[str, Any]) -> str:
        made = actions.draft(by=person_of(request), agreement=row, text=said["text"])
        return reverse("governance:version", args=[made.pk])

    back = reverse("governance:agreements")
    return form_page(request, form, do, title=_("Ny versjon"), lead=str(row), back=back, save=_("Lagre utkastet"))


class AdoptForm(forms.Form):
    valid_from = day_field(gettext_lazy("Gjelder fra"))
    revise_by = day_field(gettext_lazy("Skal revideres innen"), required=False)
    decision = forms.ChoiceField(label=gettext_lazy("Vedtatt i"), required=False)


@page(permission=check_keep)
@BOTH
def adopt(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    shown = found(queries.versions_seen_by(person).select_related("agreement"), pk=pk)
    form = AdoptForm(request.POST or None, initial={"valid_from": clock.today()})
    field = form.fields["decision"]
    assert isinstance(field, forms.ChoiceField)
    decisions = decisions_seen_by(person).filter(outcome="decided").select_related("body")[:100]
    said_of = [(str(row.pk), f"{row.body.short_name}, {row.decided_on}: {row.title}") for row in decisions]
    field.choices = [("", _("Ikke oppgitt")), *said_of]

    def do(said: dict[str, Any]) -> str:
        decision = UUID(said["decision"]) if said["decision"] else None
        dates = {"valid_from": said["valid_from"], "revise_by": said["revise_by"]}
        actions.adopt(by=person, version=shown, decision_id=decision, **dates)
        return reverse("governance:version", args=[pk])

    back = reverse("governance:version", args=[pk])
    return form_page(request, form, do, title=_("Versjonen er vedtatt"), lead=str(shown.agreement), back=back)


class DocumentForm(forms.Form):
    key = key_field()
    owner = UnitField(label=gettext_lazy("Eier"))
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=SteeringKind.choices)
    title = forms.CharField(label=gettext_lazy("Tittel"), max_length=200)
    year = forms.IntegerField(label=gettext_lazy("År"), min_value=1990, max_value=2100, required=False)
    web = forms.URLField(label=gettext_lazy("Nettadresse"), required=False, assume_scheme="https")
    text = text_field(gettext_lazy("Tekst"), 12, required=False)


@page(permission=actions.check_share)
@BOTH
def share(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = DocumentForm(request.POST or None, initial={"owner": person.top_id, "year": clock.today().year})
    field = form.fields["owner"]
    assert isinstance(field, UnitField)
    within = None if person.may("governance.keep") else person.top_id
    field.offer_units(units_to_choose(person.community_id, within=within))

    def do(said: dict[str, Any]) -> str:
        values = {name: said[name] for name in ("kind", "title", "year", "text", "web")}
        try:
            made = actions.share(by=person, owner=said["owner"], key=said["key"], values=values)
        except IntegrityError:  # the same form, sent twice
            made = found(queries.documents_seen_by(person), pk=said["key"])
        return reverse("governance:document", args=[made.pk])

    back = reverse("governance:agreements")
    lead = _("Slik at den andre parten ikke blir overrasket av planene deres.")
    return form_page(request, form, do, title=_("Del et styringsdokument"), lead=lead, back=back, save=_("Del"))


@page(permission=check_look)
@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = found(queries.documents_seen_by(person_of(request)).select_related("owner"), pk=pk)
    return render(request, "governance/document.html", {"document": shown})
