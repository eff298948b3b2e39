"""Every view, by GET and POST, as each of the cast and as their twin in the neighbouring community, beside the table.

What a view needs is read from the check that guards it, so a new view is swept without a line here. Only where a
check asks no deed of the table must somebody say who comes in: in `WITHOUT_A_DEED`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from tests.cast import CAST, actor
from tests.sweep.addresses import ADDRESSES, Address
from tests.sweep.asking import ask, text_of
from tests.sweep.world import MARKS, World

from samspill.core.doors import anyone
from samspill.core.refusal import Refused
from samspill.directory.models import Community

pytestmark = pytest.mark.django_db

# Views whose check asks for no deed of the table, and who comes in: everybody who is `signed in`; or `own`: whoever the
# check lets in, which depends on what is theirs and is tested where it is made.
WITHOUT_A_DEED = {
    "what-can-i-do": "signed in",
    "delegate": "signed in",
    "end-role": "signed in",
    "components": "own",
    "my-data": "signed in",
    "my-data-csv": "signed in",
    "my-data-json": "signed in",
}
REFUSED = 403
TO_TRY_IT_OUT = {"sign-in"}  # the demo's list of whom to be; in production it is not there
NOT_THERE = {302, 403, 404, 405}


def refusal(address: Address, person: Any) -> str:
    """The sentence with which the door is closed to the person; empty when it is open."""
    try:
        address.view.permission(person)  # type: ignore[attr-defined]
    except Refused as no:
        return str(no)
    return ""


def test_each_says_whom_it_is_for(fjordheim: Community) -> None:
    kari = actor("kari")
    silent = {address.name for address in _closed() if not address.deeds(kari)}
    assert silent == set(WITHOUT_A_DEED)


@pytest.mark.once
@pytest.mark.parametrize("method", ["get", "post"])
def test_those_come_in_who_may_by_the_table_and_all_others_are_told_why_not(world: World, method: str) -> None:
    wrong = [
        fault for address in _closed() for name in CAST for fault in _beside_the_table(world, address, name, method)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def _closed() -> Iterator[Address]:
    return (each for each in ADDRESSES if each.view.permission is not anyone)  # type: ignore[attr-defined]


def _beside_the_table(world: World, address: Address, name: str, method: str) -> Iterator[str]:
    person = world.actors[name]
    may = any(person.may(deed) for deed in address.deeds(person))
    if address.name in WITHOUT_A_DEED:
        may = not refusal(address, person)
        if not may and WITHOUT_A_DEED[address.name] == "signed in":
            yield f"{address.name} is closed to {name}"
    answer = ask(world.insiders[name], method, address.at())
    if answer.status_code >= 500:
        yield f"{method} {address.name} fails for {name}: {answer.status_code}"
    elif may and answer.status_code == REFUSED:
        yield f"{method} {address.name} refuses {name}, who may: {_said(answer)}"
    elif not may and (answer.status_code != REFUSED or escape(refusal(address, person)) not in text_of(answer)):
        yield f"{method} {address.name} answers {name}, who may not: {answer.status_code} {_said(answer)}"


def _said(answer: HttpResponse) -> str:
    return " ".join(text_of(answer).split())[-300:]


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_twin_is_shown_anything_of_the_community(world: World, method: str) -> None:
    """The same role in the neighbour, at every door that is open to it, with nobody's ids."""
    wrong = []
    for address in ADDRESSES:
        for name, twin in world.strangers.items():
            if refusal(address, world.actors[name]):
                continue  # turned away at the door, as their twin is: see above
            answer = ask(twin, method, address.at())
            if answer.status_code >= 500 or any(mark in text_of(answer) for mark in MARKS):
                wrong.append(f"{method} {address.name} as {name}: {answer.status_code}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.once
def test_the_public_is_shown_nothing_of_any_community(world: World) -> None:
    wrong = []
    for address in ADDRESSES:
        for method in ("get", "post"):
            answer = ask(Client(), method, address.at())
            open_to_all = address.view.permission is anyone  # type: ignore[attr-defined]
            turned_away = answer.status_code in {302, 401, 403, 405} or address.name in WITHOUT_A_DEED
            if address.name in TO_TRY_IT_OUT:
                continue
            if any(mark in text_of(answer) for mark in MARKS) or not (open_to_all or turned_away):
                wrong.append(f"{method} {address.name}: {answer.status_code}")
    assert not wrong, "\n" + "\n".join(wrong)
