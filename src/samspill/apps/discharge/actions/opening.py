"""Looking at a message as it came. It may name a patient, so it leaves a trace."""

from __future__ import annotations

from typing import Any

from samspill.apps.discharge import permissions
from samspill.apps.discharge.models import ReceivedMessage
from samspill.core.deeds import deed


@deed("messages.open_body", permission=permissions.check_open_body)
def open_body(*, by: Any, received: ReceivedMessage) -> ReceivedMessage:
    """The message, for a person to read its bytes. Raises Refused."""
    return received
