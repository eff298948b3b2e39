"""Every write to the representatives' records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.edits import check_not_changed_since, differing, locked
from samspill.directory.models import FeeAgreement, Representation, Support, Unit
from samspill.directory.representation import permissions


@deed("representation.register", permission=permissions.check_keep)
def register(*, by: Any, key: UUID, values: Mapping[str, Any]) -> Representation:
    """A new record with the id `key`. Raises IntegrityError when it is there already: the form was sent twice."""
    row = Representation(pk=key, community_id=by.community_id, **values)
    row.save(force_insert=True)
    return row


@deed("representation.change", permission=permissions.check_keep_record)
def change(*, by: Any, record: Representation, values: Mapping[str, Any], seen: str) -> Representation:
    """Raises ChangedMeanwhile when somebody else saved something else in the meantime."""
    now = locked(record)
    changed = differing(now, values)
    if not changed:
        return now  # a double click
    check_not_changed_since(now, seen)
    for name in changed:
        setattr(now, name, values[name])
    now.save()
    return now


@deed("representation.add_support", permission=permissions.check_keep_record)
def add_support(
    *, by: Any, record: Representation, kind: str, what: str, agreed_on: date | None, given_on: date | None
) -> Representation:
    """Training or practical support that was agreed, given, or both. The same twice stands once."""
    now = locked(record)
    now.support.get_or_create(kind=kind, what=what, agreed_on=agreed_on, given_on=given_on)
    return now


@deed("representation.support_given", permission=permissions.check_keep_record)
def support_given(*, by: Any, record: Representation, support: Support, day: date) -> Representation:
    """What was agreed is given on that day. Raises Refused."""
    now = locked(record)
    row = locked(support)
    if row.representation_id != now.pk:
        raise Refused(_("Støtten hører ikke til denne representanten."))
    if row.given_on is None:
        row.given_on = day
        row.save()
    return now


@deed("representation.add_fee", permission=permissions.check_keep_record)
def add_fee(*, by: Any, record: Representation, payer: Unit, values: Mapping[str, Any]) -> Representation:
    """values: amount in øre, per, covers, valid_from, valid_to. The same twice stands once."""
    now = locked(record)
    now.fees.get_or_create(payer=payer, **values)
    return now


@deed("representation.end_fee", permission=permissions.check_keep_record)
def end_fee(*, by: Any, record: Representation, fee: FeeAgreement) -> Representation:
    """The agreement holds no more, from today. It stays on the page among those that were."""
    now = locked(record)
    row = locked(fee)
    if row.representation_id != now.pk:
        raise Refused(_("Avtalen hører ikke til denne representanten."))
    if row.valid_to is None or row.valid_to > clock.today():
        row.valid_to = clock.today()
        row.save()
    return now
