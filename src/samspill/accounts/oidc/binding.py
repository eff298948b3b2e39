"""An administrator enters who a person of the directory is, so that a proof at the provider opens their account.

The numbers are kept as keyed indexes only: they can be compared, never read back, and never shown again.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import Account, SignInIdentity, WhyEnded
from samspill.accounts.oidc.matching import hpr_index, pid_index
from samspill.accounts.oidc.permissions import check_bind_identity
from samspill.accounts.sessions import ending
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.models import Person
from samspill.messages.identity import WrongNumber, check_number

HPR_DIGITS = range(1, 10)  # how many an HPR number may have


@deed("accounts.bind_identity", permission=check_bind_identity)
def bind_identity(*, by: Any, person: Person, identity_number: str = "", hpr_number: str = "") -> Account:
    """From now on whoever proves that number signs in as `person`. An account is made if there is none.

    What was entered before is replaced, earlier proofs count no longer, and open sessions end. Raises Refused.
    """
    pid, hpr = _checked_pid(identity_number), _checked_hpr(hpr_number)
    if not pid and not hpr:
        raise Refused(_("Skriv inn fødselsnummer, D-nummer eller HPR-nummer."))
    account, _made = Account.objects.get_or_create(person=person, defaults={"username": str(person.pk)})
    _clear(account)
    try:
        with transaction.atomic():
            SignInIdentity.objects.create(
                account=account,
                pid_index=pid_index(pid) if pid else "",
                hpr_index=hpr_index(hpr) if hpr else "",
                made_at=clock.now(),
            )
    except IntegrityError:
        raise Refused(_("Nummeret er alt knyttet til en annen person.")) from None
    return account


@deed("accounts.release_identity", permission=check_bind_identity)
def release_identity(*, by: Any, person: Person) -> Account:
    """Nobody can sign in as `person` by proof any longer; open sessions end. Raises Refused."""
    account = Account.objects.filter(person=person).first()
    if account is None or not account.identities.exists():
        raise Refused(_("Ingen innlogging er knyttet til denne personen."))
    _clear(account)
    return account


def is_bound(person: Person) -> bool:
    return SignInIdentity.objects.filter(account__person=person, issuer="").exists()


def _clear(account: Account) -> None:
    account.identities.all().delete()
    ending.end_all_of(account.pk, WhyEnded.ENDED_BY_OTHER)


def _checked_pid(number: str) -> str:
    """Eleven digits, or an empty string. The sentence never holds the number."""
    if not number.strip():
        return ""
    try:
        found = check_number(number, "FNR", allow_synthetic=settings.ALLOW_SYNTHETIC_NUMBERS, today=clock.today())
    except WrongNumber:
        raise Refused(
            _("Dette er ikke et gyldig fødselsnummer eller D-nummer: elleve sifre, de to siste er kontrollsifre.")
        ) from None
    return found.number


def _checked_hpr(number: str) -> str:
    cleaned = "".join(number.split())
    if cleaned and not (cleaned.isascii() and cleaned.isdigit() and len(cleaned) in HPR_DIGITS and cleaned.strip("0")):
        raise Refused(_("HPR-nummeret består av bare sifre, høyst ni."))
    return cleaned
