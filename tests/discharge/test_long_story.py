"""A story in the official format that crosses New Year, has two ready periods and an answer, and ends to the krone."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from django.db import transaction
from tests.discharge.stories import Story, at, office_of, party, ward

from samspill.apps.discharge.actions.receiving import receive
from samspill.apps.discharge.models import Outcome
from samspill.apps.discharge.queries.stays import stay_lines
from samspill.apps.discharge.receiver import RECEIVER
from samspill.messages import Envelope, write_answer
from samspill.stay import Kind

pytestmark = pytest.mark.django_db

# 2018: 29, 30 and 31 December at kr 4 747; 2019: 1 January at kr 4 885, the patient falls ill on the 2nd;
# ready again on the 8th, the municipality says on the 9th that it can from the 11th: 8, 9 and 10 January.
KRONER = 3 * 4747 + 1 * 4885 + 3 * 4885


def messages() -> list[bytes]:
    story = Story(municipality="9901", ward_name="Kirurgi 1")
    story.write("LOG_INNLAGT", "2018-12-20T21:40", {Kind.ADMITTED: at("2018-12-20T21:15")})
    admitted = {Kind.ADMITTED: at("2018-12-20T21:15")}
    story.write("LOG_UTSKRIVNINGSKLAR", "2018-12-29T09:00", {**admitted, Kind.READY: date(2018, 12, 29)})
    story.write("LOG_AVMELDING", "2019-01-02T13:00", {**admitted, Kind.WITHDRAWN: date(2019, 1, 2)})
    again = "5b0c6b0e-0000-4000-8000-000000000007"
    story.write(
        "LOG_UTSKRIVNINGSKLAR", "2019-01-08T10:30", {**admitted, Kind.READY: date(2019, 1, 8)}, message_id=again
    )
    story.messages.append(
        write_answer(
            Envelope(
                message_id="5b0c6b0e-0000-4000-8000-000000000008",
                generated_at=at("2019-01-09T08:20"),
                sender=party(office_of("9901")),
                receiver=party(ward("Kirurgi 1")),
                patient=story.patient(),
                parent=again,
            ),
            can=True,
            expected=date(2019, 1, 11),
        )
    )
    story.write("LOG_UTSKREVET", "2019-01-12T11:00", {Kind.DISCHARGED: date(2019, 1, 12)})
    return story.messages


def test_it_ends_to_the_krone_in_every_order(fjordheim):
    told = messages()
    orders = [told, told[::-1], *itertools.islice(itertools.permutations(told), 3, 720, 97)]
    for order in orders:
        with transaction.atomic():
            for body in order:
                row = receive(by=RECEIVER, body=body, channel="file")
                assert row.outcome == Outcome.ACCEPTED, row.error
            (line,) = stay_lines(None)
            assert (line["state"], line["waiting_days"], line["payable_days"], line["kroner"]) == (
                "discharged",
                4 + 4,
                4 + 3,
                KRONER,
            )
            transaction.set_rollback(True)


def test_a_year_without_a_rate_is_said_and_not_guessed(fjordheim):
    story = Story()
    story.admitted("2025-02-01T10:00")
    story.ready("2025-02-01T10:00", "2025-02-03T10:00")
    story.discharged("2025-02-05T10:00")
    (line,) = stay_lines(None)
    assert (line["payable_days"], line["kroner"], line["missing_rate"]) == (2, None, [2025])
