"""The small cast that every test of the house shares: the people of the demo community, as they act."""

from __future__ import annotations

from samspill.accounts.actor import PUBLIC, Actor, Public
from samspill.accounts.models import Account
from samspill.accounts.positions import actor_in, positions_of

CAST = ["kari", "ola", "nina", "siri", "per", "berit", "amir", "tone", "jon", "eva", "lise", "mari", "arne", "unni"]


def actor(name: str) -> Actor | Public:
    """A person of the demo community in their first position; "public" is somebody who has not signed in."""
    if name == "public":
        return PUBLIC
    account = Account.objects.get(username=name)
    return actor_in(account, positions_of(account)[0])
