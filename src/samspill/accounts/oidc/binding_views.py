"""The page where an administrator enters who a person is at sign-in. The number is written once and never shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from samspill.accounts.oidc import binding
from samspill.accounts.oidc.permissions import check_bind_identity, check_see_binding
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.models import Person
from samspill.directory.seen import people_seen_by


class IdentityForm(forms.Form):
    """One of the two is enough. Never filled in again from what was sent: a number does not come back on a page."""

    identity_number = forms.CharField(
        label=gettext_lazy("Fødselsnummer eller D-nummer"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Elleve sifre. Lagres slik at det kan kjennes igjen, men ikke leses."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    hpr_number = forms.CharField(
        label=gettext_lazy("HPR-nummer"),
        required=False,
        max_length=12,
        help_text=gettext_lazy("For helsepersonell som logger inn med HelseID."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


@sensitive_post_parameters()
@page(permission=check_see_binding)
def sign_in_of(request: HttpRequest, pk: UUID) -> HttpResponse:
    person: Any = request.person  # type: ignore[attr-defined]
    of = people_seen_by(person).filter(pk=pk).first()
    if of is None:
        raise Http404
    refusal = _entered(request, person, of) if request.method == "POST" else ""
    if refusal is None:
        return redirect("bind-identity", pk=of.pk)
    context = {
        "of": of,
        "form": IdentityForm(),
        "refusal": refusal,
        "bound": binding.is_bound(of),
        "why_not": check_bind_identity.why_not(person, of),
    }
    return render(request, "accounts/sign_in_of.html", context, status=422 if refusal else 200)


def _entered(request: HttpRequest, person: Any, of: Person) -> str | None:
    """None when it was done, else the sentence that says why not."""
    form = IdentityForm(request.POST)
    if not form.is_valid():
        return _("Nummeret er for langt.")
    try:
        if "release" in request.POST:
            binding.release_identity(by=person, person=of)
            messages.success(request, _("%(name)s kan ikke lenger logge inn.") % {"name": of})
        else:
            binding.bind_identity(by=person, person=of, **form.cleaned_data)
            messages.success(request, _("%(name)s kan nå logge inn.") % {"name": of})
    except Refused as no:
        return str(no)
    return None
