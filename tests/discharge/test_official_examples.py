"""The official logistics examples are about one patient. Whatever the order, and however often, they end the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from django.db import transaction
from tests.reference import EXAMPLES, needs_reference

from samspill.apps.discharge.actions.delivering import deliver_outbox
from samspill.apps.discharge.actions.receiving import receive
from samspill.apps.discharge.models import Outcome, ReceivedMessage
from samspill.apps.discharge.queries.stays import stay_lines
from samspill.apps.discharge.receiver import RECEIVER

FOLDER = EXAMPLES / "plo-1.6" / "pasientlogistikk_1_6_mottak"
pytestmark = [pytest.mark.django_db, needs_reference]

ADMITTED, READY, WITHDRAWN, DISCHARGED = (
    "Innlagt_pasient_v1-6_Ny",
    "Utskrivningsklar_pasient_v1-6_Ny",
    "Avmelding_av_utskrivningsklar_pasient_v1-6_Ny",
    "Melding_om_utskrevet_pasient_v1-6_Ny",
)


def example(name: str) -> bytes:
    return (FOLDER / f"Pasientlogistikk_{name}.xml").read_bytes()


def tell(*names: str) -> list[ReceivedMessage]:
    return [receive(by=RECEIVER, body=example(name), channel="file") for name in names]


def ends() -> list[tuple[object, ...]]:
    shown = ("municipality", "state", "whose_move", "waiting_days", "payable_days", "kroner")
    return [tuple(line[key] for key in shown) for line in stay_lines(None)]


def test_admitted_ready_discharged_without_an_answer_is_one_day(fjordheim):
    tell(ADMITTED, READY, DISCHARGED)
    assert ends() == [("9990", "discharged", "nobody", 1, 1, 4747)]


def test_with_the_withdrawal_too_it_is_none(fjordheim):
    tell(ADMITTED, READY, WITHDRAWN, DISCHARGED)
    assert ends() == [("9990", "discharged", "nobody", 0, 0, 0)]


def test_any_order_twice_and_with_the_cancellations_the_end_is_the_same(fjordheim):
    names = sorted(path.stem.removeprefix("Pasientlogistikk_") for path in FOLDER.glob("*.xml"))
    assert len(names) == 7
    found = set()
    for seed in range(12):
        order = names * 2
        random.Random(seed).shuffle(order)
        with transaction.atomic():
            outcomes = [row.outcome for row in tell(*order)]
            assert outcomes.count(Outcome.ACCEPTED) == outcomes.count(Outcome.DUPLICATE) == 7
            found.add(tuple(ends()))
            transaction.set_rollback(True)
    assert found == {(("9990", "discharged", "nobody", 0, 0, 0),)}


def test_a_cancelled_admission_leaves_a_cancelled_stay(fjordheim):
    tell("Innlagt_pasient_v1-6_Kansellering", ADMITTED)
    assert [line["state"] for line in stay_lines(None)] == ["cancelled"]


def test_a_death_notice_alone_is_kept_and_makes_no_stay(fjordheim):
    (row,) = tell("Orientering_om_dodsfall_v1-6_Ny")
    assert (row.outcome, row.stay_id, row.patient.events.count()) == (Outcome.ACCEPTED, None, 1)
    assert ends() == []


def test_a_death_after_discharge_is_kept_and_belongs_to_no_stay(fjordheim):
    *_, row = tell(ADMITTED, READY, DISCHARGED, "Orientering_om_dodsfall_v1-6_Ny")
    assert (row.outcome, row.stay_id) == (Outcome.ACCEPTED, None)
    assert ends() == [("9990", "discharged", "nobody", 1, 1, 4747)]


def test_a_death_in_hospital_ends_the_stay(fjordheim):
    tell("Orientering_om_dodsfall_v1-6_Ny", READY, ADMITTED)
    assert ends() == [("9990", "died", "nobody", 20, 20, 20 * 4747)]


def test_a_ready_notice_without_an_admission_begins_a_stay_and_says_so(fjordheim):
    """The example repeats the admission; the one of a system that does not is written without it."""
    (row,) = tell(READY)
    assert row.stay.state == "awaiting_answer"
    assert not row.stay.begun_without_admission
    body = example(READY)
    start = body.index(b"<TidsfestetHendelse>")
    end = body.index(b"</TidsfestetHendelse>") + len(b"</TidsfestetHendelse>")
    again = (body[:start] + body[end:]).replace(b"15076500565", b"13116900216").replace(b"79c55ed0", b"79c55ed1")
    row = receive(by=RECEIVER, body=again, channel="file")
    assert row.outcome == Outcome.ACCEPTED, row.error
    assert row.stay.begun_without_admission


def test_every_message_gets_its_receipt_and_it_is_delivered_as_a_file(fjordheim, settings, tmp_path):
    settings.VAR = tmp_path
    first, second = tell(ADMITTED, ADMITTED)
    assert (first.outcome, second.outcome) == (Outcome.ACCEPTED, Outcome.DUPLICATE)
    assert bytes(first.receipt) == bytes(second.receipt)
    assert deliver_outbox() == 2
    assert deliver_outbox() == 0
    files = sorted(path.read_bytes() for path in (tmp_path / "outbox").iterdir())
    assert files == [bytes(first.receipt)] * 2
    assert b'Status V="1"' in files[0]


def test_other_official_messages_are_answered_and_none_is_lost(fjordheim):
    paths = sorted(path for path in Path(EXAMPLES).rglob("*.xml") if path.name != "apprec-eksempel.xml")
    for path in paths:
        receive(by=RECEIVER, body=path.read_bytes(), channel="file")
    assert ReceivedMessage.objects.count() == len(paths)
    assert not ReceivedMessage.objects.filter(outcome=Outcome.FAILED).exists()
    assert not ReceivedMessage.objects.filter(receipt=None).exists()
