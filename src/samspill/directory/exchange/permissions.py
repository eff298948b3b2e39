"""May this person bring files in and out? Each check raises Refused with a sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused, answers_twice
from samspill.directory.exchange.sheets import SHEETS
from samspill.directory.models import FileIn


@answers_twice
def check_exchange(person: Any) -> None:
    if not person.may("directory.exchange"):
        raise Refused(_("Filer hentes inn og tas ut av administratoren for helsefellesskapet."))


@answers_twice
def check_sheet(person: Any, sheet: str) -> None:
    """A sheet may ask for more than the right to bring in files: roles ask for the right to give roles."""
    check_exchange(person)
    if sheet not in SHEETS:
        raise Refused(_("Det finnes ingen slik fil."))
    if not person.may(SHEETS[sheet].deed):
        raise Refused(_("Denne filen kan bare hentes inn av den som kan endre det samme på sidene."))


@answers_twice
def check_file(person: Any, file: FileIn) -> None:
    check_sheet(person, file.sheet)
    if file.community_id != person.community_id:
        raise Refused(_("Filen hører ikke til dette helsefellesskapet."))
