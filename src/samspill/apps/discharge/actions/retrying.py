"""A person asks for another try of a message that was rejected, or that failed here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge import permissions
from samspill.apps.discharge.actions.receiving import receive
from samspill.apps.discharge.models import Outcome, ReceivedMessage
from samspill.apps.discharge.receiver import RECEIVER
from samspill.core.deeds import deed
from samspill.core.refusal import Refused

MAY_BE_RETRIED = {Outcome.REJECTED, Outcome.FAILED}


@deed("messages.retry", permission=permissions.check_retry)
def retry(*, by: Any, received: ReceivedMessage) -> ReceivedMessage:
    """Take the same bytes in again, as a new row; the old row points to it when it went well. Raises Refused."""
    if received.outcome not in MAY_BE_RETRIED or received.settled_by_id:
        raise Refused(_("Meldingen er allerede tatt inn."))
    again = receive(by=RECEIVER, body=received.body, channel="retry")
    if again.outcome not in MAY_BE_RETRIED:
        received.settled_by = again
        received.save(update_fields=["settled_by"])
    return again
