"""A person at a browser, and how a test reads what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from tests.accounts.oidc.fake_provider import FakeProvider

from samspill.accounts.models import Account
from samspill.core.audit.models import AuditRow
from samspill.messages.identity import synthetic_number

OLAS_NUMBER = synthetic_number(date(1980, 5, 17), 0, "1")
NOBODYS_NUMBER = synthetic_number(date(1990, 2, 3), 0, "2")


@dataclass
class Visit:
    """A person at a browser."""

    client: Client
    fake: FakeProvider

    def start(self, go_to: str = "") -> str:
        """Press the link; where the browser is sent."""
        return self.client.get("/logg-inn/med/testid", {"next": go_to} if go_to else {})["Location"]

    def back(self, query: dict[str, str]) -> Any:
        return self.client.get("/logg-inn/med/testid/tilbake", query)

    def sign_in(self, go_to: str = "", **answer: str) -> str:
        """The whole way; where the browser ends."""
        return self.back(self.fake.authorize(self.start(go_to), **answer))["Location"]

    def who(self) -> str:
        """The account that is signed in, or an empty string."""
        key = self.client.session.get("_auth_user_id", "")
        return Account.objects.get(pk=key).username if key else ""


def stopped(location: str) -> str:
    """Why a sign-in stopped, by where the browser was sent."""
    return location.partition("stoppet=")[2].partition("&")[0]


def deeds() -> list[str]:
    """The audit trail since Ola was entered."""
    return list(AuditRow.objects.exclude(deed="accounts.bind_identity").order_by("pk").values_list("deed", flat=True))
