"""A provider, the settings that name it, a person who is bound, and a browser to sign in with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from joserfc.jwk import ECKey
from tests.accounts.oidc.fake_provider import CLIENT, FakeProvider

from samspill.accounts.oidc import metadata
from samspill.accounts.oidc.provider import KINDS, Provider

if TYPE_CHECKING:
    from tests.accounts.oidc.ground import Visit

    from samspill.accounts.models import Account
    from samspill.directory.models import Community


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "key.pem"
    file.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    file.chmod(0o600)
    return file


@pytest.fixture
def fake(key_file: Path) -> Iterator[FakeProvider]:
    from tests.accounts.oidc import ground

    metadata.forget()
    fake = FakeProvider(ECKey.import_key(key_file.read_bytes()))
    fake.person["pid"] = ground.OLAS_NUMBER
    yield fake
    fake.stop()
    metadata.forget()


@pytest.fixture
def provider(fake: FakeProvider, key_file: Path, settings: Any) -> Provider:
    made = Provider(
        name="testid",
        kind=replace(KINDS["generic"], levels=("low", "substantial", "high"), acr_values={"high": "high"}),
        label="Test-ID",
        issuer=fake.issuer,
        client_id=CLIENT,
        key_file=key_file,
        level="high",
        scopes="openid profile",
        loopback=True,
    )
    settings.OIDC = (made,)
    return made


@pytest.fixture
def bound(fjordheim: Community) -> Account:
    """Ola, entered by his administrator."""
    from tests.accounts.oidc.ground import OLAS_NUMBER
    from tests.cast import actor

    from samspill.accounts.models import Account
    from samspill.accounts.oidc.binding import bind_identity

    ola = Account.objects.get(username="ola").person
    return bind_identity(by=actor("unni"), person=ola, identity_number=OLAS_NUMBER)


@pytest.fixture
def visit(new_visit: Callable[[], Visit], bound: Account) -> Visit:
    return new_visit()


@pytest.fixture
def new_visit(provider: Provider, fake: FakeProvider) -> Callable[[], Visit]:
    """Another browser."""
    from django.test import Client
    from tests.accounts.oidc.ground import Visit

    return lambda: Visit(Client(), fake)
