"""A sign-in that has begun lies encrypted in the database, under its state. It belongs to one browser, lasts ten
minutes, and can be taken once. Several may be under way in the same browser, one in each tab."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from samspill.accounts.models import BegunSignIn
from samspill.accounts.oidc.faults import Expired
from samspill.accounts.oidc.provider import Provider
from samspill.accounts.oidc.signing import new_secret
from samspill.core import clock
from samspill.core.encryption import index_of

LIFE = timedelta(minutes=10)
_SECRET_LENGTH = 43


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What must be known again when the person comes back. dpop_key is a private JWK."""

    nonce: str
    verifier: str
    dpop_key: dict[str, str]
    dpop_nonce: str
    redirect_uri: str
    go_to: str


def cookie_name() -> str:
    # "__Host-" keeps neighbours under the same domain from planting one; browsers take it over https only.
    return "__Host-samspill_sign_in" if settings.SESSION_COOKIE_SECURE else "samspill_sign_in"


def browser_of(request: HttpRequest) -> str:
    """The secret of this browser, or an empty string."""
    value = request.COOKIES.get(cookie_name(), "")
    return value if len(value) == _SECRET_LENGTH else ""


def remember_browser(response: HttpResponse, browser: str) -> None:
    response.set_cookie(
        cookie_name(),
        browser,
        max_age=int(LIFE.total_seconds()),
        httponly=True,
        samesite="Lax",  # sent along when the provider leads the person back
        secure=settings.SESSION_COOKIE_SECURE,
    )


def keep(provider: Provider, state: str, browser: str, attempt: Attempt) -> None:
    BegunSignIn.objects.create(
        state=index_of("sign-in state", state),
        browser=index_of("sign-in browser", browser),
        provider=provider.name,
        contents=asdict(attempt),
        expires_at=clock.now() + LIFE,
    )


def take(provider: Provider, state: str, browser: str) -> Attempt:
    """The attempt, which is gone thereafter. Raises Expired, the same for all that may be wrong."""
    rows = BegunSignIn.objects.filter(
        state=index_of("sign-in state", state),
        browser=index_of("sign-in browser", browser),
        provider=provider.name,
        expires_at__gt=clock.now(),
    )
    row = rows.first() if state and browser else None
    # Of two that come at once, one deletes the row.
    if row is None or not rows.delete()[0]:
        raise Expired("no such attempt in this browser")
    return Attempt(**row.contents)


def new_browser() -> str:
    return new_secret()


def forget_old() -> int:
    """What nobody came back for. Run by the schedule; the number."""
    return int(BegunSignIn.objects.filter(expires_at__lte=clock.now()).delete()[0])
