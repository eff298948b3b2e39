"""Django's sessions in the database, with the key hashed: what lies there opens nobody's session.

The row about the sign-in (`AccountSession`) follows its session here: a new key at each change of power, an end when
the session is emptied.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.utils import timezone

from samspill.core import direct
from samspill.core.encryption import index_of


def hash_of(key: str) -> str:
    """40 hex digits; nobody can make the hash without the secret that is not in the database."""
    return index_of("session", key)[:40]


class SessionStore(InDatabase):
    """The engine named by SESSION_ENGINE. Only the blocking calls: nothing of ours asks for sessions asynchronously."""

    def _get_session_from_db(self) -> Any:
        rows = direct.fetch(self.model, session_key=hash_of(self.session_key or ""))  # every request asks
        found = next((row for row in rows if row.expire_date > timezone.now()), None)
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(hash_of(session_key)))

    def create_model_instance(self, data: Any) -> Any:
        row = super().create_model_instance(data)
        row.session_key = hash_of(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=hash_of(key)).delete()

    def cycle_key(self) -> None:
        from samspill.accounts.sessions.ending import follow

        before = self.session_key
        super().cycle_key()
        if before and self.session_key:
            follow(hash_of(before), hash_of(self.session_key))

    def flush(self) -> None:
        from samspill.accounts.sessions.ending import signed_out

        before = self.session_key
        super().flush()
        if before:
            signed_out(hash_of(before))
