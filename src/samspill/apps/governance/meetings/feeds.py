"""An address that calendar programs read: the random id of a row, and its community, signed. See decision 8.

Behind it lie meetings of the body, or of all bodies that the person sits in: name, time, place, whether cancelled.
No agenda, no case and no colleague. It stops with the position.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

from samspill.apps.governance.models import Body, Meeting, MeetingFeed, Tenure
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Position

KEPT_AFTER = timedelta(days=90)
_signer = Signer(salt="samspill.governance.feed", sep=".")


@answers_twice
def check_subscribe(person: Any) -> None:
    if not person.may("governance.look") or not person.signed_in:
        raise Refused(_not_signed_in())


def _not_signed_in() -> Any:
    from samspill.apps.governance.permissions import ELSEWHERE

    return ELSEWHERE


@answers_twice
def check_subscribe_to(person: Any, body: Body | None) -> None:
    check_subscribe(person)
    if body is not None and body.community_id != person.community_id:
        raise Refused(_not_signed_in())


@deed("governance.make_feed", permission=check_subscribe_to)
def make_feed(*, by: Any, body: Body | None) -> MeetingFeed:
    """A new address; the old one of the same body stops."""
    MeetingFeed.objects.filter(position=by.position_id, body=body).delete()
    return MeetingFeed.objects.create(community_id=by.community_id, position_id=by.position_id, body=body)


def token_of(feed: MeetingFeed) -> str:
    return _signer.sign(f"{feed.community_id.hex}-{feed.pk.hex}")


def community_in(token: str) -> UUID | None:
    """Whose meetings the token is about; None for what we have not signed."""
    named = _read(token)
    return named[0] if named else None


def feed_behind(token: str) -> MeetingFeed | None:
    """The feed that the token opens today; None for every other token, without a difference."""
    named = _read(token)
    if named is None:
        return None
    today = clock.today()
    held = Position.objects.on(today).filter(Q(on_behalf_of=None) | Q(on_behalf_of__in=Position.objects.on(today)))
    rows = MeetingFeed.objects.select_related("community", "position", "body").filter(position__in=held)
    return rows.filter(community=named[0], pk=named[1]).first()


def _read(token: str) -> tuple[UUID, UUID] | None:
    try:
        community, _dash, feed = _signer.unsign(token).partition("-")
        return UUID(hex=community), UUID(hex=feed)
    except (BadSignature, ValueError):
        return None


def meetings_of(feed: MeetingFeed) -> QuerySet[Meeting]:
    """Those of the body, or of every body where the person holds a seat or is the alternate."""
    rows = Meeting.objects.filter(community=feed.community_id, ends__gte=clock.now() - KEPT_AFTER).select_related(
        "body"
    )
    if feed.body_id:
        return rows.filter(body=feed.body_id)
    who = feed.position.person_id
    sits = Tenure.objects.on(clock.today()).filter(Q(holder=who) | Q(alternate=who))
    return rows.filter(body__in=sits.values("seat__body"))
