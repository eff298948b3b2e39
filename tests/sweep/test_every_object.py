"""Ids cannot be guessed, or carried, from one community to another.

For each view with an id in its address, the ids of what Fjordheim has are tried by those who may open the view there,
those of the view's own room first, and the others' only where none of these answers: what answers is what the view is
about. Then the twin in the neighbour tries the same ids, and must get
what they get for an id that nobody has. So nobody needs to say what a view is about; but a view that nothing in the
world answers fails, for then the test would prove nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db.models import ForeignKey, Model
from django.test import Client
from tests.sweep.addresses import ADDRESSES, Address
from tests.sweep.asking import ask, in_few_words, text_of
from tests.sweep.world import MARKS, World

pytestmark = pytest.mark.django_db

Ids = tuple[Any, ...]
METHODS = ("get", "post")
# Views that are not opened by a role, and where they are tried.
OTHERWISE = {
    "discharge:begin-round": "about a municipality, which is no secret: tests/discharge/rounds",
    "plans:public": "open to everybody once a plan is opened: tests/plans/test_revising.py",
    "governance:public-meeting": "open to all once it is published: tests/governance/test_minutes.py",
    "api:directory-undo": "by a machine's key: tests/api/test_directory_api.py",
}
NOT_THIS_METHOD = 405


def test_no_twin_reaches_what_the_community_has(world: World) -> None:
    wrong: list[str] = []
    lucky: dict[str, list[str]] = defaultdict(list)
    for address in ADDRESSES:
        if address.objects and address.name not in OTHERWISE:
            wrong += _faults(world, address, lucky[address.name.partition(":")[0]])
    assert not wrong, "\n" + "\n".join(wrong)


def _faults(world: World, address: Address, lucky: list[str]) -> Iterator[str]:
    reached = [(method, *found) for method in METHODS for found in _reached(world, address, method, lucky)]
    if not reached:
        yield f"{address.name}: nothing that Fjordheim has answers, so nothing is proved"
    for name in dict.fromkeys(name for _, name, _ in reached):
        twin = world.strangers[f"twin-of-{name}"]
        unknown = {method: ask(twin, method, address.at()).status_code for method in METHODS}
        for method, ids in {(method, ids) for method, _, ids in reached}:
            answer = ask(twin, method, address.at(*ids))
            leaks = [mark for mark in MARKS if mark in text_of(answer)]
            if leaks or answer.status_code != unknown[method]:
                yield f"{method} {address.name} of {ids} as the twin of {name}: {answer.status_code} {leaks}"


def _reached(world: World, address: Address, method: str, lucky: list[str]) -> list[tuple[str, Ids]]:
    """Whom of those who may come in it answers, and with which ids: the first found, for a view is about one kind of
    thing. lucky: who got an answer in this room, the latest first; they are tried first, to be done sooner."""
    names = [name for name in world.insiders if _may_come_in(world, address, name)]
    if not names or ask(world.insiders[names[0]], method, address.at()).status_code == NOT_THIS_METHOD:
        return []
    names.sort(key=lambda name: lucky.index(name) if name in lucky else len(lucky))
    for candidates in _candidates(world, address):
        for name, ids in product(names, candidates):
            if _is_there(world.insiders[name], method, address, ids):
                lucky.insert(0, name)
                return [(name, ids)]
    return []


def _may_come_in(world: World, address: Address, name: str) -> bool:
    person = world.actors[name]
    return any(person.may(deed) for deed in address.deeds(person)) or not address.deeds(person)


def _is_there(client: Client, method: str, address: Address, ids: Ids) -> bool:
    with in_few_words():
        status = ask(client, method, address.at(*ids)).status_code
    assert status < 500, f"{method} {address.name} of {ids} breaks: {status}"
    return _answers(status)


def _answers(status: int) -> bool:
    return status < 400 or status == 422


def _candidates(world: World, address: Address) -> Iterator[list[Ids]]:
    """Ids of one thing; of two, where the second belongs to the first. Those of the view's own room, then the rest."""
    things = [row for rows in world.things.values() for row in rows if _has_uuid(row)]
    room = address.view.__module__
    own = [row for row in things if room.startswith(type(row).__module__.partition(".models")[0])]
    for rows in (own, [row for row in things if row not in own]):
        if len(address.objects) == 1:
            yield [(row.pk,) for row in rows]
        else:
            yield [(above, row.pk) for row in rows for above in _above(row)]


def _has_uuid(row: Model) -> bool:
    return row._meta.pk.get_internal_type() == "UUIDField"


def _above(row: Model) -> list[Any]:
    columns = [each.attname for each in row._meta.concrete_fields if isinstance(each, ForeignKey)]
    return [above for above in (getattr(row, column) for column in columns) if above is not None]
