"""The kinds of places, kept by the community's administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.apps.discharge.coordination import lists
from samspill.apps.discharge.places import permissions
from samspill.apps.discharge.places.kinds import KindOfPlace, kinds_of, standard_kinds
from samspill.apps.discharge.places.models import PlaceKind
from samspill.apps.discharge.places.publishing import keep_kind
from samspill.core.doors import page


class KindForm(forms.Form):
    code = forms.SlugField(label=gettext_lazy("Kode"), max_length=40, help_text=gettext_lazy("Brukes i filer."))
    name = forms.CharField(label=gettext_lazy("Navn"), max_length=80)
    usual_days = forms.IntegerField(
        label=gettext_lazy("Vanlig antall døgn"),
        min_value=0,
        max_value=365,
        help_text=gettext_lazy("0 betyr inntil videre."),
    )
    after_hospital = forms.BooleanField(label=gettext_lazy("For pasienter som kommer fra sykehus"), required=False)
    against = forms.CharField(
        label=gettext_lazy("Hva taler mot?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Vises som forbehold når plassen foreslås."),
    )
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Tjenester som gis der"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Holdes opp mot det pasienten er registrert å trenge."),
    )
    around_the_clock = forms.BooleanField(label=gettext_lazy("Hjelp hele døgnet"), required=False, initial=True)
    in_use = forms.BooleanField(label=gettext_lazy("I bruk"), required=False, initial=True)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        services: Any = self.fields["services"]
        services.choices = [(code, line.label) for code, line in lists.services().items()]


@page(permission=permissions.check_keep_kinds)
def kinds(request: HttpRequest) -> HttpResponse:
    """The list; `?endre=code` fills the form with one of them; a POST adds or changes one."""
    person: Any = request.person  # type: ignore[attr-defined]
    known = kinds_of(person.community_id)
    chosen = known.get(request.GET.get("endre", ""))
    form = KindForm(request.POST or None, initial={**vars(chosen), "in_use": True} if chosen else None)
    if request.method == "POST" and form.is_valid():
        in_use = form.cleaned_data.pop("in_use")
        kind = KindOfPlace(**{**form.cleaned_data, "services": tuple(form.cleaned_data["services"])})
        keep_kind(by=person, kind=kind, in_use=in_use)
        messages.success(request, _("Plasstypen er lagret."))
        return redirect("places:kinds")
    retired = PlaceKind.objects.filter(community=person.community_id, in_use=False).order_by("name")
    shown = {"kinds": known.values(), "retired": retired, "standard": standard_kinds(), "form": form}
    return render(request, "places/kinds.html", shown, status=422 if form.errors else 200)
