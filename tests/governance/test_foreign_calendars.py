"""Other people's calendar files as their programs write them, whole and broken: never a crash, and the right times."""

from __future__ import annotations

from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspill.apps.governance.meetings.foreign import MOST, read_calendar
from samspill.core.clock import OSLO

pytestmark = pytest.mark.once
SINCE = date(2026, 3, 1)
EXCHANGE_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def a_file(*events: str, head: str = "", end: str = "\r\n") -> bytes:
    """events: the lines of each, without BEGIN and END."""
    parts = [f"BEGIN:VEVENT\n{lines.strip()}\nEND:VEVENT\n" for lines in events]
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{''.join(parts)}END:VCALENDAR\n".replace("\n", end).encode()


def times(content: bytes) -> list[str]:
    return [
        f"{starts.astimezone(OSLO):%m-%d %H:%M}" for _uid, _title, starts, _ends in read_calendar(content, SINCE).events
    ]


WEEKLY = "UID:1\nSUMMARY:Ledermøte\nRRULE:FREQ=WEEKLY;COUNT=3\nDTSTART"
ONE = "UID:1\nDTSTART:20260701T080000"
OVER_SUMMER_TIME = ["03-23 10:00", "03-30 10:00", "04-06 10:00"]  # the clocks change on 29 March


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            a_file(f"{WEEKLY};TZID=W. Europe Standard Time:20260323T100000\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY",
                   head=f"METHOD:PUBLISH\nX-WR-CALNAME:Kalender\n{EXCHANGE_ZONE}"),
            OVER_SUMMER_TIME, id="Exchange, with its own name of the zone"),
        pytest.param(a_file(f"{WEEKLY};TZID=W. Europe Standard Time:20260323T100000"), OVER_SUMMER_TIME,
                     id="Exchange, without VTIMEZONE"),
        pytest.param(a_file(f"{WEEKLY};TZID=Europe/Oslo:20260323T100000", head="X-WR-TIMEZONE:Europe/Oslo\n"),
                     OVER_SUMMER_TIME, id="Google"),
        pytest.param(a_file(f"{WEEKLY};TZID=/freeassociation.sourceforge.net/Europe/Oslo:20260323T100000"), None,
                     id="Evolution's long name of the zone"),
        pytest.param(a_file(f'{WEEKLY};TZID="(UTC+01:00) Amsterdam, Berlin, Bern, Oslo":20260323T100000'), None,
                     id="a zone as Outlook shows it"),
        pytest.param(a_file("UID:1\nDTSTART:20260701T080000Z\nDTEND:20260701T090000Z"), ["07-01 10:00"],
                     id="UTC"),
        pytest.param(a_file(f"{ONE}\nDTEND:20260701T090000"), ["07-01 08:00"], id="floating"),
        pytest.param(a_file("UID:1\nDTSTART;VALUE=DATE:20260701\nDTEND;VALUE=DATE:20260703"), ["07-01 00:00"],
                     id="days"),
        pytest.param(a_file(f"{ONE}\nDTEND:20260701T090000", end="\n"), ["07-01 08:00"],
                     id="bare line feeds"),
        pytest.param(b"\xef\xbb\xbf" + a_file(ONE), ["07-01 08:00"], id="a byte order mark"),
        pytest.param(a_file("UID:1\nSUMMARY:Et langt\n  navn\nDTSTART:20260701T080000"), ["07-01 08:00"], id="folded"),
        pytest.param(a_file("UID:1\nSUMMARY:M\u00f8te\nDTSTART:20260701T080000").decode().encode("latin-1"), None,
                     id="Latin-1"),
        pytest.param(a_file(f"{ONE}\nBROKEN LINE WITHOUT COLON"), None, id="a broken line"),
        pytest.param(a_file(f"{ONE}\nDTEND:20260701T070000"), ["07-01 08:00"], id="ends before"),
        pytest.param(a_file(f"{ONE}\nDTEND;VALUE=DATE:20260702"), None, id="a day as its end"),
        pytest.param(a_file(f"{ONE}\nDTSTART:20260702T080000"), None, id="two beginnings"),
        pytest.param(a_file("UID:1\nDTSTART:20261301T080000", "UID:2\nDTSTART:20260701T080000"), ["07-01 08:00"],
                     id="month thirteen, beside a good one"),
        pytest.param(a_file(f"{WEEKLY};TZID=Europe/Oslo:20260323T100000\nRECURRENCE-ID:20260330T080000Z"), None,
                     id="one of a row that was moved"),
        pytest.param(a_file(f"{ONE}\nRRULE:FREQ=MONTHLY;BYDAY=2TH;UNTIL=20260930T220000Z"),
                     None, id="monthly until"),
        pytest.param(a_file(f"{ONE}\nRRULE:FREQ=YEARLY;INTERVAL=0"), None, id="interval nought"),
        pytest.param(a_file("UID:1\nDTSTART:00010101T000000\nRRULE:FREQ=YEARLY"), None, id="since the year one"),
        pytest.param(a_file("UID:1\nDTSTART:99991231T235959\nDURATION:P9999D"), None,
                     id="past the end of time"),
        pytest.param(a_file(f"{ONE}\nDURATION:-PT1H"), ["07-01 08:00"], id="negative duration"),
        pytest.param(a_file(f"{ONE}\nEXDATE:tull\nRRULE:FREQ=DAILY;COUNT=2"), None, id="EXDATE"),
        pytest.param(a_file(f"{ONE}\nRDATE;VALUE=PERIOD:20260702T080000Z/PT1H"), None, id="RDATE"),
        pytest.param(a_file(f"{ONE}\nSUMMARY:" + "x" * 5000), ["07-01 08:00"], id="a long title"),
        pytest.param(a_file(ONE) * 2, ["07-01 08:00"], id="two calendars in a file"),
        pytest.param(a_file(ONE)[:-20], None, id="cut off"),
    ],
)  # fmt: skip
def test_calendars_as_they_come(content: bytes, expected: list[str] | None) -> None:
    """expected: None where the answer may differ, as long as there is one, and every time in it makes sense."""
    found = read_calendar(content, SINCE)
    assert found.events or found.skipped or found.fault
    assert all(ends >= starts and starts.tzinfo for _uid, _title, starts, ends in found.events)
    assert all(title and len(title) <= 200 for _uid, title, _starts, _ends in found.events)
    if expected is not None:
        assert times(content) == expected


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=MINUTELY", "FREQ=SECONDLY;INTERVAL=9", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYSETPOS=9"),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;INTERVAL=-1", "FREQ=DAILY"),
    ],
)
def test_an_endless_rule_has_an_end(rule: str) -> None:
    began = process_time()
    found = read_calendar(a_file(*[f"UID:{n}\nDTSTART:19990101T080000\nRRULE:{rule}" for n in range(5)]), SINCE)
    assert len(found.events) <= MOST and process_time() - began < 10


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "UID:1",
                "DTSTART:20260701T080000",
                "DTSTART;TZID=Mars/Olympus:20260701T080000",
                "DTEND:x",
                "DURATION:PT",
            ),
            *("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY;BYDAY=XX", "RRULE:COUNT=1", "EXDATE:20260701T080000", "RDATE:1"),
            *(
                "SUMMARY;LANGUAGE=nb:Møte",
                "SUMMARY",
                "STATUS:cancelled",
                "BEGIN:VALARM",
                "END:VALARM",
                ":",
                ";",
                "\x00",
            ),
        ]
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=timedelta(seconds=5))
@given(PIECES)
def test_no_mixture_of_lines_is_a_crash(lines: list[str]) -> None:
    found = read_calendar(a_file("\n".join(lines)), SINCE)
    assert all(ends >= starts for _uid, _title, starts, ends in found.events)
