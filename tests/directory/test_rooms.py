"""The way between the rooms under «Hvem er hvem»: who is shown what, and where one is."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.cast import CAST, actor
from tests.signing_in import signed_in

from samspill.directory import rooms
from samspill.directory.models import Community

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", [*CAST, "public"])
def test_each_is_shown_the_rooms_that_are_theirs(fjordheim: Community, name: str) -> None:
    shown = [str(room["text"]) for room in rooms.rooms_for(actor(name), "/tilbud/")]
    own = {"siri": "Representanter", "unni": "Representanter", "berit": "Vervet mitt", "per": "Vervet mitt"}.get(name)
    everybody = [] if name == "public" else ["Personer og enheter", "Tilbud", "Samarbeid"]
    assert shown == [*everybody, *([own] if own else [])]


@pytest.mark.parametrize("where", ["offers:list", "joint_work:list", "representation:list", "who-is-who"])
def test_the_main_menu_and_the_room_tell_where_one_is(fjordheim: Community, where: str) -> None:
    page = signed_in("siri").get(reverse(where)).content.decode()
    current = re.findall(r'<a class="(s-nav__link|s-segment)" href="([^"]*)" aria-current="page"', page)
    assert ("s-nav__link", reverse("who-is-who")) in current
    if where != "who-is-who":
        assert ("s-segment", reverse(where)) in current
