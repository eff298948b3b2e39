"""The page of long waits, and the page of the limits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from samspill.apps.discharge.long_waits import following, permissions
from samspill.apps.discharge.long_waits.lifting import limits_of
from samspill.apps.discharge.long_waits.listed import listed_for
from samspill.apps.discharge.long_waits.minutes import minutes_for
from samspill.apps.discharge.long_waits.models import LongWait, LongWaitRule
from samspill.apps.discharge.long_waits.rules import Step
from samspill.core import clock, references
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.models import Membership, Unit, UnitKind

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
SECTORS = {
    "somatic": gettext_lazy("Somatikk"),
    "mental_health": gettext_lazy("Psykisk helsevern"),
    "substance_use": gettext_lazy("Rus og avhengighet"),
}


class PlanForm(forms.Form):
    text = forms.CharField(max_length=1000)
    look_again = forms.DateField(input_formats=["%Y-%m-%d", "%d.%m.%Y"], required=False, widget=_DAY)


class LimitForm(forms.Form):
    step = forms.ChoiceField(label=gettext_lazy("Løftes til"), choices=Step.choices)
    sector = forms.ChoiceField(
        label=gettext_lazy("Fagområde"), choices=[("", gettext_lazy("Alle")), *SECTORS.items()], required=False
    )
    municipality = forms.ModelChoiceField(
        label=gettext_lazy("Kommune"), queryset=Unit.objects.none(), required=False, empty_label=gettext_lazy("Alle")
    )
    days = forms.IntegerField(label=gettext_lazy("Døgn ventet"), min_value=1, max_value=365)
    owner = forms.CharField(label=gettext_lazy("Hvem løftes det til?"), max_length=160, required=False)

    def __init__(self, *args: Any, community: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        members = Membership.objects.on(clock.today()).filter(community=community, unit__kind=UnitKind.MUNICIPALITY)
        field: Any = self.fields["municipality"]
        field.queryset = Unit.objects.filter(pk__in=members.values("unit")).order_by("name")


@page(permission=permissions.check_see)
@require_safe
def waits(request: HttpRequest) -> HttpResponse:
    return _show(request)


def _show(request: HttpRequest, status: int = 200) -> HttpResponse:
    person, closed = _person(request), request.GET.get("vis") == "avsluttet"
    values = {
        "listed": listed_for(person, closed=closed),
        "closed": closed,
        "segments": [
            {"text": _("Venter"), "href": "?", "current": not closed},
            {"text": _("Avsluttet siste måned"), "href": "?vis=avsluttet", "current": closed},
        ],
        "may_follow": person.may("long_waits.follow"),
        "minutes": minutes_for(person),
        "cases": references.offers(following.GOVERNANCE_CASE, "", seen_by=person),
    }
    return render(request, "long_waits/list.html", values, status=status)


@page(permission=permissions.check_see)
@require_POST
def follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Plan, close or link a case: `deed` is posted."""
    person = _person(request)
    wait = LongWait.objects.visible_to(person).filter(pk=pk).first()
    if wait is None:
        raise Http404
    form, deed = PlanForm(request.POST), request.POST.get("deed", "")
    try:
        if deed == "case":
            following.link_case(by=person, wait=wait, case=request.POST.get("case", ""))
        elif not form.is_valid():
            raise Refused(_("Skriv en begrunnelse som de andre kan forstå."))
        elif deed == "close":
            following.close(by=person, wait=wait, text=form.cleaned_data["text"])
        else:
            look_again = form.cleaned_data["look_again"]
            following.plan(by=person, wait=wait, text=form.cleaned_data["text"], look_again=look_again)
        messages.success(request, _("Oppfølgingen er lagret."))
    except Refused as no:
        messages.error(request, str(no))
        return _show(request, status=422)
    return redirect("long_waits:list")


@page(permission=permissions.check_keep_rules)
def limits(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    form = LimitForm(request.POST or None, community=person.community_id)
    if request.method == "POST" and "remove" in request.POST:
        following.remove_limit(by=person, rule=_uuid(request.POST["remove"]))
        return redirect("long_waits:limits")
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        following.set_limit(by=person, **{**asked, "step": Step(asked["step"])})
        messages.success(request, _("Grensen er lagret."))
        return redirect("long_waits:limits")
    own = list(LongWaitRule.objects.filter(community=person.community_id).select_related("municipality"))
    shown = own or limits_of(person.community_id)
    lines = [(each, Step(each.step).label, SECTORS.get(each.sector, _("Alle"))) for each in shown]
    values = {"lines": lines, "own": bool(own), "form": form}
    return render(request, "long_waits/limits.html", values, status=422 if form.errors else 200)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
