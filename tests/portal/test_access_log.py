from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.cast import CAST, actor

from samspill.core import audit, clock
from samspill.core.audit.models import AuditRow
from samspill.directory.models import Community
from samspill.portal.queries import AccessQuestion, access_rows

SignIn = Callable[[str], Client]
LOG = "/personvern/innsyn"


def opening(
    name: str, community: UUID, moment: datetime, stay: UUID | None = None, reason: str = "Koordinering"
) -> UUID:
    stay = stay or uuid4()
    with clock.stopped_at(moment):
        audit.opened(by=actor(name), community=community, patient=uuid4(), stay=stay, reason=reason)
    return stay


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=clock.OSLO)


def test_the_privacy_officer_reads_who_when_role_unit_and_why(signed_in: SignIn, fjordheim: Community) -> None:
    stay = opening("ola", fjordheim.pk, at(19, 14, 10))
    page = signed_in("eva").get(LOG).content.decode()
    for said in (
        "Ola Vik",
        "19.",
        "14:10",
        "Saksbehandler, tildelingskontor",
        "Tildelingskontoret",
        "Koordinering",
        str(stay)[:8],
    ):
        assert said in page
    assert "1 åpning" in page


def test_newest_first(signed_in: SignIn, fjordheim: Community) -> None:
    opening("ola", fjordheim.pk, at(18))
    opening("kari", fjordheim.pk, at(20))
    page = signed_in("eva").get(LOG).content.decode()
    assert page.index("Kari Lund") < page.index("Ola Vik")


@pytest.mark.parametrize("name", [name for name in CAST if name not in {"eva", "jon"}])
def test_nobody_else_reads_it(signed_in: SignIn, fjordheim: Community, name: str) -> None:
    opening("ola", fjordheim.pk, at(19), reason="hemmelig grunn")
    answer = signed_in(name).get(LOG)
    assert answer.status_code == 403
    assert "hemmelig grunn" not in answer.content.decode()
    assert not access_rows(seen_by=actor(name), asked=AccessQuestion()).exists()


def test_the_public_is_asked_to_sign_in(fjordheim: Community, client: Client) -> None:
    assert client.get(LOG)["Location"].startswith("/logg-inn")


def test_another_community_is_not_seen(signed_in: SignIn, fjordheim: Community) -> None:
    opening("ola", uuid4(), at(19), reason="hos naboen")
    page = signed_in("eva").get(LOG).content.decode()
    assert "hos naboen" not in page
    assert "Ingen åpninger å vise" in page


def test_days_are_whole_norwegian_days(signed_in: SignIn, fjordheim: Community) -> None:
    for day, hour, minute, reason in [(18, 23, 59, "A"), (19, 0, 0, "B"), (20, 23, 59, "C"), (21, 0, 0, "D")]:
        opening("ola", fjordheim.pk, at(day, hour, minute), reason=f"grunn {reason}")
    page = signed_in("eva").get(LOG, {"fra": "2026-11-19", "til": "2026-11-20"}).content.decode()
    assert [f"grunn {each}" in page for each in "ABCD"] == [False, True, True, False]


def test_by_name_and_by_stay(signed_in: SignIn, fjordheim: Community) -> None:
    stay = opening("ola", fjordheim.pk, at(19))
    opening("kari", fjordheim.pk, at(19), stay=stay)
    opening("kari", fjordheim.pk, at(19))
    client = signed_in("eva")
    assert "2 åpninger" in client.get(LOG, {"hvem": "lund"}).content.decode()
    assert "2 åpninger" in client.get(LOG, {"opphold": str(stay)}).content.decode()
    assert "1 åpning" in client.get(LOG, {"opphold": str(stay), "hvem": "vik"}).content.decode()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({"fra": "i går"}, "Oppgi en gyldig dato"),
        ({"fra": "2026-11-20", "til": "2026-11-19"}, "Siste dag må være"),
        ({"opphold": "rubbish"}, "Ingen åpninger å vise"),
    ],
)
def test_what_cannot_be_understood_is_said_and_shows_nothing(
    signed_in: SignIn, fjordheim: Community, question: dict[str, str], said: str
) -> None:
    opening("ola", fjordheim.pk, at(19), reason="hemmelig grunn")
    answer = signed_in("eva").get(LOG, question)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "hemmelig grunn" not in answer.content.decode()


def test_many_rows_come_in_pages(signed_in: SignIn, fjordheim: Community) -> None:
    for minute in range(55):
        opening("ola", fjordheim.pk, at(19, 12, minute), reason=f"nummer {minute:02}.")
    client = signed_in("eva")
    first, last = (client.get(LOG, {"side": side}).content.decode() for side in ("1", "999999"))
    assert first.count("nummer") == 50 and "nummer 54." in first
    assert last.count("nummer") == 5 and "nummer 00." in last
    assert client.get(LOG, {"side": "rubbish"}).status_code == 200


def test_reading_the_log_is_written_down(signed_in: SignIn, fjordheim: Community) -> None:
    client = signed_in("eva")
    client.get(LOG)
    row = AuditRow.objects.order_by("-pk")[0]
    assert (row.deed, row.community) == ("access_log.read", fjordheim.pk)


def test_it_costs_the_same_however_many_rows(
    signed_in: SignIn, fjordheim: Community, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for minute in range(30):
        opening("ola", fjordheim.pk, at(19, 12, minute))
    client = signed_in("eva")
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        client.get(LOG)
