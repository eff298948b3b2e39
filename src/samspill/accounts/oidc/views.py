"""The addresses of a sign-in by a provider: out, back, and the two ways of signing out."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from samspill.accounts import sign_in
from samspill.accounts.actor import PUBLIC
from samspill.accounts.models import ProviderSession
from samspill.accounts.oidc import attempts, ending, flow
from samspill.accounts.oidc.faults import Closed, Expired, LowLevel, Stopped, Unknown, Untrusted
from samspill.accounts.oidc.provider import Provider, by_name
from samspill.accounts.onwards import onwards
from samspill.accounts.sessions.beginning import by_method, note_attempt
from samspill.core import audit
from samspill.core.doors import anyone, page
from samspill.ui.headers import CONTENT_POLICY
from samspill.ui.views import safe_next

_log = logging.getLogger(__name__)
NO_STORE = {"Cache-Control": "no-store"}


@page(permission=anyone)
@require_GET
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """A link, not a form: the page's policy lets no form lead to another site. Other sites cannot start it."""
    chosen = by_name(settings.OIDC, provider)
    if chosen is None or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return redirect("sign-in")
    go_to = safe_next(request, request.GET.get("next", ""))
    if sign_in.account_of(request):
        return onwards(request, go_to)
    browser = attempts.browser_of(request) or attempts.new_browser()
    back = request.build_absolute_uri(reverse("oidc-back", args=[chosen.name]))
    try:
        address = flow.begin(chosen, browser, back, go_to)
    except Stopped as stopped:
        return _stopped(request, chosen, stopped, go_to)
    response = HttpResponseRedirect(address)
    attempts.remember_browser(response, browser)
    return response


@page(permission=anyone)
@require_GET
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """The person comes back from the provider. Coming back twice, by the back button, leads to where they are."""
    chosen, go_to = by_name(settings.OIDC, provider), "/"
    if chosen is None:
        return redirect("sign-in")
    try:
        attempt = attempts.take(chosen, request.GET.get("state", ""), attempts.browser_of(request))
        go_to = attempt.go_to
        done = flow.complete(chosen, attempt, request.GET)
    except Expired as stopped:
        return onwards(request, "/") if sign_in.account_of(request) else _stopped(request, chosen, stopped, go_to)
    except Stopped as stopped:
        return _stopped(request, chosen, stopped, go_to)
    by_method(request, chosen.name)
    sign_in.sign_in(request, done.account)
    ending.vouch(request, chosen, done)
    return onwards(request, go_to)


def _stopped(request: HttpRequest, provider: Provider, stopped: Stopped, go_to: str) -> HttpResponse:
    """Back to the sign-in page, which says why. The log and the trail hold the reason, and nobody's name or number."""
    _log.warning("Sign-in by %s stopped (%s): %s", provider.name, stopped.why, stopped.detail)
    account: Any = getattr(stopped, "account", None)
    note_attempt(request, succeeded=False, reason=stopped.why, account=account, method=provider.name)
    if isinstance(stopped, Unknown | Closed | LowLevel | Untrusted):
        audit.record(by=PUBLIC, deed=f"accounts.sign_in_{stopped.why}", about=account)
    return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'stoppet': stopped.why, 'next': go_to})}")


@csrf_exempt
@page(permission=anyone)
@require_POST
def signed_out_there(request: HttpRequest, provider: str) -> HttpResponse:
    """Back-channel logout: the provider itself tells us, with a token that proves it."""
    chosen = by_name(settings.OIDC, provider)
    if chosen is None:
        return JsonResponse({"error": "unknown_provider"}, status=403, headers=NO_STORE)
    try:
        ended = ending.end_by_provider(chosen, request.POST.get("logout_token", ""))
    except Stopped as stopped:
        _log.warning("A logout token of %s was refused: %s", chosen.name, stopped.detail)
        return JsonResponse({"error": "invalid_request"}, status=400, headers=NO_STORE)
    _log.info("%s ended %s sessions.", chosen.name, ended)
    return HttpResponse(headers=NO_STORE)


def farewell_page(request: HttpRequest, ended: ProviderSession) -> HttpResponse | None:
    """After signing out here: the page that signs out at the provider too; None where there is nobody to tell."""
    found = ending.farewell(ended, settings.OIDC, request.build_absolute_uri(reverse("oidc-signed-out")))
    if found is None:
        return None
    response = render(request, "accounts/farewell.html", {"farewell": found})
    policy = CONTENT_POLICY.replace("form-action 'self'", f"form-action 'self' {found.where}")
    response.headers["Content-Security-Policy"] = policy
    return response


@page(permission=anyone)
@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """Back from the provider after signing out there."""
    provider = ending.came_back_from(request.GET.get("state", ""), settings.OIDC)
    if provider:
        messages.success(request, _("Du er logget ut, også hos %(provider)s.") % {"provider": provider.label})
    return HttpResponseRedirect("/")
