"""One's own contact ways and substitutes, and those of a unit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.cards.reaching import PREFETCH, ways_of
from samspill.directory.edits import ChangedMeanwhile
from samspill.directory.keeping import permissions
from samspill.directory.keeping.actions import contact as actions
from samspill.directory.keeping.forms.contact import ContactForms, SubstituteForm
from samspill.directory.keeping.views.sending import keeper, sent
from samspill.directory.models import Person, Position, Substitute, Unit
from samspill.directory.seen import people_seen_by, units_seen_by


@page(permission=permissions.check_keep_self)
def me(request: HttpRequest) -> HttpResponse:
    """My own sheet; an administrator comes here for others with `?person=`."""
    of = _whom(request)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    contact = ContactForms(of, request.POST if what == "contact" else None)
    substitute = substitute_form(request, of, what)
    if what == "contact" and _kept(contact, lambda: _keep_person(request, of, contact)):
        messages.success(request, _("Opplysningene er lagret."))
        return redirect(request.get_full_path())
    if what == "substitute" and substitute is not None and _substituted(request, substitute):
        messages.success(request, _("Vikaren er lagret."))
        return redirect(request.get_full_path())
    shown = {
        "of": of,
        "mine": of.pk == permissions.own_person_id(keeper(request)),
        "contact": contact,
        "stored": _stored(contact),
        "substitute": substitute,
        "substitutes": _substitutes(request, of),
    }
    return render(request, "directory/keeping/person_contact.html", shown, status=422 if what else 200)


def _whom(request: HttpRequest) -> Person:
    own = permissions.own_person_id(keeper(request))
    try:
        asked = UUID(request.GET["person"]) if request.GET.get("person") else own
    except ValueError:
        raise Http404 from None
    found = people_seen_by(keeper(request)).filter(pk=asked or UUID(int=0)).prefetch_related(*PREFETCH).first()
    if found is None:
        raise Http404
    permissions.check_keep_own(keeper(request), found)
    return found


def _keep_person(request: HttpRequest, of: Person, contact: ContactForms) -> Any:
    return actions.keep_person_contact(by=keeper(request), of=of, sheet=contact.sheet, seen=contact.seen)


def _kept(contact: ContactForms, do: Any) -> bool:
    if not contact.is_valid():
        return False
    try:
        do()
    except ChangedMeanwhile as no:
        contact.changed_meanwhile(str(no))
    except Refused as no:
        contact.form.add_error(None, str(no))
    return not contact.form.errors


def _stored(contact: ContactForms) -> list[Any]:
    """What is stored now, to be compared with what was typed; only when somebody else was first."""
    if not contact.is_newer:
        return []
    return ways_of(type(contact.whose)._default_manager.get(pk=contact.whose.pk))


def substitute_form(request: HttpRequest, of: Person, what: str) -> SubstituteForm | None:
    """None for somebody without a role to stand in for."""
    held = list(
        Position.objects.on(clock.today())
        .filter(person=of, community=keeper(request).community_id, on_behalf_of=None)
        .select_related("unit")
        .order_by("valid_from", "pk")
    )
    if not held:
        return None
    data = request.POST if what == "substitute" else None
    return SubstituteForm(
        data,
        positions=held,
        community=keeper(request).community_id,
        prefix="vikar",
        initial={"valid_from": clock.today()},
    )


def _substituted(request: HttpRequest, form: SubstituteForm) -> bool:
    if not form.is_valid():
        return False
    answers = form.cleaned_data
    done = sent(
        form,
        lambda: actions.set_substitute(
            by=keeper(request),
            position=answers["position"],
            substitute=answers["substitute"],
            first=answers["valid_from"],
            until=answers["valid_to"],
            note=answers["note"],
        ),
    )
    return done is not None


def _substitutes(request: HttpRequest, of: Person) -> list[Substitute]:
    """Those who stand in now or will; not what is over."""
    rows = Substitute.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=clock.today()),
        position__person=of,
        position__community=keeper(request).community_id,
    )
    return list(rows.select_related("by", "position__unit").order_by("valid_from"))


@page(permission=permissions.check_keep_self)
@require_POST
def end_substitute(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = (
        Substitute.objects.filter(pk=pk, position__community=keeper(request).community_id)
        .select_related("position__person")
        .first()
    )
    if row is None:
        raise Http404
    actions.end_substitute(by=keeper(request), position=row.position, substitute=row)
    messages.success(request, _("Vikaren er avsluttet."))
    own = row.position.person_id == permissions.own_person_id(keeper(request))
    return redirect("keep-me") if own else redirect(f"/forvaltning/meg?person={row.position.person_id}")


@page(permission=permissions.check_keep_units)
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _unit(request, pk)
    contact = ContactForms(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and _kept(contact, lambda: _keep_unit(request, found, contact)):
        messages.success(request, _("Opplysningene er lagret."))
        return redirect("unit-card", pk=found.pk)
    shown = {"unit": found, "contact": contact, "stored": _stored(contact)}
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/keeping/unit_contact.html", shown, status=status)


def _keep_unit(request: HttpRequest, found: Unit, contact: ContactForms) -> Any:
    return actions.keep_unit_contact(by=keeper(request), unit=found, sheet=contact.sheet, seen=contact.seen)


def _unit(request: HttpRequest, pk: UUID) -> Unit:
    found = units_seen_by(keeper(request)).filter(pk=pk).prefetch_related(*PREFETCH).first()
    if found is None:
        raise Http404
    permissions.check_keep_unit_contact(keeper(request), found)
    return found
