"""Pages where a case names the clauses that it would change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from samspill.apps.governance.agreements import change_queries, changing
from samspill.apps.governance.cases.editing import case_of, of_case
from samspill.apps.governance.cases.forms import text_field
from samspill.apps.governance.cases.queries import cases_seen_by
from samspill.apps.governance.models import ClauseChange
from samspill.apps.governance.pages import attempt, found, person_of
from samspill.apps.governance.permissions import check_keep
from samspill.core.doors import page


class ClauseForm(forms.Form):
    clause = forms.ChoiceField(label=gettext_lazy("Avtalepunkt"))
    wording = text_field(
        gettext_lazy("Slik punktet skal lyde"),
        6,
        required=False,
        help_text=gettext_lazy("La stå tomt hvis saken bare reiser spørsmålet."),
    )

    def offer(self, groups: list[tuple[str, list[tuple[str, str]]]]) -> None:
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Velg punkt")), *groups]


@page(permission=check_keep)
@require_http_methods(["GET", "POST"])
def name_clause(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, case = person_of(request), case_of(request, pk)
    form = ClauseForm(request.POST or None, initial={"clause": request.GET.get("punkt", "")})
    form.offer(change_queries.clauses_to_name(case.community_id))

    def do(said: dict[str, Any]) -> object:
        clause = changing.clause_to_change(person.community_id, UUID(said["clause"]))
        return changing.name_clause(by=person, case=case, clause=clause, wording=said["wording"])

    return of_case(request, case, form, do, _("Avtalepunkt saken vil endre"))


@page(permission=check_keep)
@require_POST
def drop_clause(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    rows = ClauseChange.objects.filter(case__in=cases_seen_by(person).values("pk")).select_related("case")
    change = found(rows, pk=pk)
    back = reverse("governance:case", args=[change.case_id])
    said = _("Saken foreslår ikke lenger å endre punktet.")
    return attempt(request, lambda: changing.drop_clause(by=person, change=change), back, said)
