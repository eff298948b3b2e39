"""The rows behind quiet notices: what was told, what each person has chosen, and the letters that went by e-mail."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samspill.core.notices.kinds import KINDS, How


class LetterState(models.TextChoices):
    """WAITING: to be tried at `next_try`. UNSURE: whoever sent it stopped midway, so it may have gone."""

    WAITING = "waiting", _("Venter")
    SENDING = "sending", _("Sendes nå")
    SENT = "sent", _("Sendt")
    HUSHED = "hushed", _("Ikke sendt: alt var sett")
    BOUNCED = "bounced", _("Adressen tar ikke imot")
    GIVEN_UP = "given_up", _("Gitt opp etter flere forsøk")
    UNSURE = "unsure", _("Avbrutt under sending")


class Sending(models.Model):
    """Something to be sent by e-mail, and how that goes. `fault` is our own word for what went wrong."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.UUIDField(db_index=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.WAITING)
    next_try = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Letter(Sending):
    """One e-mail to one person: one notice, or the digest of several."""

    account = models.UUIDField()

    class Meta:
        app_label = "core"
        indexes = [models.Index(fields=["state", "next_try"])]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: Any) -> Self:
        """A person's own, of the community they act in now."""
        account = getattr(person, "account_id", None)  # a machine has none
        if not person.signed_in or account is None:
            return self.none()
        return self.filter(account=account, community=person.community_id)

    def unseen(self) -> Self:
        return self.filter(seen_at=None)


class Notice(models.Model):
    """One thing told to one account.

    about       "kind:id" of a reference, or empty
    occasion    what happened to it this time; with account, kind and about it makes the notice one of its kind
    text        the source text of the sentence, filled with `values`; said in the language of whoever reads it
    mail_from   from when it may go by e-mail; empty when it shall not, or did
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.UUIDField()
    account = models.UUIDField()
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=120, blank=True)
    occasion = models.CharField(max_length=160, blank=True)
    text = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mail_from = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        app_label = "core"
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "about", "occasion"], name="never_two_for_the_same")
        ]
        indexes = [
            models.Index(fields=["account", "community", "seen_at"]),
            models.Index(fields=["mail_from"], condition=models.Q(mail_from__isnull=False), name="notices_to_mail"),
        ]

    @property
    def sentence(self) -> str:
        return gettext(self.text) % self.values if self.values else gettext(self.text)

    @property
    def label(self) -> str:
        known = KINDS.get(self.kind)
        return str(known.label) if known else gettext("Varsel")


class NoticeChoice(models.Model):
    """What one account has chosen for one kind; without a row the kind's own standard holds."""

    account = models.UUIDField()
    kind = models.CharField(max_length=60)
    how = models.CharField(max_length=10, choices=How)

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="one_choice_a_kind")]
