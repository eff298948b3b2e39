"""«Her er du logget inn», and what the page asks about the time that is left."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from samspill.accounts.models import AccountSession
from samspill.accounts.sessions import actions, drafts
from samspill.accounts.sessions.beginning import DRAFTS_KEY
from samspill.accounts.sessions.ending import open_sessions
from samspill.accounts.sessions.store import hash_of
from samspill.accounts.sessions.words import describe, ended_words, method_words, span
from samspill.core.doors import page
from samspill.core.limits import limited
from samspill.ui.views import safe_next

EARLIER = 10


@page(permission=actions.check_keep_sessions)
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    here = hash_of(request.session.session_key or "")
    rows = list(open_sessions(person.account_id))
    earlier = AccountSession.objects.filter(account=person.account_id).exclude(ended_at=None).order_by("-ended_at")
    limits = settings.SESSION_LIMITS
    context = {
        "open": [
            (row, describe(row), method_words(row.method), row.key_hash == here)
            for row in sorted(rows, key=lambda row: row.key_hash != here)
        ],
        "earlier": [(row, describe(row), ended_words(row)) for row in earlier[:EARLIER]],
        "idle": span(int(limits.idle.total_seconds() // 60)),
        "whole_hours": int(limits.whole.total_seconds() // 3600),
        "most": limits.most,
    }
    return render(request, "accounts/sessions/sessions.html", context)


@page(permission=actions.check_keep_sessions)
@require_POST
def end_one(request: HttpRequest) -> HttpResponse:
    found = open_sessions(_person(request).account_id).filter(pk=_uuid(request.POST.get("session"))).first()
    if found is None:
        messages.info(request, _("Den innloggingen er allerede avsluttet."))
    else:
        actions.end_session(by=_person(request), session=found)
        messages.success(request, _("Du er logget ut der."))
    return redirect("sessions")


@page(permission=actions.check_keep_sessions)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    here = AccountSession.objects.get(key_hash=hash_of(request.session.session_key or ""))
    actions.end_other_sessions(by=_person(request), kept=here)
    messages.success(request, _("Du er logget ut alle andre steder."))
    return redirect("sessions")


@page(permission=actions.check_keep_sessions)
@require_POST
def end_everywhere(request: HttpRequest) -> HttpResponse:
    actions.sign_out_everywhere(by=_person(request))
    request.session.flush()
    messages.success(request, _("Du er logget ut alle steder."))
    return HttpResponseRedirect("/")


@page(permission=actions.check_keep_sessions)
@require_GET
def time_left(request: HttpRequest) -> HttpResponse:
    """Asked by the page before it warns; no sign of a person."""
    return JsonResponse({"left": request.session_watch.left})  # type: ignore[attr-defined]


@page(permission=actions.check_keep_sessions)
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """«Fortsett»: the request itself is the sign. Without JavaScript it leads back to the page."""
    if request.accepts("text/html"):
        return HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))
    return JsonResponse({"left": request.session_watch.left})  # type: ignore[attr-defined]


@page(permission=actions.check_keep_sessions)
@require_POST
@limited("draft", per_person="60/min")
def draft(request: HttpRequest) -> HttpResponse:
    """Keep (`fields` given) or hand back what was typed on `page`."""
    account = _person(request).account_id
    try:
        said = json.loads(request.body)
        if "fields" in said:
            drafts.keep(account, said["page"], said["fields"])
            return JsonResponse({"kept": True})
        return JsonResponse({"fields": _take(request, account, str(said["page"]))})
    except (ValueError, KeyError, TypeError, AttributeError, drafts.BadDraft):
        return JsonResponse({"error": _("Utkastet ble ikke forstått.")}, status=400)


def _take(request: HttpRequest, account: UUID, asked: str) -> list[list[str]]:
    waiting = request.session.get(DRAFTS_KEY, [])
    if asked in waiting:
        request.session[DRAFTS_KEY] = [each for each in waiting if each != asked]
    return drafts.take(account, asked)


def _uuid(text: Any) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise Http404 from None


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
