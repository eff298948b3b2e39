"""Reports, requests, lists with names, and what the figures are counted from."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from tests.cast import actor
from tests.discharge.stories import Story
from tests.insight.ground import an_open_edition

from samspill.apps.insight.actions import reporting, requesting
from samspill.apps.insight.actions.reporting import Written
from samspill.apps.insight.documents import as_docx, as_pdf, as_pptx
from samspill.apps.insight.documents.paper import paper_of
from samspill.apps.insight.models import AnalysisRequest, LedgerEntry, ListOpening, Report
from samspill.apps.insight.tables_in import table_of
from samspill.core import histories
from samspill.core.audit.models import AccessRow
from samspill.core.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(fjordheim) -> Report:
    an_open_edition(fjordheim)
    made = reporting.begin(by=actor("amir"), title="Høsten 2026", receiver="SSU", keys=["stays_with_waiting"])
    section = made.sections.get()
    said = {section.pk: Written(text="Færre venter.\n\nHavsund skiller seg ut.", place="", with_places=True)}
    return reporting.write(
        by=actor("siri"), report=made, title="Høsten 2026", receiver="SSU", summary="Kort sagt.", sections=said, seen=1
    )


def test_the_same_report_is_the_same_bytes(report):
    for make in (as_pdf.pdf, as_docx.docx, as_pptx.pptx):
        assert make(paper_of(report)) == make(paper_of(report)), make.__name__


def test_all_three_say_what_was_written_and_what_is_hidden(report):
    paper = paper_of(report)
    assert paper.sections[0].text == ["Færre venter.", "Havsund skiller seg ut."]
    assert any("utgave 1" in text.lower() for text in [paper.age])
    word = zipfile.ZipFile(io.BytesIO(as_docx.docx(paper))).read("word/document.xml").decode()
    assert "Havsund skiller seg ut." in word and "w:tblHeader" in word and 'descr="Diagram' in word
    slides = zipfile.ZipFile(io.BytesIO(as_pptx.pptx(paper)))
    texts = [
        slides.read(name).decode() for name in slides.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)
    ]
    assert any("Havsund skiller seg ut." in text for text in texts)


def test_a_report_is_read_by_all_when_it_is_finished_and_then_changed_by_nobody(report, signed_in):
    assert signed_in("ola").get(f"/tall/rapporter/{report.pk}").status_code == 404
    reporting.finish(by=actor("siri"), report=report)
    assert signed_in("ola").get(f"/tall/rapporter/{report.pk}").status_code == 200
    assert signed_in("ola").get(f"/tall/rapporter/{report.pk}/fil.docx").status_code == 200
    with pytest.raises(Refused, match="ferdig"):
        reporting.write(by=actor("siri"), report=report, title="X", receiver="", summary="", sections={}, seen=2)


def test_two_who_write_at_the_same_time_do_not_overwrite_each_other(report):
    with pytest.raises(Refused, match="Noen andre"):
        reporting.write(by=actor("amir"), report=report, title="X", receiver="", summary="", sections={}, seen=1)


def test_a_request_is_answered_with_a_table_where_small_numbers_are_hidden(fjordheim, signed_in):
    asked = requesting.ask(by=actor("tone"), question="Hvor mange venter?", purpose="Budsjett", wanted_by=None)
    table = table_of("Kommune;antall\nFjordby;40\nNordvik;3\nSolvåg;12\nHavsund;9", "Ventende")
    requesting.answer(by=actor("amir"), request=asked, state="answered", text="Se tabellen.", table=table)
    kept = AnalysisRequest.objects.get().table
    counts = {row["kommune"]: row["count"] for row in kept["rows"]}
    assert counts["Nordvik"] is None and list(counts.values()).count(None) >= 2 and "3" not in str(kept["rows"])
    assert LedgerEntry.objects.get().purpose == "Budsjett"
    assert "skjult" in signed_in("tone").get(f"/tall/bestillinger/{asked.pk}").content.decode()
    assert signed_in("ola").get(f"/tall/bestillinger/{asked.pk}").status_code == 404


def test_what_was_given_before_is_taken_into_account(fjordheim):
    """Three more in one group tell who the three are, so the second answer is not the first with three more."""
    for count in (40, 43):
        asked = requesting.ask(by=actor("tone"), question="Hvor mange?", purpose="Plan", wanted_by=None)
        table = table_of(f"Alder;antall\n80-;{count}\n67-79;30", "Ventende")
        requesting.answer(by=actor("amir"), request=asked, state="answered", text="Se.", table=table)
    assert LedgerEntry.objects.get(number=2).warnings


def test_names_are_for_the_owner_with_a_reason_and_leave_a_trace_on_each(fjordheim, signed_in):
    story = Story(municipality="9901")
    story.admitted("2026-11-01T10:00")
    story.ready("2026-11-02T10:00", "2026-11-02T11:00")
    page = "/tall/lister/long_wait"
    assert "Sporadisk" not in signed_in("ola").get(page).content.decode()
    refused = signed_in("ola").post(f"{page}/navn", {"ground": "follow_up", "reason": "kort"})
    assert refused.status_code == 422 and not AccessRow.objects.exists()
    reason = {"ground": "follow_up", "reason": "Planlegge plasser for dem som venter"}
    shown = signed_in("ola").post(f"{page}/navn?grense=1", reason)
    assert shown.status_code == 200 and "Sporadisk" in shown.content.decode()
    assert AccessRow.objects.get().reason.endswith("Planlegge plasser for dem som venter")
    assert ListOpening.objects.get().persons == 1
    theirs = signed_in("nina").post(f"{page}/navn?grense=1", reason)
    assert "Sporadisk" not in theirs.content.decode()
    assert "Planlegge plasser" in signed_in("eva").get("/tall/lister/apninger").content.decode()
    for name in ("amir", "tone", "siri", "eva"):
        assert signed_in(name).get(page).status_code == 403


def test_what_is_counted_holds_no_name_or_number(fjordheim):
    story = Story(municipality="9901")
    story.admitted("2026-11-01T10:00")
    (history,) = histories.histories_of(fjordheim.pk)
    assert len(history.person_id) == 32 and history.trust.isdecimal() and len(history.trust) == 9
    assert list(history.events)
    assert [each.person_id for each in histories.histories_of(fjordheim.pk)] == [history.person_id]
