"""Names and numbers lie encrypted, can be found by a keyed index, and fail loudly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from samspill.core import encryption
from samspill.core.encryption import EncryptedBytes, EncryptedJSON

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def keys(settings: Any) -> Any:
    settings.SECRETS = replace(settings.SECRETS, encryption=(OLD,), index="index key")
    return settings


@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plain=st.binary(max_size=300))
def test_bytes_come_back_as_they_were(plain: bytes):
    field = EncryptedBytes()
    stored = field.get_prep_value(plain)
    assert stored != plain
    assert field.from_db_value(memoryview(stored)) == plain


@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.dictionaries(st.text(max_size=10), st.none() | st.text(max_size=30) | st.integers()))
def test_json_comes_back_as_it_was(value: dict[str, Any]):
    field = EncryptedJSON()
    assert field.from_db_value(field.get_prep_value(value)) == value


def test_nothing_is_nothing():
    for field in (EncryptedBytes(), EncryptedJSON()):
        assert field.get_prep_value(None) is None
        assert field.from_db_value(None) is None


def test_the_name_cannot_be_read_in_what_is_stored():
    assert b"Agurk" not in EncryptedJSON().get_prep_value({"family": "Agurk"})


def test_the_same_value_lies_differently_each_time():
    assert encryption.encrypt(b"Blid") != encryption.encrypt(b"Blid")


def test_a_new_key_reads_what_the_old_one_wrote(settings: Any):
    stored = encryption.encrypt(b"Blid Agurk")
    settings.SECRETS = replace(settings.SECRETS, encryption=(NEW, OLD))
    assert encryption.decrypt(stored) == b"Blid Agurk"
    assert Fernet(NEW.encode()).decrypt(encryption.encrypt(b"Blid")) == b"Blid"


@pytest.mark.parametrize("damage", [lambda t: t[:-3], lambda t: b"x" + t, lambda t: b""])
def test_what_cannot_be_read_raises_and_shows_nothing(damage: Any):
    with pytest.raises(encryption.Undecryptable) as raised:
        encryption.decrypt(damage(encryption.encrypt(b"Blid Agurk")))
    assert "Agurk" not in str(raised.value)
    assert raised.value.__suppress_context__


def test_a_lost_key_raises(settings: Any):
    stored = encryption.encrypt(b"Blid Agurk")
    settings.SECRETS = replace(settings.SECRETS, encryption=(NEW,))
    with pytest.raises(encryption.Undecryptable):
        encryption.decrypt(stored)


def test_without_keys_nothing_is_written_in_the_clear(settings: Any):
    settings.SECRETS = replace(settings.SECRETS, encryption=())
    with pytest.raises(encryption.KeysMissing, match="SAMSPILL_SECRETS_FILE"):
        encryption.encrypt(b"Blid Agurk")


def test_the_index_is_steady_keyed_and_keeps_its_parts_apart(settings: Any):
    mine = encryption.index_of("patient", "community", "12845678901")
    assert mine == encryption.index_of("patient", "community", "12845678901")
    assert mine != encryption.index_of("patient", "communit", "y12845678901")
    settings.SECRETS = replace(settings.SECRETS, index="another key")
    assert mine != encryption.index_of("patient", "community", "12845678901")
