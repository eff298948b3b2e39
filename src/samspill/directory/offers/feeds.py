"""The community's courses as an address that calendar programs read.

Calendar programs cannot sign in, so the address itself is the key: each person makes their own, for the position they
act in. It is the random id of a row, and the community that it opens, signed with the installation's key: it cannot be
guessed, and whoever reads the database cannot write one either. It stops by itself when the position ends, and when the
person makes a new address or drops it. One that has gone astray is mended by one person, without everybody else's
calendar falling silent: that is why it is not one address for the whole community. Behind it lie courses only: no
patients and no colleagues.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

from samspill.core import clock
from samspill.directory.models import CourseFeed, OfferDate, Position

KEPT_AFTER = timedelta(days=60)  # occasions that are over stay in people's calendars so long
_signer = Signer(salt="samspill.directory.offers.feed", sep=".")


def token_of(feed: CourseFeed) -> str:
    return _signer.sign(f"{feed.community_id.hex}-{feed.pk.hex}")


def feed_of(person: Any) -> CourseFeed | None:
    """The address that the person has, in the position they act in."""
    return CourseFeed.objects.filter(position_id=person.position_id).first()


def community_in(token: str) -> UUID | None:
    """The community whose courses the token is about; None for what we have not signed."""
    named = _read(token)
    return named[0] if named else None


def feed_behind(token: str) -> CourseFeed | None:
    """The feed that the token opens today; None for every other token, without a difference."""
    named = _read(token)
    if named is None:
        return None
    today = clock.today()
    held = Position.objects.on(today).filter(Q(on_behalf_of=None) | Q(on_behalf_of__in=Position.objects.on(today)))
    rows = CourseFeed.objects.select_related("community").filter(position__in=held)
    return rows.filter(community=named[0], pk=named[1]).first()


def _read(token: str) -> tuple[UUID, UUID] | None:
    """(community, feed) as we signed them."""
    try:
        community, _dash, feed = _signer.unsign(token).partition("-")
        return UUID(hex=community), UUID(hex=feed)
    except (BadSignature, ValueError):
        return None


def occasions_of(community: UUID) -> QuerySet[OfferDate]:
    """The community's occasions, cancelled ones too, from a while back."""
    rows = OfferDate.objects.filter(offer__community=community, ends__gte=clock.now() - KEPT_AFTER)
    return rows.select_related("offer__provider").order_by("starts", "pk")
