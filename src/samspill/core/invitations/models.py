"""One invitee of one meeting, with what was last asked to be sent and how that went."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import models

from samspill.core.invitations.calendar import Occasion
from samspill.core.notices.models import Sending


class InvitationLetter(Sending):
    """account: of whoever has one here; address: of whoever has not. guest: the one of the two that is not empty.

    what            the occasion as it is to be sent; nothing of a patient
    cancel          the invitee is to hear that it is off, or that they are no longer asked
    sent_sequence   of what went last; empty before anything did
    """

    uid = models.CharField(max_length=80)
    guest = models.CharField(max_length=254)
    account = models.UUIDField(null=True)
    address = models.EmailField(blank=True)
    what = models.JSONField()
    cancel = models.BooleanField(default=False)
    sent_sequence = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "core"
        constraints = [
            models.UniqueConstraint(fields=["uid", "guest"], name="one_invitation_a_guest"),
        ]
        indexes = [models.Index(fields=["state", "next_try"], name="invitations_to_send")]

    @property
    def occasion(self) -> Occasion:
        what: dict[str, Any] = dict(self.what)
        times = {name: datetime.fromisoformat(what[name]) for name in ("changed_at", "starts", "ends")}
        return Occasion(**{**what, **times, "lines": tuple(what["lines"])})


def written(occasion: Occasion) -> dict[str, Any]:
    """The occasion as it lies in `what`."""
    plain = asdict(occasion)
    times = {name: plain[name].isoformat() for name in ("changed_at", "starts", "ends")}
    return {**plain, **times, "lines": list(occasion.lines)}
