"""Names and identity numbers lie encrypted; a keyed index finds a number without decrypting.

Decryption that fails raises: a field that cannot be read is an alarm, never an empty string.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

# The type checker wants the types of the value; Django's own class takes none.
if TYPE_CHECKING:
    BinaryField = models.BinaryField[Any, Any]
else:
    BinaryField = models.BinaryField


class Undecryptable(Exception):
    """The stored value was not written with any of the keys at hand."""


class KeysMissing(Exception):
    """No keys are set up."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise KeysMissing("No encryption keys: set SAMSPILL_SECRETS_FILE. `samspill check` tells how.")
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(plain: bytes) -> bytes:
    return _box(settings.SECRETS.encryption).encrypt(plain)


def decrypt(token: bytes) -> bytes:
    try:
        return _box(settings.SECRETS.encryption).decrypt(token)
    except InvalidToken:
        # `from None`: the token itself stays out of the traceback.
        raise Undecryptable("A stored value cannot be decrypted with the keys at hand.") from None


def index_of(*parts: str) -> str:
    """64 hex digits: the same parts always give the same, and without the key nobody can guess back."""
    message = "\x1f".join(parts).encode()
    return hmac.new(settings.SECRETS.index.encode(), message, hashlib.sha256).hexdigest()


class EncryptedBytes(BinaryField):
    """Bytes on the outside, a Fernet token in the database."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt(bytes(value))

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        return None if value is None else decrypt(bytes(value))


class EncryptedJSON(BinaryField):
    """A small JSON value on the outside, a Fernet token in the database."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt(json.dumps(value, ensure_ascii=False).encode())

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return None if value is None else json.loads(decrypt(bytes(value)))
