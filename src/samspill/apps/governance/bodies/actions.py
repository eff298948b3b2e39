"""Every write to bodies, seats and mandates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.models import Body, Leading, Mandate, Seat, Tenure
from samspill.apps.governance.permissions import check_keep, check_keep_body
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.edits import check_not_changed_since, differing, locked
from samspill.directory.models import Person, Unit


@deed("governance.make_body", permission=check_keep)
def make_body(*, by: Any, key: UUID, values: Mapping[str, Any]) -> Body:
    """A new body with the id `key`. Raises Refused; IntegrityError when the same form was sent twice."""
    _check_names_and_line(by.community_id, key, values)
    body = Body(pk=key, community_id=by.community_id, **values)
    body.save(force_insert=True)
    return body


@deed("governance.change_body", permission=check_keep_body)
def change_body(*, by: Any, body: Body, values: Mapping[str, Any], seen: str) -> Body:
    """Raises Refused; ChangedMeanwhile when somebody else saved in the meantime."""
    now = locked(body)
    changed = differing(now, values)
    if not changed:
        return now
    check_not_changed_since(now, seen)
    _check_names_and_line(by.community_id, now.pk, values)
    for name in changed:
        setattr(now, name, values[name])
    now.save()
    return now


def _check_names_and_line(community: UUID, key: UUID, values: Mapping[str, Any]) -> None:
    parent = values.get("parent_id")
    if parent and not Body.objects.filter(pk=parent, community=community).exists():
        raise Refused(_("Organet over finnes ikke i helsefellesskapet ditt."))
    line = {key}
    while parent:
        if parent in line:
            raise Refused(_("Et organ kan ikke styres av seg selv, heller ikke gjennom andre."))
        line.add(parent)
        parent = Body.objects.filter(pk=parent).values_list("parent", flat=True).first()
    namesakes = Body.objects.filter(community=community, short_name=values.get("short_name")).exclude(pk=key)
    if namesakes.exists():
        raise Refused(_("Et annet organ har dette kortnavnet."))


@deed("governance.add_seat", permission=check_keep_body)
def add_seat(*, by: Any, body: Body, side: str, title: str, unit: Unit | None, since: date | None) -> Seat:
    held = locked(body)
    order = held.seats.count() + 1
    return Seat.objects.create(body=held, side=side, title=title, unit=unit, valid_from=since, order=order)


@deed("governance.end_seat", permission=check_keep_body)
def end_seat(*, by: Any, body: Body, seat: Seat, after: date) -> Seat:
    """The seat is no more from the day `after`, and nobody sits in it then. Raises Refused."""
    _check_of(body, seat)
    row = locked(seat)
    row.valid_to = after
    row.save()
    row.tenures.filter(Q(valid_to=None) | Q(valid_to__gt=after)).update(valid_to=after)
    row.leadings.filter(Q(valid_to=None) | Q(valid_to__gt=after)).update(valid_to=after)
    return row


@deed("governance.appoint", permission=check_keep_body)
def appoint(
    *,
    by: Any,
    body: Body,
    seat: Seat,
    holder: Person,
    alternate: Person | None = None,
    appointed_by: Unit | None = None,
    first: date | None = None,
    after: date | None = None,
) -> Tenure:
    """Somebody sits in the seat from the day `first` until the day before `after`. Whoever sat there then, leaves.

    Raises Refused. The same twice stands once.
    """
    _check_of(body, seat)
    locked(body)
    if alternate and alternate.pk == holder.pk:
        raise Refused(_("Ingen kan være vara for seg selv."))
    if first and after and after <= first:
        raise Refused(_("Siste dag må være samme dag som den første, eller senere."))
    same: Tenure | None = Tenure.objects.filter(seat=seat, holder=holder, valid_from=first).first()
    if same:
        same.alternate, same.valid_to, same.appointed_by = alternate, after, appointed_by
        same.save()
        return same
    _make_room(seat, first, after)
    return Tenure.objects.create(
        seat=seat, holder=holder, alternate=alternate, appointed_by=appointed_by, valid_from=first, valid_to=after
    )


def _make_room(seat: Seat, first: date | None, after: date | None) -> None:
    """Terms that are under way end when the new one begins; one that begins later must be ended by a person first."""
    overlapping = seat.tenures.all()
    if first:
        overlapping = overlapping.filter(Q(valid_to=None) | Q(valid_to__gt=first))
    if after:
        overlapping = overlapping.filter(Q(valid_from=None) | Q(valid_from__lt=after))
    for term in overlapping:
        if first is None or (term.valid_from and term.valid_from >= first):
            raise Refused(_("%(name)s er alt oppnevnt i dette setet i perioden."), name=str(term.holder))
        term.valid_to = first
        term.save()


@deed("governance.end_tenure", permission=check_keep_body)
def end_tenure(*, by: Any, body: Body, tenure: Tenure, after: date) -> Tenure:
    """Raises Refused when the tenure is not in the body, or ends before it began."""
    _check_of(body, tenure.seat)
    row = locked(tenure)
    if row.valid_from and after <= row.valid_from:
        raise Refused(_("Vervet kan ikke slutte før det begynte."))
    row.valid_to = after
    row.save()
    return row


@deed("governance.elect_leader", permission=check_keep_body)
def elect_leader(*, by: Any, body: Body, seat: Seat, first: date, after: date | None) -> Leading:
    """The seat leads from `first`. Whoever led until then stops; the same twice stands once. Raises Refused."""
    _check_of(body, seat)
    held = locked(body)
    if after and after <= first:
        raise Refused(_("Siste dag må være samme dag som den første, eller senere."))
    row, new = Leading.objects.get_or_create(body=held, seat=seat, valid_from=first, defaults={"valid_to": after})
    others = held.leadings.exclude(pk=row.pk)
    if new and others.filter(valid_from__gte=first).exists():
        raise Refused(_("Det er alt valgt en leder som begynner senere."))
    others.filter(Q(valid_to=None) | Q(valid_to__gt=first)).update(valid_to=first)
    return row


@deed("governance.give_mandate", permission=check_keep_body)
def give_mandate(*, by: Any, body: Body, values: Mapping[str, Any]) -> Mandate:
    """A new mandate; the older ones stay as history. values: given_by_id, given_on, aim, deliverables, deadline."""
    giver = values.get("given_by_id")
    if giver and not Body.objects.filter(pk=giver, community=body.community_id).exists():
        raise Refused(_("Organet som ga mandatet, finnes ikke i helsefellesskapet ditt."))
    row, _new = Mandate.objects.get_or_create(body=body, **values)
    return row


@deed("governance.mandate_delivered", permission=check_keep_body)
def mandate_delivered(*, by: Any, body: Body, on: date) -> Mandate:
    """The newest mandate is answered. Raises Refused when there is none."""
    row = body.mandates.first()
    if row is None:
        raise Refused(_("Organet har ikke noe mandat."))
    row.delivered_on = row.delivered_on or on
    row.save()
    return row


def _check_of(body: Body, seat: Seat) -> None:
    if seat.body_id != body.pk:
        raise Refused(_("Setet hører ikke til dette organet."))
