"""Where an account is, and was, signed in; the tries that failed; and what somebody was writing when time ran out.

The key of a session is never stored: only its keyed hash, so whoever reads the database or a backup cannot step into
somebody's session.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.encryption import EncryptedJSON


class WhyEnded(models.TextChoices):
    SIGNED_OUT = "signed_out", _("logget ut")
    ENDED_BY_SELF = "ended_by_self", _("avsluttet av deg fra et annet sted")
    ENDED_BY_OTHER = "ended_by_other", _("avsluttet av administrator")
    IDLE = "idle", _("stille for lenge")
    TOO_LONG = "too_long", _("varte for lenge")
    TOO_MANY = "too_many", _("logget inn for mange steder")
    ROLE_CHANGED = "role_changed", _("rollen gjaldt ikke lenger")
    ACCOUNT_CLOSED = "account_closed", _("kontoen ble stengt")


class AccountSession(models.Model):
    """One sign-in, from beginning to end. `last_active` is written at most once a minute."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="sessions")
    key_hash = models.CharField(max_length=40, unique=True)
    signed_in_at = models.DateTimeField()
    last_active = models.DateTimeField()
    method = models.CharField(max_length=30)
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    ended_at = models.DateTimeField(null=True, db_index=True)
    why_ended = models.CharField(max_length=20, blank=True, choices=WhyEnded)

    class Meta:
        indexes = [models.Index(fields=["account", "ended_at"])]

    def __str__(self) -> str:
        return f"session {self.pk}"


class SignInAttempt(models.Model):
    """Somebody tried to sign in. `address` is a keyed hash: it tells that two came from one place, not which."""

    at = models.DateTimeField(db_index=True)
    method = models.CharField(max_length=30)
    succeeded = models.BooleanField()
    reason = models.CharField(max_length=60, blank=True)  # a code, never what the person typed
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.SET_NULL, related_name="attempts")
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=64, blank=True)


class Draft(models.Model):
    """What somebody had typed on a page when they were signed out: theirs alone, encrypted, and kept for a day."""

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="drafts")
    page = models.CharField(max_length=300)
    body = EncryptedJSON()
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "page"], name="one_draft_a_page")]
