"""The messages of a stay as items of its timeline: which, from or to whom, and whether it was delivered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samspill.apps.discharge.models import OutgoingMessage, ReceivedMessage, Stay


def message_items(stay: Stay) -> Iterator[dict[str, Any]]:
    rows = ReceivedMessage.objects.filter(stay=stay).exclude(outcome="rejected").defer("body", "receipt")
    for received in rows:
        yield {
            "at": received.received_at,
            "title": _("Melding mottatt: %(type)s") % {"type": received.type},
            "text": f"{received.sender_name} · {received.get_outcome_display()}",
            "tone": "broken" if received.outcome == "failed" else "neutral",
            "icon": "EnvelopeClosed",
        }
    for sent in OutgoingMessage.objects.filter(stay=stay).defer("body"):
        yield {
            "at": sent.written_at,
            "title": _("Melding sendt: %(type)s") % {"type": sent.type},
            "text": f"{sent.to_name} · {_('levert') if sent.delivered_at else _('ligger i utboksen')}",
            "tone": "neutral" if sent.delivered_at else "waiting",
            "icon": "EnvelopeClosed",
        }
