"""Statements from real messages: made, approved by both, locked, corrected by a new line; objections; files."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from tests.cast import actor
from tests.discharge.stories import Story, at
from tests.signing_in import signed_in

from samspill.apps.discharge.actions.rating import enter_rate
from samspill.apps.discharge.models import BilledDay, Objection, Patient, Statement, StatementLine
from samspill.apps.discharge.receiver import OPERATOR
from samspill.apps.discharge.settlement import files, keeping
from samspill.apps.discharge.settlement.keeping import approve, documents_sent, make_due_statements, make_statements
from samspill.apps.discharge.settlement.life import LIFE, ObjectionState, page
from samspill.apps.discharge.settlement.objecting import move_objection, raise_objection
from samspill.apps.discharge.settlement.overview import listed_for
from samspill.apps.discharge.settlement.reckoning import Month
from samspill.apps.discharge.settlement.statement import Books, Shown
from samspill.core import clock
from samspill.core.audit.models import AccessRow
from samspill.core.notices.models import Notice
from samspill.core.refusal import Refused
from samspill.core.waiting import waiting_for
from samspill.directory.models import Community, Unit
from samspill.portal.demo.community import id_of

pytestmark = pytest.mark.django_db
NOVEMBER = Month(2024, 11)
DECEMBER_3 = at("2024-12-03T09:00")
RATE = 5745


@pytest.fixture(autouse=True)
def _december():
    with clock.stopped_at(DECEMBER_3):
        yield


@pytest.fixture
def trust(fjordheim: Community) -> Unit:
    return Unit.objects.get(pk=id_of("unit", "trust"))


def story(serial: int, ready: str, discharged: str = "", municipality: str = "9901") -> Story:
    told = Story(serial=serial, municipality=municipality, born=date(1940, 1, 1) + timedelta(days=serial))
    admitted = (at(ready) - timedelta(days=4)).isoformat()[:16]
    told.admitted(admitted)
    told.ready(admitted, ready)
    if discharged:
        told.discharged(discharged)
    return told


def made(trust: Unit, month: Month = NOVEMBER) -> None:
    make_statements(by=actor("kari"), trust=trust, month=month)


def statement(month: Month = NOVEMBER, number: str = "9901") -> Statement:
    return Statement.objects.get(year=month.year, month=month.month, municipality__number=number)


def shown(month: Month = NOVEMBER, number: str = "9901") -> Shown:
    return Shown(statement(month, number))


def lock(month: Month = NOVEMBER, number: str = "9901") -> Shown:
    for name in ("kari", "ola"):
        found = shown(month, number)
        approve(by=actor(name), statement=found.statement, digest=found.digest)
    return shown(month, number)


def test_a_month_holds_the_days_of_that_month_and_a_stay_that_crosses_goes_on_in_the_next(trust: Unit) -> None:
    story(1, "2024-11-10T10:00", "2024-11-13T12:00")
    story(2, "2024-11-29T10:00", "2024-12-02T12:00")
    story(3, "2024-11-05T10:00", "2024-11-06T12:00", municipality="9902")
    made(trust)
    lines = shown().lines
    assert [(each.line.first.day, each.line.last.day, each.line.days) for each in lines] == [(10, 12, 3), (29, 30, 2)]
    assert (shown().reckoning.days, shown().reckoning.kroner) == (5, 5 * RATE)
    assert shown(number="9902").reckoning.kroner == RATE
    with clock.stopped_at(at("2025-01-02T09:00")):
        make_due_statements()
        make_due_statements()
        assert [each.line.days for each in shown(Month(2024, 12)).lines] == [1]


def test_a_month_that_is_not_over_is_refused(trust: Unit) -> None:
    with pytest.raises(Refused, match="ikke over"):
        made(trust, Month(2024, 12))


def test_both_approve_the_same_and_it_is_locked(trust: Unit) -> None:
    story(1, "2024-11-10T10:00", "2024-11-13T12:00")
    made(trust)
    first = shown()
    approve(by=actor("kari"), statement=first.statement, digest=first.digest)
    assert any(item.what == "Godkjenn oppgjør" for item in waiting_for(actor("ola")))
    assert not shown().locked
    done = lock()
    assert done.locked and (done.statement.days, done.statement.kroner) == (3, 3 * RATE)
    assert BilledDay.objects.count() == 3 and StatementLine.objects.get().who["name"] == "Sporadisk Hatt"
    with pytest.raises(Refused, match="låst"):
        approve(by=actor("ola"), statement=done.statement, digest=done.digest)
    assert not any(item.what == "Godkjenn oppgjør" for item in waiting_for(actor("ola")))


def test_what_changed_in_between_is_not_approved(trust: Unit) -> None:
    told = story(1, "2024-11-10T10:00")
    made(trust)
    seen = shown()
    approve(by=actor("kari"), statement=seen.statement, digest=seen.digest)
    told.discharged("2024-11-15T12:00")
    with pytest.raises(Refused, match="endret mens du så"):
        approve(by=actor("ola"), statement=seen.statement, digest=seen.digest)
    now = shown()
    assert now.changed_since_approved and not now.approved_by_hospital()
    approve(by=actor("ola"), statement=now.statement, digest=now.digest)
    assert not shown().locked  # the hospital approved something else
    approve(by=actor("kari"), statement=now.statement, digest=now.digest)
    assert shown().locked


def test_a_late_message_gives_a_correction_line_in_the_next_open_statement(trust: Unit) -> None:
    told = story(1, "2024-11-10T10:00", "2024-11-20T12:00")
    made(trust)
    assert lock().statement.days == 10
    told.withdrawn("2024-11-16T09:00")  # late: was not ready from the 16th
    with clock.stopped_at(at("2025-01-02T09:00")):
        make_due_statements()
        frozen, december = shown(), shown(Month(2024, 12))
        assert (frozen.statement.days, len(frozen.lines)) == (10, 1)  # nothing is changed there
        (line,) = december.lines
        assert (line.line.corrects, line.line.days, line.line.kroner) == (NOVEMBER, -4, -4 * RATE)
        lock(Month(2024, 12))
    with clock.stopped_at(at("2025-02-02T09:00")):
        make_due_statements()
        assert shown(Month(2025, 1)).lines == []
    total = sum(entry.sign * entry.rate for entry in BilledDay.objects.all())
    assert total == 6 * RATE


def test_months_are_locked_in_the_order_of_the_calendar(trust: Unit) -> None:
    story(1, "2024-10-30T10:00", "2024-11-03T12:00")
    made(trust, Month(2024, 10))
    made(trust)
    with pytest.raises(Refused, match="tidligere oppgjør"):
        approve(by=actor("kari"), statement=statement(), digest=shown().digest)
    lock(Month(2024, 10))
    assert lock().statement.days == 2


def test_a_year_without_a_rate_says_so_and_has_no_sum(trust: Unit) -> None:
    story(1, "2025-01-05T10:00", "2025-01-08T12:00")
    with clock.stopped_at(at("2025-02-03T09:00")):
        made(trust, Month(2025, 1))
        found = shown(Month(2025, 1))
        assert found.reckoning.days == 3 and found.reckoning.kroner is None
        with pytest.raises(Refused, match="Døgnsatsen for 2025"):
            approve(by=actor("kari"), statement=found.statement, digest=found.digest)
        page_ = signed_in("kari").get(reverse("settlement:statement", args=[found.statement.pk])).content.decode()
        assert "Summen er ikke kjent" in page_
        assert files.as_csv(found).decode("utf-8-sig").splitlines()[-1].startswith(";Sum;;;;3;;;")
        enter_rate(by=OPERATOR, year=2025, kroner=6000, source="test")
        assert lock(Month(2025, 1)).statement.kroner == 18000


def objected(trust: Unit, first: int = 10, last: int = 12) -> Objection:
    story(1, "2024-11-10T10:00", "2024-11-13T12:00")
    made(trust)
    found = shown()
    return raise_objection(
        by=actor("ola"),
        statement=found.statement,
        patient=found.lines[0].line.patient,
        first=date(2024, 11, first),
        last=date(2024, 11, last),
        ground="no_documents",
        text="Epikrisen kom aldri hit.",
    )


def test_an_objection_that_is_accepted_takes_the_days_out(trust: Unit) -> None:
    objection = objected(trust, 11, 12)
    assert objection.due == date(2024, 12, 17)
    with pytest.raises(Refused, match="ikke har svart"):
        approve(by=actor("kari"), statement=statement(), digest=shown().digest)
    assert any("innsigelse" in item.what for item in waiting_for(actor("kari")))
    move_objection(by=actor("kari"), objection=objection, deed="accept")
    assert [(each.line.first.day, each.line.days) for each in shown().lines] == [(10, 1)]
    assert lock().statement.kroner == RATE


def test_a_dispute_holds_the_days_out_until_it_is_decided_and_then_corrects(trust: Unit) -> None:
    objection = objected(trust)
    with pytest.raises(Refused, match="begrunnelse"):
        move_objection(by=actor("kari"), objection=objection, deed="reject")
    move_objection(by=actor("kari"), objection=objection, deed="reject", text="Epikrisen ble sendt 13.11.")
    assert shown().reckoning.days == 3
    move_objection(by=actor("ola"), objection=objection, deed="dispute")
    assert lock().statement.days == 0
    move_objection(by=actor("kari"), objection=objection, deed="overrule", text="Nemnda ga sykehuset rett.")
    with clock.stopped_at(at("2025-01-02T09:00")):
        make_due_statements()
        (line,) = shown(Month(2024, 12)).lines
        assert (line.line.corrects, line.line.kroner) == (NOVEMBER, 3 * RATE)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"first": date(2024, 11, 9)}, "står ikke i oppgjøret"),
        ({"last": date(2024, 11, 9)}, "står ikke i oppgjøret"),
        ({"text": "Nei."}, "begrunnelse"),
        ({"ground": "nonsense"}, "Velg hva"),
    ],
)
def test_an_objection_that_cannot_be_right_is_refused(trust: Unit, values: dict[str, object], sentence: str) -> None:
    story(1, "2024-11-10T10:00", "2024-11-13T12:00")
    made(trust)
    found = shown()
    asked = {
        "patient": found.lines[0].line.patient,
        "first": date(2024, 11, 10),
        "last": date(2024, 11, 12),
        "ground": "other",
        "text": "Dette stemmer ikke.",
    }
    with pytest.raises(Refused, match=sentence):
        raise_objection(by=actor("ola"), statement=found.statement, **{**asked, **values})


def test_after_the_deadline_and_twice_about_the_same_is_refused(trust: Unit) -> None:
    objection = objected(trust, 10, 10)
    again = {"patient": objection.patient, "ground": "other", "text": "Dette stemmer ikke."}
    first, last = date(2024, 11, 10), date(2024, 11, 12)
    with pytest.raises(Refused, match="allerede en innsigelse"):
        raise_objection(by=actor("ola"), statement=statement(), first=first, last=last, **again)
    move_objection(by=actor("ola"), objection=objection, deed="withdraw")
    approve(by=actor("kari"), statement=statement(), digest=shown().digest)
    with clock.stopped_at(DECEMBER_3 + timedelta(days=15)), pytest.raises(Refused, match="gikk ut"):
        raise_objection(by=actor("ola"), statement=statement(), first=first, last=last, **again)


def test_the_moves_of_an_objection_are_those_of_the_table(trust: Unit) -> None:
    objection = objected(trust)
    for move in LIFE:
        if move.from_ != ObjectionState.RAISED:
            with pytest.raises(Refused):
                move_objection(by=actor("ola"), objection=objection, deed=move.deed, text="En begrunnelse.")
    with pytest.raises(Refused, match="andre siden"):
        move_objection(by=actor("ola"), objection=objection, deed="accept")


def test_missing_documents_are_noted_until_somebody_says_when_they_were_sent(trust: Unit) -> None:
    told = story(1, "2024-11-10T10:00", "2024-11-13T12:00")
    made(trust)
    assert shown().lines[0].remarks == ("no_documents", "no_answer")
    documents_sent(by=actor("kari"), statement=statement(), stay_id=told.stay().pk, on=date(2024, 11, 13))
    assert shown().lines[0].remarks == ("no_answer",)
    with pytest.raises(Refused, match="fram i tid"):
        documents_sent(by=actor("kari"), statement=statement(), stay_id=told.stay().pk, on=date(2025, 1, 1))


def test_files_have_the_same_sums_and_the_same_bytes(trust: Unit) -> None:
    story(1, "2024-11-10T10:00", "2024-11-13T12:00")
    story(2, "2024-11-20T10:00", "2024-11-28T12:00")
    made(trust)
    found = lock()
    first = {ending: write(found) for ending, (write, _kind) in files.WRITERS.items()}
    with clock.stopped_at(at("2031-05-05T05:05")):
        again = {ending: write(shown()) for ending, (write, _kind) in files.WRITERS.items()}
    assert {ending: first[ending] == again[ending] for ending in first} == {"csv": True, "xlsx": True, "pdf": True}
    rows = list(csv.DictReader(io.StringIO(first["csv"].decode("utf-8-sig")), delimiter=";"))
    assert (
        sum(int(row["kroner"]) for row in rows[:-1]) == int(rows[-1]["kroner"]) == 11 * RATE == found.statement.kroner
    )
    sheet = openpyxl.load_workbook(io.BytesIO(first["xlsx"])).active
    values = list(sheet.iter_rows(min_row=3, values_only=True))
    assert sum(row[7] for row in values[:-1]) == values[-1][7] == 11 * RATE
    assert files.total_of(files.rows_of(found)) == 11 * RATE
    assert first["pdf"].startswith(b"%PDF")


def test_who_sees_what_and_every_name_shown_is_in_the_access_log(trust: Unit) -> None:
    story(1, "2024-11-10T10:00", "2024-11-13T12:00")
    made(trust)
    pk = statement().pk
    for name, status in {
        "kari": 200,
        "ola": 200,
        "jon": 200,
        "tone": 200,
        "nina": 404,
        "siri": 403,
        "mari": 403,
    }.items():
        before = AccessRow.objects.count()
        answer = signed_in(name).get(f"/oppgjor/{pk}/")
        assert answer.status_code == status, name
        assert ("Sporadisk Hatt" in answer.content.decode()) == (status == 200)
        assert AccessRow.objects.count() - before == int(status == 200)
        assert signed_in(name).get(f"/oppgjor/{pk}/oppgjor.csv").status_code == status
    assert "17\u202f235" in signed_in("kari").get("/oppgjor/").content.decode()
    assert "17\u202f235" not in signed_in("siri").get("/oppgjor/").content.decode()  # one patient: too few for others
    assert "Sporadisk" not in signed_in("siri").get("/oppgjor/").content.decode()
    assert "17\u202f235" not in signed_in("nina").get("/oppgjor/").content.decode()
    assert AccessRow.objects.latest("pk").reason.startswith("Oppgjør")


def test_sums_over_a_few_people_are_hidden_from_those_who_follow_the_whole(trust: Unit) -> None:
    """And one more of the same month, so that the few cannot be worked out from what the trust is owed in all."""
    for number, people in (("9901", 7), ("9902", 1), ("9903", 5)):
        for n in range(people):
            story(30 * int(number[-1]) + n, "2024-11-10T10:00", "2024-11-13T12:00", municipality=number)
    made(trust)
    rows = {row.statement.municipality.number: row for row in listed_for(actor("siri")).rows}
    assert {number: row.people for number, row in rows.items()} == {"9901": 7, "9902": 1, "9903": 5}
    assert (rows["9901"].days, rows["9901"].kroner) == (21, 21 * RATE)
    assert [(rows[each].days, rows[each].kroner, rows[each].hidden) for each in ("9902", "9903")] == [
        (None, None, True)
    ] * 2
    assert all(not row.hidden and row.days for row in listed_for(actor("kari")).rows)
    page = signed_in("siri").get("/oppgjor/").content.decode()
    assert page.count("få personer") == 2 and "17\u202f235" not in page


def test_who_may_approve(trust: Unit) -> None:
    story(1, "2024-11-10T10:00", "2024-11-13T12:00")
    made(trust)
    for name in ("nina", "mari", "siri", "public"):
        with pytest.raises(Refused):
            approve(by=actor(name), statement=statement(), digest=shown().digest)
    with pytest.raises(Refused, match="fra kommunen"):
        raise_objection(
            by=actor("kari"), statement=statement(), patient=Patient.objects.get().pk,
            first=date(2024, 11, 10), last=date(2024, 11, 10), ground="other", text="Dette stemmer ikke.",
        )  # fmt: skip


def test_the_page_approves_objects_and_tells(trust: Unit) -> None:
    story(1, "2024-11-10T10:00", "2024-11-13T12:00")
    kari, ola = signed_in("kari"), signed_in("ola")
    assert kari.post("/oppgjor/lag", {"month": "2024-11"}).status_code == 302
    assert kari.post("/oppgjor/lag", {"month": "november"}).status_code == 422
    found = shown()
    address = f"/oppgjor/{found.statement.pk}/"
    assert kari.post(address + "godkjenn", {"digest": found.digest}).status_code == 302
    assert Notice.objects.filter(account=actor("ola").account_id, kind="settlement.statement").count() == 1
    posted = {"patient": found.lines[0].line.patient, "first": "2024-11-10", "last": "2024-11-10", "ground": "other"}
    assert ola.post(address + "innsigelse", posted).status_code == 422
    assert ola.post(address + "innsigelse", {**posted, "text": "Vi meldte plass klar."}).status_code == 302
    assert "Vi meldte plass klar." in kari.get(address).content.decode()
    objection = Objection.objects.get()
    assert kari.post(f"/oppgjor/innsigelser/{objection.pk}", {"deed": "accept"}).status_code == 302
    now = shown()
    assert ola.post(address + "godkjenn", {"digest": found.digest}).status_code == 422
    assert kari.post(address + "godkjenn", {"digest": now.digest}).status_code == 302
    assert ola.post(address + "godkjenn", {"digest": now.digest}).status_code == 302
    assert statement().locked_at and statement().days == 2


def test_erasing_a_patient_takes_the_name_out_of_locked_lines_too(trust: Unit) -> None:
    from samspill.apps.discharge.actions.erasing import erase_identity

    story(1, "2024-11-10T10:00", "2024-11-13T12:00")
    made(trust)
    lock()
    erase_identity(by=actor("eva"), patient=Patient.objects.get(), reason="Lagringstiden er over.")
    assert "Sporadisk" not in files.as_csv(shown()).decode("utf-8-sig")
    assert shown().reckoning.days == 3


def test_the_number_of_queries_does_not_grow_with_patients(trust: Unit, django_assert_max_num_queries) -> None:
    for n in range(12):
        story(n, "2024-11-10T10:00", "2024-11-13T12:00")
    made(trust)
    client = signed_in("kari")
    client.get("/oppgjor/")
    with django_assert_max_num_queries(30):
        client.get("/oppgjor/")
    with django_assert_max_num_queries(36):
        client.get(f"/oppgjor/{statement().pk}/")


def test_the_page_of_the_life_of_an_objection_is_as_the_code_says() -> None:
    from pathlib import Path

    file = Path(__file__).resolve().parents[3] / "docs" / "objection-life.md"
    assert file.read_text(encoding="utf-8") == page()


def test_a_statement_that_was_made_stays_when_it_is_made_again(trust: Unit) -> None:
    made(trust)
    before = set(Statement.objects.values_list("pk", flat=True))
    made(trust)
    assert set(Statement.objects.values_list("pk", flat=True)) == before and len(before) > 5
    assert keeping.why_not_approve(shown(), Books(trust)) == ""
