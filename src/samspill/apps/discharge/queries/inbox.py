"""The inbox as a system administrator sees it: their own community's messages, and those that nobody could place."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from samspill.apps.discharge.models import ReceivedMessage
from samspill.apps.discharge.models.messages import Outcome

STUCK = [Outcome.REJECTED, Outcome.FAILED, Outcome.UNCLEAR]


def messages_seen_by(person: Any, *, only_stuck: bool) -> QuerySet[ReceivedMessage]:
    """Newest first, without the bytes."""
    if not person.may("messages.see_inbox"):
        return ReceivedMessage.objects.none()
    rows = ReceivedMessage.objects.filter(Q(community=person.community_id) | Q(community=None))
    if only_stuck:
        rows = rows.filter(outcome__in=STUCK, settled_by=None)
    return rows.defer("body", "receipt").order_by("-received_at")
