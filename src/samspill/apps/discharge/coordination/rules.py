"""May it be done now? Plain values in; nothing, or a sentence a person can read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused, answers_twice

LONGEST_AHEAD = timedelta(days=365)
LIGHT, HEAVY = 1, 3
IDENTITY_NUMBER = re.compile(r"\d{6}\s?\d{5}")


class Overtaken(Refused):
    """Somebody else was first. The page says what they did, and keeps what was typed."""

    status = 409


@answers_twice
def check_is_open(is_open: bool) -> None:
    if not is_open:
        raise Refused(_("Oppholdet er avsluttet, så dette kan ikke endres lenger."))


def check_text(text: str) -> None:
    if not text.strip():
        raise Refused(_("Skriv noe først."))


@answers_twice
def check_ahead(moment: datetime | None, now: datetime) -> None:
    """A time that something is to be done, or to begin."""
    if moment is None:
        return
    if moment < now:
        raise Refused(_("Tidspunktet er allerede passert."))
    if moment - now > LONGEST_AHEAD:
        raise Refused(_("Tidspunktet kan ikke være mer enn %(days)s dager fram i tid."), days=LONGEST_AHEAD.days)


def check_weights(weights: Mapping[str, int], known: Mapping[str, object]) -> None:
    if set(weights) - set(known):
        raise Refused(_("En av årsakene finnes ikke i listen lenger."))
    if any(not LIGHT <= weight <= HEAVY for weight in weights.values()):
        raise Refused(_("Vekten er liten, middels eller stor."))


def check_address(address: str) -> None:
    try:
        validate_email(address.strip())
    except ValidationError as error:
        raise Refused(_("«%(address)s» er ikke en e-postadresse."), address=address.strip()[:80]) from error


def check_no_identity_number(text: str) -> None:
    """In what ends outside the encrypted fields: the name of a list, of a meeting's guest."""
    if IDENTITY_NUMBER.search(text):
        raise Refused(_("Her skal det ikke stå fødselsnummer."))
