"""Pages where roles are given, ended and lent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.accounts.giving import actions, permissions, queries, rules
from samspill.accounts.giving.forms import DelegateForm, EndRoleForm, GiveRoleForm
from samspill.accounts.sessions.actions import check_sign_out_person, sign_out_person
from samspill.accounts.sessions.ending import open_sessions
from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.models import Person, Position
from samspill.directory.roles import Role
from samspill.directory.seen import people_seen_by

PAGE = 50


@page(permission=permissions.check_see_roles)
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """The people of the community and what each may act as."""
    text, role = request.GET.get("q", "").strip(), request.GET.get("rolle", "")
    people = queries.people_with_roles(_person(request), text=text, role=role if role in Role.values else "")
    shown = Paginator(people, PAGE).get_page(request.GET.get("side"))
    return render(
        request, "accounts/giving/roles.html", {"people": shown, "text": text, "role": role, "roles": Role.choices}
    )


@page(permission=permissions.check_see_roles)
def roles_of(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person's roles; a POST gives them one more."""
    of = _seen(request, pk)
    form = GiveRoleForm(request.POST or None, community=_person(request).community_id)
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.give_role(by=_person(request), to=of, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(
                request, _("%(name)s er nå %(role)s.") % {"name": of, "role": given.title or given.get_role_display()}
            )
            return redirect("roles-of", pk=of.pk)
    return _show_roles(request, of, form)


def _show_roles(request: HttpRequest, of: Person, form: GiveRoleForm) -> HttpResponse:
    person = _person(request)
    held = list(queries.positions_here(person, of))
    account = getattr(of, "account", None)
    context = {
        "of": of,
        "form": form,
        "account": account,
        "sessions": list(open_sessions(account.pk)) if account else [],
        "why_not_sign_out": check_sign_out_person.why_not(person, account) if account else "",
        "present": [(p, permissions.check_end_role.why_not(person, p)) for p in held if not _is_over(p)],
        "over": [p for p in held if _is_over(p)],
        "today": clock.today(),
    }
    return render(request, "accounts/giving/roles_of.html", context, status=422 if form.errors else 200)


@page(permission=permissions.check_see_own_loans)
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a role, or a loan. Back to where the button stood."""
    person = _person(request)
    position = Position.objects.filter(pk=pk, community=person.community_id).select_related("person").first()
    if position is None:
        raise Http404
    form = EndRoleForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(" ".join(str(error) for error in form.errors["last_day"]))
        actions.end_role(by=person, position=position, last_day=form.cleaned_data["last_day"])
        messages.success(request, _("Rollen er avsluttet."))
    except Refused as no:
        messages.error(request, str(no))
    if request.POST.get("til") == "lan":
        return redirect("delegate")
    return redirect("roles-of", pk=position.person_id)


@page(permission=permissions.check_see_roles)
@require_POST
def sign_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign somebody out everywhere: a lost machine, a person who left."""
    of = _seen(request, pk)
    account = getattr(of, "account", None)
    if account is None:
        raise Http404
    try:
        sign_out_person(by=_person(request), account=account)
        messages.success(request, _("%(name)s er logget ut alle steder.") % {"name": of})
    except Refused as no:
        messages.error(request, str(no))
    return redirect("roles-of", pk=of.pk)


@page(permission=permissions.check_see_own_loans)
def delegate(request: HttpRequest) -> HttpResponse:
    """What I have lent and borrowed; a POST lends the role I act in now."""
    person = _person(request)
    form = DelegateForm(request.POST or None, actor=person)
    if request.method == "POST" and form.is_valid():
        try:
            loan = actions.delegate(by=person, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Rollen er lånt bort til %(name)s.") % {"name": loan.person})
            return redirect("delegate")
    position = Position.objects.get(pk=person.position_id)
    why_not = permissions.check_delegate.why_not(person) or rules.check_may_be_lent.why_not(position)
    context = {
        "form": form,
        "why_not": why_not,
        "loans": list(queries.loans_of(person)),
        "yesterday": clock.today() - timedelta(days=1),
    }
    return render(request, "accounts/giving/delegate.html", context, status=422 if form.errors else 200)


def _is_over(position: Position) -> bool:
    return position.valid_to is not None and position.valid_to <= clock.today()


def _seen(request: HttpRequest, pk: UUID) -> Person:
    found = people_seen_by(_person(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
