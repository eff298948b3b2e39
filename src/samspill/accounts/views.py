"""Signing in and out, and choosing which of one's positions to act in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.accounts import sign_in
from samspill.accounts.models import Account
from samspill.accounts.oidc import ending
from samspill.accounts.oidc.views import farewell_page
from samspill.accounts.oidc.words import SENTENCES
from samspill.accounts.onwards import onwards
from samspill.core.doors import anyone, page
from samspill.core.limits import limited
from samspill.core.refusal import Refused
from samspill.ui.views import safe_next


@page(permission=anyone)
@require_safe
def sign_in_page(request: HttpRequest) -> HttpResponse:
    if request.person.signed_in:  # type: ignore[attr-defined]
        return HttpResponseRedirect(safe_next(request, request.GET.get("next", "")))
    people = sign_in.demo_people() if settings.DEMO else []
    context = {
        "people": [person for person in people if person.has_room],
        "others": [person for person in people if not person.has_room],
        "providers": settings.OIDC,
        "stopped": SENTENCES.get(request.GET.get("stoppet", "")),
        "next": request.GET.get("next", ""),
    }
    return render(request, "accounts/sign_in.html", context)


@page(permission=anyone)
@require_POST
@limited("sign_in", per_address="300/min")
def sign_in_as_demo_person(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    key = _uuid(request.POST.get("account"))
    account = Account.objects.filter(pk=key, demo=True).first() if key else None
    if account is None:
        messages.error(request, _("Denne personen finnes ikke i demoen. Velg en av dem under."))
        return redirect("sign-in")
    sign_in.sign_in(request, account)
    return onwards(request, request.POST.get("next", ""))


@page(permission=anyone)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    vouched = ending.vouched(request)
    sign_in.sign_out(request, request.person)  # type: ignore[attr-defined]
    farewell = farewell_page(request, vouched) if vouched else None
    if farewell:
        return farewell
    messages.success(request, _("Du er logget ut."))
    return HttpResponseRedirect("/")


@page(permission=anyone)
def choose_position(request: HttpRequest) -> HttpResponse:
    """Open to whoever has proved who they are; they act as nobody until they have chosen."""
    account = sign_in.account_of(request)
    if account is None:
        return redirect("sign-in")
    if request.method == "POST":
        return _take(request, account)
    asked = request.GET.get("next", "")
    return render(request, "accounts/position.html", {"groups": sign_in.positions_to_choose(account), "next": asked})


def _take(request: HttpRequest, account: Account) -> HttpResponse:
    try:
        actor = sign_in.take_position(request, account, _uuid(request.POST.get("position")))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("choose-position")
    messages.success(
        request, _("Nå er du %(role)s, %(unit)s.") % {"role": actor.title or actor.role.label, "unit": actor.unit_name}
    )
    return HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
