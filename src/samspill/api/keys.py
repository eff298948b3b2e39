"""Machines identify themselves with a bearer key; only its digest lies here."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from samspill.core import clock
from samspill.core.doer import Machine
from samspill.core.walls import Open
from samspill.directory.models import Community


class MachineKey(models.Model):
    """A key of one machine, and the deeds that it opens. Random keys need no slow hash."""

    wall = Open("A key is looked up before it is known whose it is; it holds no more than a digest and a name.")

    name = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    deeds = models.JSONField()
    # Whose directory it may read and keep; a key that only delivers messages has none.
    community = models.ForeignKey(Community, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)
    # The first day it no longer opens anything. Keys from before there was such a day have none until made anew.
    valid_to = models.DateField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "api"


NOWHERE = UUID(int=0)
DAYS = 365  # what a key lasts unless something else is said


@dataclass(frozen=True)
class MemberMachine(Machine):
    """A machine that belongs to a community, and sees of its directory what a colleague there sees."""

    signed_in: bool = True
    account_id: None = None
    position_id: None = None
    # Works in no organisation: nothing of the directory is nearer to it than anything else.
    home_id: UUID = NOWHERE
    top_id: UUID = NOWHERE


# What a key may open, in words for whoever makes one.
OPENS = {
    "messages": ["messages.receive"],
    "directory": ["directory.look", "representation.see"],
    # Of which municipality is said too, as "places.of:9901".
    "places": ["places.publish"],
    "keep-directory": ["directory.look", "directory.exchange", "accounts.give_role", "representation.see"],
}


def make_key(name: str, deeds: list[str], community: Community | None = None, *, days: int = DAYS) -> str:
    """Make a key for the machine called `name`, replacing its former one. Returned once, never stored.

    It opens doors today and the `days` that follow.
    """
    key = "samspill_" + secrets.token_urlsafe(32)
    ends = clock.today() + timedelta(days=days + 1)
    values = {"digest": _digest(key), "deeds": deeds, "community": community, "active": True, "valid_to": ends}
    MachineKey.objects.update_or_create(name=name, defaults=values)
    return key


def close_key(name: str) -> bool:
    """Close the machine's key; False when it had none open."""
    return bool(MachineKey.objects.filter(name=name, active=True).update(active=False))


def key_names() -> list[tuple[str, str]]:
    """(machine, how its key stands) of every key, by name."""
    return [(key.name, _standing(key)) for key in MachineKey.objects.order_by("name")]


def _standing(key: MachineKey) -> str:
    if not key.active:
        return "closed"
    if key.valid_to is None:
        return "open, without an end"
    last = key.valid_to - timedelta(days=1)
    return f"open until {last}" if key.valid_to > clock.today() else f"ran out on {last}"


def running_out(within: timedelta) -> list[tuple[str, date]]:
    """(machine, last day) of the keys that soon open nothing more."""
    soon = clock.today() + within
    rows = MachineKey.objects.filter(active=True, valid_to__gt=clock.today(), valid_to__lte=soon).order_by("name")
    return [(key.name, key.valid_to - timedelta(days=1)) for key in rows if key.valid_to]


def machine_of(request: HttpRequest) -> Machine | None:
    """The machine whose key the request carries (`Authorization: Bearer …`), or None."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        return None
    in_time = Q(valid_to=None) | Q(valid_to__gt=clock.today())
    found = MachineKey.objects.filter(in_time, digest=_digest(key.strip()), active=True).first()
    return _machine(found) if found else None


def _machine(key: MachineKey) -> Machine:
    values: dict[str, Any] = {"name": key.name, "deeds": frozenset(key.deeds), "community_id": key.community_id}
    return MemberMachine(**values) if key.community_id else Machine(**values)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
