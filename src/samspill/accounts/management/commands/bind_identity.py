"""`samspill manage bind_identity PERSON`: who a person is at sign-in, entered on the machine itself.

For the first administrator of an installation, who has nobody to be entered by. The rest is done in a page.
"""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samspill.accounts.oidc.binding import bind_identity
from samspill.core import walls
from samspill.core.doer import Machine
from samspill.core.refusal import Refused
from samspill.directory.models import Person

COMMAND = Machine("command", frozenset({"accounts.give_role"}))


class Command(BaseCommand):
    help = "Tie a person of the directory to an identity number, so that they can sign in. The number is asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="the person's id in the directory, or the whole name if only one has it")

    def handle(self, *args: Any, **options: Any) -> None:
        with walls.whole_installation("a command on the machine itself"):
            person = _person(options["person"])
            try:
                bind_identity(by=COMMAND, person=person, identity_number=_number())
            except Refused as no:
                raise CommandError(str(no)) from None
        self.stdout.write(f"{person} can sign in now.")


def _number() -> str:
    """Never an argument: those stand in the list of processes and in the shell's history."""
    return getpass("Identity number: ") if sys.stdin.isatty() else sys.stdin.readline().strip()


def _person(text: str) -> Person:
    try:
        found = list(Person.objects.filter(pk=UUID(text)))
    except ValueError:
        given, _, family = text.rpartition(" ")
        found = list(Person.objects.filter(given_name=given, family_name=family))
    if len(found) != 1:
        raise CommandError(f"{len(found)} people in the directory are called {text}. Give the id of the one you mean.")
    return found[0]
