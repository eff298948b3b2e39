"""A test client signed in as one of the cast, the way the demo sign-in does it."""

from __future__ import annotations

from django.test import Client

from samspill.accounts.middleware import COMMUNITY_KEY, POSITION_KEY
from samspill.accounts.models import Account
from samspill.accounts.positions import positions_of


def signed_in(name: str) -> Client:
    """As `name` in their first position; "public" has not signed in."""
    client = Client()
    if name != "public":
        account = Account.objects.get(username=name)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        position = positions_of(account)[0]
        session[POSITION_KEY], session[COMMUNITY_KEY] = str(position.pk), str(position.community_id)
        session.save()
    return client
