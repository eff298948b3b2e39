"""The directory in and out as files: what a file would do is shown first, all or nothing is done, and all is undone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import CAST, actor
from tests.signing_in import signed_in

from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory.exchange import actions, importing
from samspill.directory.exchange.files import FORMULA, read_rows, write_csv, write_xlsx
from samspill.directory.exchange.references import References
from samspill.directory.exchange.sheets import SHEETS
from samspill.directory.models import (
    Community,
    ContactWay,
    FileIn,
    FileStatus,
    JointWork,
    Membership,
    Person,
    Position,
    Representation,
    ServiceOffer,
    Unit,
)

UNIT = {"navn": "Geriatri 3", "type": "Sengepost", "del av": "Medisinsk klinikk", "her-id": "9900199"}
STAFF = {
    "fornavn": "Frida",
    "etternavn": "Ny",
    "e-post": "frida.ny@example.org",
    "rolle": "Sykepleier",
    "enhet": "Geriatri 2",
}
OFFER = {
    "navn": "Afasigruppe",
    "tilbyder": "Geriatri 2",
    "slag": "Logoped",
    "nivå": "Spesialisthelsetjeneste",
    "for hvem": "Voksne med afasi",
    "henvisning": "Fastlegen henviser",
    "områder": "9902; Solvåg",
    "plasser": "8",
}
WORK = {
    "navn": "Fallforebygging",
    "slag": "Samarbeidsprosjekt",
    "formål": "Færre fall",
    "eier": "Fjordby",
    "status": "Pågår",
}
TERM = {"person": "Berit Aas", "representerer": "user", "hvor": "SSU", "oppnevnt av": "Fjordby"}


def preview(key: str, *rows: dict[str, str], name: str = "unni") -> importing.Outcome:
    return importing.preview(SHEETS[key], rows, actor(name))


def bring(key: str, *rows: dict[str, str], name: str = "unni") -> FileIn:
    by = actor(name)
    kept = actions.keep_for_preview(by=by, sheet=key, name=f"{key}.csv", rows=rows)
    return actions.take_in(by=by, file=kept, digest=importing.preview(SHEETS[key], rows, by).digest)


def sentences(outcome: importing.Outcome) -> list[tuple[int, str, str]]:
    return [(each.line, each.column, each.sentence) for each in outcome.wrong]


# --- files


def test_csv_with_semicolon_comma_or_tab_and_the_letters_of_old_spreadsheets() -> None:
    for separator, code in ((";", "utf-8-sig"), (",", "utf-8"), ("\t", "cp1252")):
        body = f"Navn{separator}Del av\r\nØre-nese-hals{separator}Åsen\r\n{separator}\r\n".encode(code)
        assert read_rows("x.csv", body) == [{"navn": "Øre-nese-hals", "del av": "Åsen"}]


def test_a_spreadsheet_keeps_numbers_and_days_as_people_wrote_them() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Nummer", "Fra", "Tall"])
    sheet.append(["0301", clock.now().replace(tzinfo=None), 9901])
    out = io.BytesIO()
    book.save(out)
    (row,) = read_rows("x.XLSX", out.getvalue())
    assert row == {"nummer": "0301", "fra": clock.now().date().isoformat(), "tall": "9901"}


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("x.csv", b"", "tom"),
        ("x.csv", b"navn;navn\na;b", "to ganger"),
        ("x.csv", b"\x00\x01\x02", "ikke en CSV"),
        ("x.csv", b'navn\n"aldri lukket', "CSV"),
        ("x.xlsx", b"PK\x03\x04 not really", "regneark"),
        ("x.xlsx", b"navn;type", "regneark"),
    ],
)
def test_a_broken_file_gets_a_sentence(name: str, body: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_rows(name, body)


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=30
)


@given(st.lists(st.fixed_dictionaries({"a": TEXTS, "b": TEXTS}), max_size=6))
def test_what_goes_out_comes_in_the_same(rows: list[dict[str, str]]) -> None:
    rows = [{name: text for name, text in row.items() if not text.startswith("'")} for row in rows]
    rows = [row for row in rows if len(row) == 2]
    assert read_rows("x.csv", write_csv(["a", "b"], rows)) == rows
    assert read_rows("x.xlsx", write_xlsx("ark", ["a", "b"], rows)) == rows


def test_nothing_that_goes_out_is_run_as_a_formula() -> None:
    rows = [{"a": f"{sign}1+1"} for sign in "=+-@"]
    cells = [line[0] for line in csv.reader(io.StringIO(write_csv(["a"], rows).decode("utf-8-sig")), delimiter=";")]
    assert not any(cell.startswith(FORMULA) for cell in cells)
    sheet: Any = openpyxl.load_workbook(io.BytesIO(write_xlsx("ark", ["a"], rows))).active
    assert {cell.data_type for (cell,) in sheet.iter_rows(min_row=2)} == {"s"}


# --- what a file would do


@pytest.mark.parametrize("key", ["enheter", "kontakt", "tilbud", "samarbeid", "representanter", "personer"])
def test_what_is_taken_out_and_brought_in_changes_nothing(fjordheim: Community, key: str):
    bring("tilbud", OFFER)
    bring("samarbeid", WORK)
    bring("representanter", TERM)
    by = actor("unni")
    rows = list(SHEETS[key].rows(by, References(by)))
    assert rows
    outcome = importing.preview(SHEETS[key], read_rows("x.csv", write_csv(SHEETS[key].names, rows)), by)
    assert sentences(outcome) == []
    assert outcome.changes == []
    assert outcome.unchanged == len(rows)


def test_a_preview_changes_nothing(fjordheim: Community):
    outcome = preview("enheter", UNIT)
    assert [(line, change.title) for line, change in outcome.new] == [(2, "Geriatri 3")]
    assert not Unit.objects.filter(name="Geriatri 3").exists()


def test_a_new_unit_and_its_part_in_the_same_file(fjordheim: Community):
    bring(
        "enheter",
        UNIT | {"navn": "Klinikk for hud", "type": "Klinikk", "del av": "Fjordby sykehus", "her-id": ""},
        UNIT | {"del av": "Klinikk for hud"},
    )
    assert Unit.objects.get(name="Geriatri 3").parent == Unit.objects.get(name="Klinikk for hud")


def test_a_practice_of_its_own_becomes_a_member_of_the_community(fjordheim: Community):
    bring("enheter", {"navn": "Nye legesenter", "type": "Legekontor", "del av": ""})
    assert Membership.objects.get(unit__name="Nye legesenter").community == fjordheim


def test_a_changed_cell_is_shown_with_what_it_was(fjordheim: Community):
    ward = Unit.objects.get(name="Geriatri 2")
    outcome = preview("enheter", {"id": str(ward.pk), "navn": "Geriatri 2", "type": "ward", "telefon": "99 00 12 34"})
    ((line, change),) = outcome.changed
    assert (line, [(before, after) for _, before, after in change.lines()]) == (2, [(ward.phone, "99 00 12 34")])


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_empties(fjordheim: Community):
    ward = Unit.objects.get(name="Geriatri 2")
    Unit.objects.filter(pk=ward.pk).update(phone="99 00 00 01", resh_id="700123")
    bring("enheter", {"id": str(ward.pk), "navn": "Geriatri 2", "type": "Sengepost", "telefon": ""})
    ward.refresh_from_db()
    assert (ward.phone, ward.resh_id, ward.parent.name) == ("", "700123", "Medisinsk klinikk")


@pytest.mark.parametrize(
    ("key", "row", "column", "sentence"),
    [
        ("enheter", UNIT | {"type": "Romstasjon"}, "type", "ikke et av valgene"),
        ("enheter", UNIT | {"navn": ""}, "navn", "Her må det stå noe"),
        ("enheter", UNIT | {"del av": "Finnes ikke"}, "del av", "Ingen enhet"),
        ("enheter", UNIT | {"organisasjonsnummer": "123456789"}, "org_number", ""),
        ("enheter", UNIT | {"fra": "31.2.2026"}, "fra", "ikke en dato"),
        ("enheter", UNIT | {"type": "Kommune", "del av": ""}, "type", "offisielle"),
        ("enheter", UNIT | {"del av": "Havna"}, "del av", "Ingen enhet"),
        ("kontakt", {"person": "Ola Vik", "enhet": "Geriatri 2", "måte": "Telefon", "verdi": "1"}, "person", "enten"),
        ("kontakt", {"person": "Ingen Her", "måte": "Telefon", "verdi": "1"}, "person", "Ingen person"),
        ("tilbud", OFFER | {"plasser": "mange"}, "plasser", "helt tall"),
        ("tilbud", OFFER | {"områder": "9902; Atlantis"}, "områder", "Atlantis"),
        ("tilbud", OFFER | {"nettside": "ikke en adresse"}, "web", ""),
        ("tilbud", OFFER | {"fra": "2026-05-01", "til og med": "2026-04-01"}, "til og med", "før første dag"),
        ("tilbud", OFFER | {"id": "tull"}, "id", "ikke en id"),
        ("personer", STAFF | {"rolle": "Saksbehandler, tildelingskontor"}, "", "hører hjemme"),
        ("personer", STAFF | {"fornavn": "Unni", "etternavn": "Solberg", "e-post": ""}, "", "deg selv"),
        ("personer", STAFF | {"e-post": "ikke epost"}, "email", ""),
    ],
)
def test_what_is_wrong_is_said_with_line_and_column(fjordheim: Community, key, row, column, sentence):
    outcome = preview(key, row)
    assert [(line, where) for line, where, _ in sentences(outcome)] == [(2, column)]
    assert sentence in outcome.wrong[0].sentence
    assert outcome.wrong[0].sentence


def test_all_that_is_wrong_is_said_at_once_and_good_rows_are_counted(fjordheim: Community):
    outcome = preview(
        "enheter", UNIT, UNIT | {"navn": "", "type": "x"}, UNIT | {"navn": "Hud", "her-id": "", "del av": "x"}
    )
    assert [(line, where) for line, where, _ in sentences(outcome)] == [(3, "navn"), (3, "type"), (4, "del av")]
    assert len(outcome.new) == 1


def test_a_file_with_a_wrong_row_is_not_taken_in_at_all(fjordheim: Community):
    rows = [UNIT, UNIT | {"navn": "", "her-id": ""}]
    kept = actions.keep_for_preview(by=actor("unni"), sheet="enheter", name="x.csv", rows=rows)
    with pytest.raises(Refused, match="ingenting er hentet inn"):
        actions.take_in(by=actor("unni"), file=kept, digest=preview("enheter", *rows).digest)
    assert not Unit.objects.filter(name="Geriatri 3").exists()
    kept.refresh_from_db()
    assert kept.status == FileStatus.PREVIEWED


def test_a_required_column_that_is_missing_is_said_once(fjordheim: Community):
    outcome = preview("enheter", {"navn": "A"}, {"navn": "B"})
    assert sentences(outcome) == [(1, "type", "Denne kolonnen mangler i filen.")]


def test_two_rows_with_the_same_number_are_told_apart(fjordheim: Community):
    outcome = preview("enheter", UNIT, UNIT | {"id": str(Unit.objects.get(name="Geriatri 1").pk), "navn": "Geriatri 1"})
    assert [line for line, _, _ in sentences(outcome)] == [3]


def test_a_name_that_several_units_have_asks_for_more(fjordheim: Community):
    lunge = Unit.objects.get(name="Lunge")
    bring("enheter", UNIT | {"navn": "Lunge", "del av": "Kirurgisk klinikk", "her-id": ""})
    assert "Flere enheter" in preview("tilbud", OFFER | {"tilbyder": "Lunge"}).wrong[0].sentence
    bring("tilbud", OFFER | {"tilbyder": "Medisinsk klinikk / Lunge"})
    assert ServiceOffer.objects.get(name__endswith="fasigruppe").provider == lunge


# --- people and roles


def test_a_new_colleague_with_a_role(fjordheim: Community):
    bring("personer", STAFF | {"fra": "1.12.2026", "til og med": "31.12.2026"})
    position = Position.objects.get(person__family_name="Ny")
    assert (position.unit.name, position.role, str(position.valid_from)) == ("Geriatri 2", "nurse", "2026-12-01")
    assert str(position.last_day) == "2026-12-31"


def test_the_same_person_twice_is_one_person_with_two_roles(fjordheim: Community):
    bring("personer", STAFF, STAFF | {"enhet": "Geriatri 1"})
    assert Person.objects.get(family_name="Ny").positions.count() == 2


def test_a_role_ends_by_a_day_in_the_file_but_not_the_last_administrators(fjordheim: Community):
    bring("personer", STAFF)
    today = clock.today().isoformat()
    bring("personer", STAFF | {"til og med": today})
    assert Position.objects.get(person__family_name="Ny").last_day == clock.today()
    last = {"fornavn": "Unni", "etternavn": "Solberg", "rolle": "community_administrator", "enhet": "Sekretariatet"}
    assert preview("personer", last | {"til og med": today}).wrong


# --- taking in, once, and undoing


def test_what_was_looked_at_is_what_is_done(fjordheim: Community):
    rows = [{"navn": "Geriatri 2", "type": "Sengepost", "del av": "Medisinsk klinikk", "telefon": "99 00 00 02"}]
    kept = actions.keep_for_preview(by=actor("unni"), sheet="enheter", name="x.csv", rows=rows)
    seen = preview("enheter", *rows).digest
    Unit.objects.filter(name="Geriatri 2").update(phone="99 00 00 09")
    with pytest.raises(Refused, match="Se over en gang til"):
        actions.take_in(by=actor("unni"), file=kept, digest=seen)
    assert Unit.objects.get(name="Geriatri 2").phone == "99 00 00 09"


def test_a_file_is_taken_in_once(fjordheim: Community):
    file = bring("enheter", UNIT)
    with pytest.raises(Refused, match="allerede"):
        actions.take_in(by=actor("unni"), file=file, digest="")
    assert Unit.objects.filter(name="Geriatri 3").count() == 1


@pytest.mark.parametrize(
    ("key", "row", "model"),
    [
        ("enheter", UNIT, Unit),
        ("enheter", {"navn": "Nye legesenter", "type": "Legekontor", "del av": ""}, Unit),
        ("kontakt", {"enhet": "Geriatri 2", "måte": "Telefon", "verdi": "99 00 77 77"}, ContactWay),
        ("tilbud", OFFER, ServiceOffer),
        ("samarbeid", WORK, JointWork),
        ("representanter", TERM, Representation),
        ("personer", STAFF, Position),
    ],
)
def test_undoing_takes_away_what_was_new(fjordheim: Community, key: str, row: dict[str, str], model: Any):
    before = set(model.objects.values_list("pk", flat=True))
    file = bring(key, row)
    assert model.objects.count() == len(before) + 1
    assert actions.undo(by=actor("unni"), file=file).status == FileStatus.UNDONE
    assert set(model.objects.values_list("pk", flat=True)) == before
    with pytest.raises(Refused):
        actions.undo(by=actor("unni"), file=file)


def test_undoing_puts_back_what_was_changed(fjordheim: Community):
    bring("tilbud", OFFER)
    offer = ServiceOffer.objects.get(name__endswith="fasigruppe")
    file = bring("tilbud", OFFER | {"id": str(offer.pk), "plasser": "", "områder": "9902", "navn": "Ny afasigruppe"})
    offer.refresh_from_db()
    assert (offer.name, offer.capacity, offer.areas.count()) == ("Ny afasigruppe", None, 1)
    actions.undo(by=actor("unni"), file=file)
    offer.refresh_from_db()
    assert (offer.name, offer.capacity, offer.areas.count()) == ("Afasigruppe", 8, 2)


def test_what_was_changed_afterwards_is_not_lost_by_undoing(fjordheim: Community):
    file = bring("enheter", UNIT, UNIT | {"navn": "Geriatri 4", "her-id": "9900198"})
    Unit.objects.filter(name="Geriatri 4").update(phone="99 00 00 03")
    with pytest.raises(Refused, match=r"Geriatri 4.*endret etterpå"):
        actions.undo(by=actor("unni"), file=file)
    assert Unit.objects.filter(name="Geriatri 3").exists()


def test_what_is_in_use_is_not_taken_away(fjordheim: Community):
    file = bring("enheter", UNIT)
    bring("personer", STAFF | {"enhet": "Geriatri 3"})
    with pytest.raises(Refused, match="tatt i bruk"):
        actions.undo(by=actor("unni"), file=file)


# --- who may, and where


@pytest.mark.parametrize("name", [*CAST, "public"])
def test_only_the_administrator_brings_in_files(fjordheim: Community, name: str):
    client = signed_in(name)
    addresses = [
        reverse("exchange"),
        reverse("exchange-csv", args=["enheter"]),
        reverse("exchange-bring", args=["enheter"]),
    ]
    for address in addresses:
        assert (client.get(address).status_code == 200) is (name == "unni")
    if name != "unni":
        with pytest.raises(Refused):
            actions.keep_for_preview(by=actor(name), sheet="enheter", name="x", rows=[UNIT])


def test_a_file_of_another_community_does_not_exist(fjordheim: Community):
    file = bring("enheter", UNIT)
    other = Community.objects.exclude(pk=fjordheim.pk).first()
    FileIn.objects.update(community=other)
    client = signed_in("unni")
    assert client.get(reverse("exchange-file", args=[file.pk])).status_code == 404
    assert client.post(reverse("exchange-undo", args=[file.pk])).status_code == 404


def test_rows_of_another_community_are_neither_taken_out_nor_reached_by_their_id(fjordheim: Community):
    bring("tilbud", OFFER)
    offer = ServiceOffer.objects.get(name__endswith="fasigruppe")
    ServiceOffer.objects.update(community=Community.objects.exclude(pk=fjordheim.pk).first())
    assert b"Afasigruppe" not in signed_in("unni").get(reverse("exchange-csv", args=["tilbud"])).content
    assert "Ingen rad" in preview("tilbud", OFFER | {"id": str(offer.pk)}).wrong[0].sentence


def upload(client: Client, key: str, body: bytes, name: str = "fil.csv") -> Any:
    return client.post(reverse("exchange-bring", args=[key]), {"file": SimpleUploadedFile(name, body)})


def test_the_whole_way_on_the_pages(fjordheim: Community):
    client = signed_in("unni")
    empty = client.get(reverse("exchange-xlsx", args=["enheter"]) + "?mal")
    assert read_rows("mal.xlsx", empty.content) == []
    answer = upload(client, "enheter", write_csv(SHEETS["enheter"].names, [UNIT]))
    page = client.get(answer["Location"]).content.decode()
    assert "Geriatri 3" in page
    assert not Unit.objects.filter(name="Geriatri 3").exists()
    digest = page.partition('name="digest" value="')[2].partition('"')[0]
    client.post(answer["Location"] + "hent-inn/", {"digest": digest})
    assert Unit.objects.filter(name="Geriatri 3").exists()
    assert "Angre" in client.get(answer["Location"]).content.decode()
    client.post(answer["Location"] + "angre/")
    assert not Unit.objects.filter(name="Geriatri 3").exists()


@pytest.mark.parametrize("body", [b"", b"navn;type\n", b"PK\x03\x04"])
def test_a_broken_file_on_the_page_gets_its_sentence(fjordheim: Community, body: bytes):
    answer = upload(signed_in("unni"), "enheter", body)
    assert answer.status_code == 422
    assert not FileIn.objects.exists()


@pytest.mark.django_db
def test_many_rows_cost_a_steady_number_of_questions_each(
    fjordheim: Community, django_assert_max_num_queries: Callable[[int], Any]
):
    rows = [UNIT | {"navn": f"Post {n}", "her-id": ""} for n in range(40)]
    with django_assert_max_num_queries(40 * 25):
        assert len(preview("enheter", *rows).new) == 40


def test_a_status_that_a_file_sets_stands_in_the_history_too(fjordheim: Community):
    bring("samarbeid", WORK)
    file = bring("samarbeid", WORK | {"status": "Avsluttet", "om status": "Ferdig."})
    work = JointWork.objects.get(name="Fallforebygging")
    assert [change.status for change in work.status_changes.all()] == ["finished", "ongoing"]
    actions.undo(by=actor("unni"), file=file)
    assert [change.status for change in work.status_changes.all()] == ["ongoing"]


def test_days_in_the_past_and_the_future_are_both_allowed(fjordheim: Community):
    ended = (clock.today() - timedelta(days=3)).isoformat()
    bring("samarbeid", WORK | {"fra": "2020-01-01", "til og med": ended})
    assert JointWork.objects.get(name="Fallforebygging").last_day == clock.today() - timedelta(days=3)
