"""The numbers that organisations and municipalities go by: can this be one? Answered in a sentence for people."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr

LENGTH_OF_NUMBER = {"municipality": 4, "city_district": 6}


def check_org_number(number: str) -> None:
    """Nine digits, the last of them a check digit (modulus 11), as the Central Coordinating Register gives them."""
    if len(number) != 9 or not _all_digits(number):
        raise ValidationError(_("Organisasjonsnummeret må bestå av ni sifre."), code="org_number")
    if not orgnr.is_valid(number):
        raise ValidationError(_("Organisasjonsnummeret har feil kontrollsiffer."), code="org_number")


def check_her_id(number: str) -> None:
    """Digits only; the address register (Adresseregisteret) counts upwards from 1."""
    if not _all_digits(number) or number.startswith("0"):
        raise ValidationError(_("HER-id må bestå av bare sifre, og kan ikke begynne med 0."), code="her_id")


def check_resh_id(number: str) -> None:
    if not _all_digits(number):
        raise ValidationError(_("RESH-id må bestå av bare sifre."), code="resh_id")


def check_area_number(kind: str, number: str) -> None:
    """Four digits for a municipality, six for a city district (the municipality's four first); nothing for the rest."""
    length = LENGTH_OF_NUMBER.get(kind)
    if length is None:
        if number:
            raise ValidationError(_("Bare kommuner og bydeler har kommune- eller bydelsnummer."), code="number")
    elif len(number) != length or not _all_digits(number):
        sentence = {
            4: _("Kommunenummeret må bestå av fire sifre."),
            6: _("Bydelsnummeret må bestå av seks sifre: kommunens fire og bydelens to."),
        }[length]
        raise ValidationError(sentence, code="number")


def _all_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
