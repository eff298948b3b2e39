"""Health information and admission reports: that they came, and when discharge is expected."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.messages.cast import EXAMPLES, changed

from samspill.messages import Schemas, Status, Unreadable, read
from samspill.stay.events import Kind

FIRST = next(EXAMPLES.rglob("Helseopplysninger_Varsel_om_innlagt_pasient_v1-6_Ny.xml"), None)
REPORT = next(EXAMPLES.rglob("Innleggelsesrapport_v1-6_Ny.xml"), None)
if FIRST is None or REPORT is None:
    pytest.skip(
        "the official examples are not on this machine (../shared/reference/plo/examples)", allow_module_level=True
    )

FIRST_NOTICE, ADMISSION_REPORT = FIRST.read_bytes(), REPORT.read_bytes()
STAY = re.search(rb"<OpplysningOpphold>.*</OpplysningOpphold>", FIRST_NOTICE, re.DOTALL)
assert STAY


def kinds(data: bytes, schemas: Schemas | None = None) -> list[Kind]:
    return [event.kind for event in read(data, schemas=schemas).events]


def test_an_expected_day_is_not_a_ready_day() -> None:
    events = read(FIRST_NOTICE).events
    assert Kind.READY not in {event.kind for event in events}
    assert [event.expected for event in events] == [None, None, date(2018, 1, 15)]


def test_expected_discharge_says_more_than_expected_ready(schemas: Schemas) -> None:
    discharge = changed(STAY.group(0), ('V="3"', 'V="2"'), ("2018-01-15", "2018-01-17T12:00:00"))
    events = read(FIRST_NOTICE.replace(STAY.group(0), STAY.group(0) + discharge), schemas=schemas).events
    assert events[-1].expected == date(2018, 1, 17)


def test_an_admission_told_here_is_an_admission(schemas: Schemas) -> None:
    admission = changed(STAY.group(0), ('V="3"', 'V="1"'), ("2018-01-15", "2018-01-10T08:00:00"))
    data = FIRST_NOTICE.replace(STAY.group(0), admission + STAY.group(0))
    assert kinds(data, schemas)[0] is Kind.ADMITTED


def test_without_a_known_code_no_day_is_expected(schemas: Schemas) -> None:
    data = changed(FIRST_NOTICE, ('Hendelsekode V="3"', 'Hendelsekode V="99"'))
    assert kinds(data, schemas) == [Kind.NEED_IDENTIFIED, Kind.EARLY_NOTICE]


def test_history_warns_nobody() -> None:
    data = changed(FIRST_NOTICE, ('Forsendelsesstatus V="N"', 'Forsendelsesstatus V="H"'))
    assert kinds(data) == [Kind.EXPECTED_DISCHARGE]


@pytest.mark.parametrize("element", ["TypeInnholdIMelding", "OpplysningOpphold"])
def test_what_is_mandatory_is_missed(element: str, schemas: Schemas) -> None:
    data = re.sub(rf"<{element}>.*</{element}>".encode(), b"", FIRST_NOTICE, flags=re.DOTALL)
    for given in (None, schemas):
        with pytest.raises(Unreadable) as refusal:
            read(data, schemas=given)
        assert refusal.value.code == "T02"


def test_a_cancelled_report_is_one_event() -> None:
    parent = "<RefToParent>13a5da20-05c6-11e8-8f1a-0800200c9aff</RefToParent><RefToConversation>x</RefToConversation>"
    data = changed(
        ADMISSION_REPORT,
        ("</MsgId>", f"</MsgId><ConversationRef>{parent}</ConversationRef>"),
        ('Forsendelsesstatus V="N"', 'Forsendelsesstatus V="C"'),
    )
    message = read(data)
    assert message.status is Status.CANCELLATION
    assert [(event.kind, event.refers_to) for event in message.events] == [
        (Kind.CANCELLED, "13a5da20-05c6-11e8-8f1a-0800200c9aff")
    ]
