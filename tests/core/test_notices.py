"""Quiet notices: told once, hushed by looking, and by e-mail only as each has chosen."""

from __future__ import annotations

import threading
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import connections

from samspill.core import clock, notices, walls
from samspill.core.notices import How, Kind
from samspill.core.notices.kinds import KINDS
from samspill.core.notices.models import Notice, NoticeChoice
from samspill.core.references import Reference

HERE, THERE = UUID(int=1), UUID(int=2)
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=clock.OSLO)


@pytest.fixture(autouse=True)
def _a_kind():
    notices.kind(Kind(name="test.thing", label="Noe", area="Prøve", standard=How.DIGEST))
    yield
    del KINDS["test.thing"]


def tell(*to: UUID, occasion: str = "", **more: object) -> int:
    values = {"kind": "test.thing", "community": HERE, "url": "/", "text": "Noe skjedde.", **more}
    return notices.notify(to=to, occasion=occasion, about=Reference("test.thing", UUID(int=7)), **values)


@pytest.mark.django_db
def test_never_two_for_the_same_thing() -> None:
    for _ in range(3):
        tell(UUID(int=11), UUID(int=12), occasion="first")
    tell(UUID(int=11), occasion="second")
    assert Notice.objects.count() == 3


@pytest.mark.django_db
def test_whoever_did_it_is_not_told() -> None:
    class Somebody:
        account_id = UUID(int=11)

    tell(UUID(int=11), UUID(int=12), by=Somebody())
    assert list(Notice.objects.values_list("account", flat=True)) == [UUID(int=12)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "mail_from"),
    [
        (How.AT_ONCE, "2026-03-02T10:03"),
        (How.DIGEST, "2026-03-03T07:00"),
        (How.PAGE, None),
    ],
)
def test_when_it_may_go_by_mail(how: How, mail_from: str | None) -> None:
    NoticeChoice.objects.create(account=UUID(int=11), kind="test.thing", how=how)
    with clock.stopped_at(MONDAY):
        tell(UUID(int=11))
    found = Notice.objects.get().mail_from
    expected = datetime.fromisoformat(mail_from).replace(tzinfo=clock.OSLO) if mail_from else None
    assert found == expected


@pytest.mark.django_db
def test_who_wants_none_gets_none() -> None:
    NoticeChoice.objects.create(account=UUID(int=11), kind="test.thing", how=How.NEVER)
    tell(UUID(int=11))
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_looking_at_the_thing_hushes_it() -> None:
    tell(UUID(int=11), UUID(int=12))
    assert notices.seen(account=UUID(int=11), about=Reference("test.thing", UUID(int=7))) == 1
    mine, others = Notice.objects.order_by("account")
    assert mine.seen_at and mine.mail_from is None
    assert others.seen_at is None and others.mail_from


@pytest.mark.django_db
def test_the_morning_before_the_hour_is_the_same_day() -> None:
    with clock.stopped_at(MONDAY.replace(hour=5)):
        tell(UUID(int=11))
    assert Notice.objects.get().mail_from == MONDAY.replace(hour=7)


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["https://example.no/", "//example.no", "varsler"])
def test_it_leads_to_a_page_of_the_house(url: str) -> None:
    with pytest.raises(ValueError, match="page of this house"):
        tell(UUID(int=11), url=url)


@pytest.mark.django_db
def test_a_kind_that_nobody_registered_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="registered"):
        tell(UUID(int=11), kind="test.unknown")


@pytest.mark.django_db(transaction=True)
def test_many_workers_tell_at_once_and_one_notice_stands() -> None:
    account, start = uuid4(), threading.Barrier(6)

    def work() -> None:
        try:
            with walls.whole_installation("a test"):
                start.wait()
                for n in range(5):
                    tell(account, occasion=str(n))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(Notice.objects.values_list("occasion", flat=True)) == ["0", "1", "2", "3", "4"]
