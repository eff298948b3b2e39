"""The proved person is which account? By the provider's subject when they have been here before; else by what an
administrator entered: identity number or HPR number. Nothing is ever matched by name, e-mail or phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from samspill.accounts.models import Account, SignInIdentity
from samspill.accounts.oidc.faults import Closed, Unknown
from samspill.accounts.oidc.provider import Provider
from samspill.core import clock
from samspill.core.encryption import index_of


@dataclass(frozen=True, kw_only=True)
class Proved:
    """What the provider vouches for, as keyed indexes; empty where it says nothing."""

    issuer: str
    subject: str
    pid_index: str
    hpr_index: str


def subject_index(issuer: str, subject: str) -> str:
    return index_of("sign-in subject", issuer, subject)


def pid_index(number: str) -> str:
    return index_of("sign-in identity number", number)


def hpr_index(number: str) -> str:
    """The same with and without leading zeros."""
    return index_of("sign-in hpr number", number.lstrip("0"))


def proved(provider: Provider, claims: dict[str, Any]) -> Proved:
    """`claims`: of a checked ID token, with userinfo's beside them."""
    pid, hpr = _number(claims.get(provider.kind.pid_claim)), _number(claims.get(provider.kind.hpr_claim))
    return Proved(
        issuer=provider.issuer,
        subject=subject_index(provider.issuer, claims["sub"]),
        pid_index=pid_index(pid) if pid else "",
        hpr_index=hpr_index(hpr) if hpr.strip("0") else "",
    )


def _number(value: object) -> str:
    """Digits as text, or an empty string: what is something else is no number."""
    return value if isinstance(value, str) and value.isascii() and value.isdigit() else ""


def account_of(person: Proved) -> Account:
    """Raises Unknown, and Closed when the account is."""
    with transaction.atomic():
        account = _seen_before(person) or _entered_beforehand(person)
    if not account.is_active or (account.demo and not settings.DEMO):
        raise Closed("the account is closed", account)
    return account


def _seen_before(person: Proved) -> Account | None:
    known = SignInIdentity.objects.filter(issuer=person.issuer, subject=person.subject).select_related("account")
    row = known.first()
    if row is None:
        return None
    # The subject is another human being now, or the number was changed: an administrator must say which.
    if row.pid_index and person.pid_index and row.pid_index != person.pid_index:
        raise Unknown("the subject came with another identity number")
    return row.account


def _entered_beforehand(person: Proved) -> Account:
    entered = SignInIdentity.objects.filter(issuer="").select_related("account")
    by_pid = entered.filter(pid_index=person.pid_index).first() if person.pid_index else None
    by_hpr = entered.filter(hpr_index=person.hpr_index).first() if person.hpr_index else None
    found = by_pid or by_hpr
    if found is None:
        raise Unknown("nobody has entered this person")
    if not _agrees(found, person) or (by_hpr and by_hpr.account_id != found.account_id):
        raise Unknown("identity number and HPR number point at different people")
    SignInIdentity.objects.create(
        account=found.account,
        issuer=person.issuer,
        subject=person.subject,
        pid_index=person.pid_index,
        hpr_index=person.hpr_index,
        made_at=clock.now(),
    )
    return found.account


def _agrees(entered: SignInIdentity, person: Proved) -> bool:
    """Whatever both sides say, they say the same."""
    pairs = [(entered.pid_index, person.pid_index), (entered.hpr_index, person.hpr_index)]
    return all(ours == theirs for ours, theirs in pairs if ours and theirs)
