"""Every deed, as each of the cast, in and out of their community, beside the table.

What a deed is about comes from the world by the name of the argument; a new name fails until it has a line in `ABOUT`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Model
from tests.cast import CAST
from tests.sweep.addresses import ADDRESSES
from tests.sweep.world import World, tenant_models

from samspill.accounts.access import MAY
from samspill.accounts.actor import PUBLIC
from samspill.accounts.asking import deeds_asked
from samspill.core.deeds import DEEDS
from samspill.core.doer import Machine
from samspill.core.refusal import Refused
from samspill.directory.exchange.sheets import SHEETS

pytestmark = pytest.mark.django_db

# Deeds that no role does: a part of Samspill does them, by the deed that its check asks for.
OF_MACHINES = {
    "messages.receive",
    "messages.keep_failed",
    "discharge.enter_rate",
    "places.expire",
    "long_waits.lift",
    "plans.follow_edition",
}
# Things of a community that a deed takes and its check does not ask about: and what bounds it instead.
NOT_ASKED_ABOUT: dict[str, str] = {
    "messages.retry: received": "the bytes are read anew, and go where they belong, whoever asked for it",
    "discharge.emergency_access: patient": "the deed itself refuses a patient of another community",
    "directory.end_substitute: substitute": "must be of the position, which is asked about",
    "governance.end_seat: seat": "must be of the body, which is asked about",
    "governance.appoint: seat": "must be of the body, which is asked about",
    "governance.end_tenure: tenure": "must be of the body, which is asked about",
    "governance.elect_leader: seat": "must be of the body, which is asked about",
    "joint_work.end_participation: participant": "must be of the work, which is asked about",
    "representation.end_fee: fee": "must be of the record, which is asked about",
    "representation.support_given: support": "must be of the record, which is asked about",
}
# Deeds whose check asks for no deed of the table, and why.
WITHOUT_A_DEED: dict[str, str] = {}


def values_of(permission: Callable[..., None], world: World) -> dict[str, Any]:
    """What the check asks about, beside the person: something of Fjordheim's."""
    names = list(inspect.signature(getattr(permission, "__wrapped__", permission)).parameters.values())[1:]
    return {each.name: about(each, world) for each in names if each.default is inspect.Parameter.empty}


def about(parameter: inspect.Parameter, world: World) -> Any:
    """By the argument's type, which names a model; by its name, where the type says too little."""
    if parameter.name in ABOUT:
        return ABOUT[parameter.name](world)
    kind = str(parameter.annotation).split(" ")[0].rpartition(".")[2].strip("'\"")
    found = [rows for label, rows in world.things.items() if label.rpartition(".")[2] == kind and rows]
    assert found, f"Nothing in the world is a {kind} ({parameter.name}): a line in ABOUT says what it is."
    return found[0][0]


ABOUT: dict[str, Callable[[World], Any]] = {
    "sheet": lambda world: next(iter(SHEETS)),
    "units": lambda world: world.things["directory.Unit"],
    "community": lambda world: world.home,
    "points": lambda world: [SimpleNamespace(wait=world.things["discharge.LongWait"][0])],
    "whole": lambda world: True,
    "invitation": lambda world: world.things["governance.Invitation"][0],  # calendars have another of the name
}


def not_asked_about() -> set[str]:
    """deed: argument, for every thing of a community that a deed takes and its check does not ask about."""
    kinds = {model.__name__ for model in tenant_models()}
    found = set()
    for name, deed in DEEDS.items():
        taken = inspect.signature(deed.__wrapped__).parameters  # type: ignore[attr-defined]
        asked = inspect.signature(getattr(deed.permission, "__wrapped__", deed.permission)).parameters  # type: ignore[attr-defined]
        for each in taken.values():
            if str(each.annotation).split(" ")[0] in kinds and each.name not in asked:
                found.add(f"{name}: {each.name}")
    return found


def test_a_check_asks_about_what_the_deed_is_done_to() -> None:
    assert ADDRESSES  # finding them has opened every room, so that all deeds are known
    assert not_asked_about() == set(NOT_ASKED_ABOUT)


def refused(permission: Callable[..., None], person: Any, values: dict[str, Any]) -> str:
    try:
        permission(person, **values)
    except Refused as no:
        assert str(no).strip(), "a refusal without a sentence"
        return str(no)
    return ""


def test_the_table_decides_and_the_community_bounds(world: World) -> None:
    wrong: list[str] = []
    for name, deed in sorted(DEEDS.items()):
        wrong += _faults(name, deed.permission, world)  # type: ignore[attr-defined]
    assert not wrong, "\n" + "\n".join(wrong)


def _faults(name: str, permission: Callable[..., None], world: World) -> list[str]:
    values = values_of(permission, world)
    theirs = [value for value in values.values() if isinstance(value, Model | list)]
    asked = deeds_asked(permission, world.actors["kari"], **values)
    wrong = [f"{name} asks for {deed}, which is not in the table" for deed in asked if not _known(name, deed)]
    if not asked and name not in WITHOUT_A_DEED:
        wrong.append(f"{name} asks for no deed: a line in WITHOUT_A_DEED says why")
    if not refused(permission, PUBLIC, values):
        wrong.append(f"{name} is open to the public")
    if not refused(permission, Machine("a test", frozenset()), values):
        wrong.append(f"{name} is open to any machine")
    for whose in CAST:
        actor, twin = world.actors[whose], world.actors[f"twin-of-{whose}"]
        if asked and not any(actor.may(deed) for deed in asked) and not refused(permission, actor, values):
            wrong.append(f"{name} is open to {whose}, who may not by the table")
        if theirs and not refused(permission, twin, values):
            wrong.append(f"{name} is open to the twin of {whose}, in another community")
        if not values and asked and any(actor.may(deed) for deed in asked) and refused(permission, actor, values):
            wrong.append(f"{name} is closed to {whose}, who may by the table")
    return wrong


def _known(name: str, deed: str) -> bool:
    return deed in MAY or name in OF_MACHINES


def test_nobody_gets_emergency_access_to_a_patient_of_another_community(world: World) -> None:
    from samspill.apps.discharge.actions.asking_access import ask_emergency_access
    from samspill.apps.discharge.models import GrantedAccess, Ground

    patient, before = world.things["discharge.Patient"][0], GrantedAccess.objects.count()
    with pytest.raises(Refused, match="ikke i ditt helsefellesskap"):
        ask_emergency_access(
            by=world.actors["twin-of-kari"],
            patient=patient,
            ground=Ground.ACUTE_CARE,
            text="Akutt, pasienten er her nå.",
        )
    assert GrantedAccess.objects.count() == before
