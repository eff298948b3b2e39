"""How a proved person is known, and what is kept of sign-ins. No identity number and no subject lies here in clear:
only keyed indexes of them, by which a number can be found but not read."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from samspill.accounts.models.account import Account
from samspill.core.encryption import EncryptedBytes, EncryptedJSON

INDEX = 64  # characters of a keyed index


class SignInIdentity(models.Model):
    """This account belongs to whoever proves this.

    Without issuer: entered beforehand by an administrator, by identity number, HPR number, or both.
    With issuer: made when the person first signed in there; from then on the subject is who they are.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=INDEX, blank=True)
    pid_index = models.CharField(max_length=INDEX, blank=True)
    hpr_index = models.CharField(max_length=INDEX, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=~Q(issuer=""), name="one_account_per_subject"
            ),
            models.UniqueConstraint(fields=["account"], condition=Q(issuer=""), name="entered_once_per_account"),
            models.UniqueConstraint(
                fields=["pid_index"], condition=Q(issuer="") & ~Q(pid_index=""), name="one_account_per_number"
            ),
            models.UniqueConstraint(
                fields=["hpr_index"], condition=Q(issuer="") & ~Q(hpr_index=""), name="one_account_per_hpr_number"
            ),
        ]


class BegunSignIn(models.Model):
    """A sign-in that has begun: found by its state, of one browser, used once, gone after some minutes."""

    state = models.CharField(max_length=INDEX, primary_key=True)  # keyed index
    browser = models.CharField(max_length=INDEX)  # keyed index of the browser's cookie
    provider = models.CharField(max_length=40)
    contents = EncryptedJSON()  # nonce, verifier, DPoP key, where to go after
    expires_at = models.DateTimeField(db_index=True)


class ProviderSession(models.Model):
    """What a provider that vouched for one of our sessions calls it, so that either can end it for both."""

    session = models.OneToOneField(
        "accounts.AccountSession", primary_key=True, on_delete=models.CASCADE, related_name="vouched_for"
    )
    provider = models.CharField(max_length=40)
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=INDEX, db_index=True)  # keyed index
    sid = models.CharField(max_length=INDEX, blank=True)  # keyed index of the provider's name for its session
    id_token = EncryptedBytes(null=True)  # to sign out at the provider with; gone when the session has ended


class SeenLogout(models.Model):
    """A logout token that was obeyed, so that it is not obeyed twice."""

    jti = models.CharField(max_length=INDEX, primary_key=True)  # keyed index of issuer and jti
    at = models.DateTimeField(db_index=True)
