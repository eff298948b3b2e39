"""How long it is remembered where somebody was signed in, and which tries failed."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import AccountSession, SignInAttempt, WhyEnded
from samspill.accounts.sessions import drafts
from samspill.accounts.sessions.ending import end
from samspill.core import clock, retention
from samspill.core.retention import Cutoffs, Kind


def close_what_is_over() -> int:
    """Sessions that ran out without anybody asking: their rows are closed, their contents thrown away."""
    from django.conf import settings

    limits, now = settings.SESSION_LIMITS, clock.now()
    still_open = AccountSession.objects.filter(ended_at=None)
    ended = end(still_open.filter(signed_in_at__lte=now - limits.whole), WhyEnded.TOO_LONG)
    ended += end(still_open.filter(last_active__lte=now - limits.idle), WhyEnded.IDLE)
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return ended + drafts.forget_old()


def _forget_sessions(cutoffs: Cutoffs) -> int:
    return AccountSession.objects.filter(ended_at__lt=cutoffs.for_nobody).delete()[0]


def _forget_attempts(cutoffs: Cutoffs) -> int:
    return SignInAttempt.objects.filter(at__lt=cutoffs.for_nobody).delete()[0]


def register() -> None:
    law = _(
        "Sikkerhetslogg; virksomhetens egen vurdering (personvernforordningen art. 5 og 32). Ikke lengre enn nødvendig."
    )
    retention.register(
        Kind(
            name="sessions",
            label=_("Innlogginger som er avsluttet"),
            what_goes=_("Hvor og når en ansatt var logget inn."),
            law=law,
            confirmed=False,
            standard=365,
            lowest=30,
            highest=3 * 365,
            remove=_forget_sessions,
        )
    )
    retention.register(
        Kind(
            name="sign_in_attempts",
            label=_("Forsøk på å logge inn"),
            what_goes=_("Når noen forsøkte å logge inn, hvordan, og om det gikk."),
            law=law,
            confirmed=False,
            standard=365,
            lowest=90,
            highest=3 * 365,
            remove=_forget_attempts,
        )
    )
