"""Two communities with one signed-in person each; prints their ids and session keys. Run inside an installation."""

from __future__ import annotations

import json

from django.conf import settings
from tests.signing_in import signed_in

from samspill.accounts.models import Account
from samspill.directory.models import Community, Person, Position, Unit, UnitKind
from samspill.directory.roles import Role


def member_of_a_new_community(name: str) -> dict[str, str]:
    community = Community.objects.create(slug=name, name=name)
    unit = Unit.objects.create(kind=UnitKind.MUNICIPALITY, name=name)
    person = Person.objects.create(given_name=name, family_name="Prøve")
    Position.objects.create(person=person, community=community, unit=unit, role=Role.ALLOCATION_OFFICER)
    Account.objects.create(username=name, person=person, demo=True)
    cookie = signed_in(name).cookies[settings.SESSION_COOKIE_NAME]
    return {"community": str(community.pk), "session": cookie.value}


def print_people() -> None:
    print(json.dumps([member_of_a_new_community("her"), member_of_a_new_community("der")]))
