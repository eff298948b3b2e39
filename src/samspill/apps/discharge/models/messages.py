"""Messages as they came and as they went. The bytes are kept whole, encrypted: nothing that arrives is ever lost."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.models.patients import Patient
from samspill.apps.discharge.models.stays import Stay
from samspill.core.encryption import EncryptedBytes
from samspill.core.walls import Walled
from samspill.directory.models import Community


class Outcome(models.TextChoices):
    """What became of a message. All but FAILED were answered with a receipt."""

    ACCEPTED = "accepted", _("Tatt inn")
    DUPLICATE = "duplicate", _("Kommet før")
    UNCLEAR = "unclear", _("Må leses av en person")  # accepted, but a person must say what it means
    REJECTED = "rejected", _("Avvist")
    FAILED = "failed", _("Feilet hos oss")


class ReceivedMessage(models.Model):
    """The inbox. `error` is the sentence sent back; it holds nothing of the patient."""

    # A message that could not be placed is shown, by its head, to the system administrators of every community.
    wall = Walled(of_nobody="seen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, null=True, on_delete=models.PROTECT)
    received_at = models.DateTimeField(db_index=True)
    channel = models.CharField(max_length=20)  # file, api, retry
    body = EncryptedBytes()
    digest = models.CharField(max_length=64)
    message_id = models.CharField(max_length=100, blank=True, db_index=True)
    type = models.CharField(max_length=40, blank=True)
    generated_at = models.DateTimeField(null=True)
    sender_her = models.CharField(max_length=40, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    receiver_name = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    error_code = models.CharField(max_length=10, blank=True)
    error = models.CharField(max_length=500, blank=True)
    receipt = EncryptedBytes(null=True)
    # When the receipt was handed over; empty while it waits, or when there is nobody to send it to.
    receipt_due = models.BooleanField(default=False)
    receipt_delivered_at = models.DateTimeField(null=True)
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, null=True, on_delete=models.PROTECT, related_name="messages")
    # The later try that went better, when a person asked for one.
    settled_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender_her", "message_id"],
                condition=Q(outcome__in=["accepted", "unclear"]),
                name="a_message_is_taken_in_once",
            )
        ]
        indexes = [
            models.Index(fields=["outcome", "received_at"]),
            models.Index(fields=["received_at"], condition=Q(receipt_due=True), name="receipts_to_deliver"),
        ]

    def __str__(self) -> str:
        return f"received message {self.pk}"


class OutgoingMessage(models.Model):
    """The outbox: written in the transaction of what it tells, delivered afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, null=True, on_delete=models.PROTECT)
    type = models.CharField(max_length=40)
    to_name = models.CharField(max_length=200, blank=True)
    body = EncryptedBytes()
    stay = models.ForeignKey(Stay, null=True, on_delete=models.PROTECT, related_name="sent_messages")
    written_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"outgoing message {self.pk}"
