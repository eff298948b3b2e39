"""Signing out in both places: at the provider when somebody signs out here, and here when they did so there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from samspill.accounts.models import AccountSession, ProviderSession, SeenLogout, WhyEnded
from samspill.accounts.oidc import attempts, metadata, tokens
from samspill.accounts.oidc.faults import Stopped, Untrusted
from samspill.accounts.oidc.flow import Completed
from samspill.accounts.oidc.matching import subject_index
from samspill.accounts.oidc.provider import Provider, by_name
from samspill.accounts.sessions import ending
from samspill.accounts.sessions.store import hash_of
from samspill.core import audit, clock
from samspill.core.doer import Machine
from samspill.core.encryption import index_of

KEPT = timedelta(hours=2)  # longer than any logout token is believed
PROVIDER = Machine("sign-in provider", frozenset())
_SALT = "samspill.signed-out"


@dataclass(frozen=True)
class Farewell:
    """The form that signs the person out at the provider."""

    label: str
    address: str
    method: str
    fields: dict[str, str]

    @property
    def where(self) -> str:
        """Where the page's policy must let the form go. The provider may send it onwards, always encrypted."""
        parts = urlsplit(self.address)
        return "https:" if parts.scheme == "https" else f"{parts.scheme}://{parts.netloc}"


def vouch(request: HttpRequest, provider: Provider, done: Completed) -> None:
    """Note which provider stands behind the session that has just begun."""
    ProviderSession.objects.create(
        session=AccountSession.objects.get(key_hash=hash_of(request.session.session_key or "")),
        provider=provider.name,
        issuer=provider.issuer,
        subject=subject_index(provider.issuer, done.subject),
        sid=_sid_index(provider, done.sid) if done.sid else "",
        id_token=None if provider.logout == "get" else done.id_token.encode(),
    )


def vouched(request: HttpRequest) -> ProviderSession | None:
    """Which provider stands behind this session: asked before it ends. The token is forgotten where it lies."""
    key = request.session.session_key
    row = (
        ProviderSession.objects.filter(session__key_hash=hash_of(key), session__ended_at=None).first() if key else None
    )
    if row:
        ProviderSession.objects.filter(pk=row.pk).update(id_token=None)
    return row


def farewell(ended: ProviderSession, providers: tuple[Provider, ...], back: str) -> Farewell | None:
    """How to sign out at the provider too; None where that cannot be. `back`: our own address to return to."""
    provider = by_name(providers, ended.provider)
    try:
        address = metadata.metadata(provider).get("end_session_endpoint") if provider else None
    except Stopped:
        return None
    if provider is None or not address:
        return None
    fields = {
        # The token names the person: it goes in a form, or in an address only where the provider takes nothing else.
        "id_token_hint": bytes(ended.id_token).decode() if ended.id_token else "",
        "client_id": provider.client_id,
        "post_logout_redirect_uri": back,
        "state": signing.dumps(provider.name, salt=_SALT),
    }
    method = "post" if provider.logout == "post" else "get"
    return Farewell(provider.label, address, method, {name: value for name, value in fields.items() if value})


def came_back_from(state: str, providers: tuple[Provider, ...]) -> Provider | None:
    """The provider that a person was sent to by `farewell`, when the state is ours and fresh."""
    try:
        return by_name(providers, signing.loads(state, salt=_SALT, max_age=attempts.LIFE))
    except signing.BadSignature:
        return None


def end_by_provider(provider: Provider, logout_token: str) -> int:
    """Obey a logout token: end every session of ours that it names; the number. Raises Stopped."""
    claims = tokens.check_logout_token(provider, metadata.metadata(provider), logout_token)
    with transaction.atomic():
        _once(provider, claims)
        sessions = AccountSession.objects.filter(
            ended_at=None, pk__in=_named(provider, claims).values_list("session", flat=True)
        )
        for session in sessions:
            audit.record(by=PROVIDER, deed="accounts.sign_out_by_provider", about=session)
        _named(provider, claims).update(id_token=None)
        return ending.end(sessions, WhyEnded.SIGNED_OUT)


def _named(provider: Provider, claims: dict[str, Any]) -> Any:
    """The provider's sessions that the token is about: that one, or all of the person's."""
    rows = ProviderSession.objects.filter(issuer=provider.issuer)
    if "sub" in claims:
        rows = rows.filter(subject=subject_index(provider.issuer, claims["sub"]))
    if "sid" in claims:
        rows = rows.filter(sid=_sid_index(provider, claims["sid"]))
    return rows


def _once(provider: Provider, claims: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            SeenLogout.objects.create(jti=index_of("logout", provider.issuer, claims["jti"]), at=clock.now())
    except IntegrityError:
        raise Untrusted("the logout token was used before") from None


def _sid_index(provider: Provider, sid: str) -> str:
    return index_of("sign-in session", provider.issuer, sid)


def forget_old() -> None:
    """Attempts nobody came back from, logout tokens too old to be believed, ID tokens of sessions that have ended."""
    attempts.forget_old()
    SeenLogout.objects.filter(at__lt=clock.now() - KEPT).delete()
    ProviderSession.objects.exclude(session__ended_at=None).exclude(id_token=None).update(id_token=None)
