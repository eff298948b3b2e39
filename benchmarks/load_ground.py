"""Inside the installation that is loaded: its patients, two hundred people with sessions of their own, and the peer.

`DJANGO_SETTINGS_MODULE=benchmarks.load_settings` adds one page to Samspill's own: the bare one, in front of all else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

OFFICES = 12


def fill(stays: int) -> None:
    """Ready patients, spread over the twelve municipalities and the wards of the demo hospital."""
    from benchmarks import board

    board.STAYS = stays
    board.fill()


def make_people(number: int) -> list[dict[str, Any]]:
    """Half at the hospital, half in the municipalities: {side, office (its number among twelve), cookie}."""
    from tests.signing_in import signed_in

    from samspill.directory.models import Community, Unit, UnitKind
    from samspill.directory.roles import Role

    community = Community.objects.get(slug="fjordheim")
    wards = [each for each in Unit.objects.filter(kind=UnitKind.WARD) if each.top.name.startswith("Fjordheim")]
    offices = [
        Unit.objects.get(parent__number=f"99{n + 1:02}", kind=UnitKind.ALLOCATION_OFFICE) for n in range(OFFICES)
    ]
    people = []
    for n in range(number):
        hospital = n % 2 == 0
        office = n // 2 % OFFICES
        unit = wards[n // 2 % len(wards)] if hospital else offices[office]
        role = Role.DISCHARGE_COORDINATOR if hospital else Role.ALLOCATION_OFFICER
        _add(f"load{n}", unit, role, community)
        cookies = signed_in(f"load{n}").cookies
        people.append(
            {
                "side": "hospital" if hospital else "municipality",
                "office": office,
                "municipality": str(offices[office].parent_id),
                "cookie": cookies["samspill_session"].value,
            }
        )
    return people


def _add(username: str, unit: Any, role: Any, community: Any) -> None:
    from datetime import date

    from samspill.accounts.models import Account
    from samspill.directory.models import Person, Position

    person = Person.objects.create(given_name="Last", family_name=username.capitalize(), fictional=True)
    Position.objects.create(person=person, community=community, unit=unit, role=role, valid_from=date(2020, 1, 1))
    Account.objects.create(username=username, person=person, demo=True)


def bare_first(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Middleware: /bare/ is a plain Django page, one query of 50 stays and a table; nothing of Samspill's is asked."""
    from django.db import close_old_connections
    from django.http import HttpResponse
    from django.template import engines
    from django.test import RequestFactory

    from benchmarks.board import PEER_TEMPLATE
    from samspill.apps.discharge.models import Stay
    from samspill.core import walls

    kept: list[Any] = []

    def answer(request: Any) -> Any:
        if request.path != "/bare/":
            return get_response(request)
        close_old_connections()
        kept[:] = kept or [engines["django"].from_string(PEER_TEMPLATE)]
        with walls.whole_installation("the peer of a benchmark"):
            open_ones = Stay.objects.filter(is_open=True).select_related("patient", "ward", "municipality")
            page = kept[0].render({"rows": open_ones.order_by("ready_on")[:50]}, RequestFactory().get("/"))
        return HttpResponse(page, headers={"Content-Length": str(len(page.encode()))})

    return answer
