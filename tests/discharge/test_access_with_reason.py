"""A patient is opened in an ongoing relation; otherwise with a reason, for some hours, and somebody looks at it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import CAST, actor
from tests.discharge.stories import Story, at
from tests.signing_in import signed_in

from samspill.apps.discharge.actions.asking_access import ask_emergency_access, review
from samspill.apps.discharge.models import GrantedAccess, Ground, Patient, Stay, Verdict
from samspill.apps.discharge.queries.access import patient_by_number
from samspill.core import clock, waiting
from samspill.core.audit.models import AccessRow, AuditRow
from samspill.core.refusal import Refused
from samspill.directory.models import Community, Position

pytestmark = pytest.mark.django_db
EVERYBODY = [*CAST, "public"]
WHY = "Pasienten kom bevisstløs til legevakta."
ENDED = "2026-11-20T12:00"


@pytest.fixture
def story(fjordheim: Community) -> Story:
    """A patient of Fjordby, home from Geriatri 2."""
    told = Story(municipality="9901")
    told.admitted("2026-11-16T10:00")
    told.ready("2026-11-16T10:00", "2026-11-19T09:00")
    told.discharged(ENDED)
    return told


def opened(name: str, stay: Stay) -> int:
    return signed_in(name).get(reverse("discharge:stay", args=[stay.pk])).status_code


def ask(name: str, story: Story, text: str = WHY, ground: str = "acute_care") -> Client:
    client = signed_in(name)
    client.answer = client.post(  # type: ignore[attr-defined]
        reverse("discharge:emergency"), {"number": story.patient().number, "ground": ground, "text": text}
    )
    return client


# --- the ongoing relation


def test_the_reason_in_the_log_is_the_relation(fjordheim: Community):
    told = Story(municipality="9901", serial=1)
    told.admitted("2026-11-16T10:00")
    for name in ("kari", "ola"):
        assert opened(name, told.stay()) == 200
    reasons = list(AccessRow.objects.order_by("at").values_list("reason", flat=True))
    assert "hos oss" in reasons[0]
    assert "hjem til oss" in reasons[1]


@pytest.mark.parametrize(("days", "direct"), [(0, True), (30, True), (31, False), (400, False)])
def test_a_stay_is_opened_without_more_ado_for_some_days_after_its_end(story: Story, days: int, direct: bool):
    stay = story.stay()
    with clock.stopped_at(at(ENDED) + timedelta(days=days)):
        page = signed_in("kari").get(reverse("discharge:stay", args=[stay.pk])).content.decode()
    assert ("Sporadisk" in page) is direct
    assert AccessRow.objects.exists() is direct


def test_the_days_are_a_setting(story: Story, settings):
    settings.RELATION_DAYS = 2
    with clock.stopped_at(at(ENDED) + timedelta(days=3)):
        assert not Stay.objects.openable_by(actor("kari")).exists()


def test_an_old_stay_is_opened_with_a_reason_and_the_reason_is_reviewed(story: Story):
    stay = story.stay()
    with clock.stopped_at(at(ENDED) + timedelta(days=90)):
        client = signed_in("ola")
        asked = {"ground": "settlement", "text": "Sykehuset krever to døgn til."}
        client.post(reverse("discharge:afterwards", args=[stay.pk]), asked)
        assert "Sporadisk" in client.get(reverse("discharge:stay", args=[stay.pk])).content.decode()
        assert "oppgjør" in AccessRow.objects.get().reason
        assert opened("ola", stay) == 200
        (access,) = GrantedAccess.objects.all()
        assert not access.is_emergency
    with clock.stopped_at(access.until):
        assert "Sporadisk" not in signed_in("ola").get(reverse("discharge:stay", args=[stay.pk])).content.decode()


@pytest.mark.parametrize("name", [n for n in EVERYBODY if n not in {"kari", "ola"}])
def test_only_the_two_sides_of_a_stay_may_open_it_afterwards(story: Story, name: str):
    stay = story.stay()
    with clock.stopped_at(at(ENDED) + timedelta(days=90)):
        asked = {"ground": "settlement", "text": "Jeg vil gjerne se etter."}
        answer = signed_in(name).post(reverse("discharge:afterwards", args=[stay.pk]), asked)
    assert answer.status_code in (302, 403, 404)
    assert not GrantedAccess.objects.exists()


# --- emergency


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_may_ask_in_an_emergency(story: Story, name: str):
    may = name in {"kari", "ola", "nina", "mari"}
    if may:
        ask_emergency_access(by=actor(name), patient=Patient.objects.get(), ground=Ground.ACUTE_CARE, text=WHY)
        assert AuditRow.objects.get(deed="discharge.emergency_access").about_id
    else:
        with pytest.raises(Refused):
            ask_emergency_access(by=actor(name), patient=Patient.objects.get(), ground=Ground.ACUTE_CARE, text=WHY)
    assert (signed_in(name).get(reverse("discharge:emergency")).status_code == 200) is may


def test_nina_opens_a_patient_of_another_municipality_for_some_hours(story: Story):
    stay = story.stay()
    assert opened("nina", stay) == 404
    client = ask("nina", story)
    assert client.answer["Location"] == reverse("discharge:stay", args=[stay.pk])  # type: ignore[attr-defined]
    assert "Sporadisk Hatt" in client.get(reverse("discharge:stay", args=[stay.pk])).content.decode()
    assert AccessRow.objects.get().reason == "Nødtilgang: akutt behov for helsehjelp"
    with clock.stopped_at(GrantedAccess.objects.get().until):
        assert opened("nina", stay) == 404


def test_it_opens_nothing_else_and_nobody_elses_doors(story: Story):
    other = Story(municipality="9901", serial=7)
    other.admitted("2026-11-18T10:00")
    ask("nina", story)
    assert opened("nina", other.stay()) == 404
    assert opened("mari", story.stay()) == 404
    board = signed_in("nina").get(reverse("discharge:board")).content.decode()
    assert str(story.stay().pk) not in board
    answer = signed_in("nina").post(reverse("discharge:answer", args=[story.stay().pk]), {"answer": "can"})
    assert answer.status_code in (403, 404, 422)


def test_another_position_of_the_same_person_is_not_let_in(story: Story):
    ask("nina", story)
    nina = Position.objects.get(pk=actor("nina").position_id)
    granted = GrantedAccess.objects.get()
    granted.position = Position.objects.exclude(pk=nina.pk).first().pk  # type: ignore[union-attr]
    granted.save()
    assert opened("nina", story.stay()) == 404


@pytest.mark.parametrize("number", ["", "123", "00000000000", "ikke et nummer", "9" * 40, "17024212345"])
def test_a_number_that_can_be_nobodys_gets_a_sentence(story: Story, number: str):
    answer = signed_in("nina").post(
        reverse("discharge:emergency"), {"number": number, "ground": "acute_care", "text": WHY}
    )
    assert answer.status_code == 422
    assert WHY in answer.content.decode()
    assert not GrantedAccess.objects.exists()


def test_an_unknown_patient_is_a_sentence_and_a_row_in_the_audit_trail(story: Story):
    unknown = Story(serial=20)
    client = ask("nina", unknown)
    assert client.answer.status_code == 422  # type: ignore[attr-defined]
    assert AuditRow.objects.filter(deed="discharge.emergency_access_found_nobody").count() == 1


def test_a_reason_that_says_nothing_is_refused(story: Story):
    assert ask("nina", story, text="akutt").answer.status_code == 422  # type: ignore[attr-defined]
    assert not GrantedAccess.objects.exists()


def test_a_patient_of_another_community_is_unknown(story: Story):
    other = Community.objects.exclude(slug="fjordheim").first()
    assert other is not None
    assert patient_by_number(other.pk, story.patient().number) is None
    found = patient_by_number(actor("nina").community_id, story.patient().number[:6] + " " + story.patient().number[6:])
    assert found is not None


def test_the_number_and_the_reason_never_lie_in_the_open(story: Story):
    from django.db import connection

    ask("nina", story)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM discharge_grantedaccess")
        row = " ".join(str(bytes(v) if isinstance(v, memoryview | bytes) else v) for v in cursor.fetchone())
    assert "bevisstløs" not in row
    assert story.patient().number not in row


def test_pressing_twice_is_one_access(story: Story):
    ask("nina", story)
    ask("nina", story)
    assert GrantedAccess.objects.count() == 1


def test_guessing_numbers_is_stopped_and_nothing_typed_is_lost(story: Story):
    answers = [ask("nina", Story(serial=20 + n)).answer for n in range(12)]  # type: ignore[attr-defined]
    assert answers[-1].status_code == 429
    assert WHY in answers[-1].content.decode()


# --- review


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_may_review(story: Story, name: str):
    ask("nina", story)
    access = GrantedAccess.objects.get()
    for address in (reverse("discharge:reviews"), reverse("discharge:review", args=[access.pk])):
        answer = signed_in(name).get(address)
        assert (answer.status_code == 200) is (name == "eva")
    if name == "eva":
        assert review(by=actor(name), access=access, verdict=Verdict.JUSTIFIED, note="").verdict
    else:
        with pytest.raises(Refused):
            review(by=actor(name), access=access, verdict=Verdict.JUSTIFIED, note="")


def test_the_officer_sees_why_and_what_and_says_what_they_think_once(story: Story):
    ask("nina", story)
    opened("nina", story.stay())
    access = GrantedAccess.objects.get()
    address = reverse("discharge:review", args=[access.pk])
    client = signed_in("eva")
    page = client.get(address).content.decode()
    assert WHY in page
    assert "Nina Dahl" in page
    assert "Hatt" not in page
    assert client.post(address, {"verdict": "justified", "note": "Rett brukt."}).status_code == 302
    assert "Rett brukt." in client.get(address).content.decode()
    assert client.post(address, {"verdict": "not_justified"}).status_code == 422
    access.refresh_from_db()
    assert (access.verdict, access.reviewed_by) == ("justified", "Eva Strand")


def test_what_waits_for_review_stands_on_the_officers_first_page(story: Story):
    ask("nina", story)
    (item,) = waiting.waiting_for(actor("eva"))
    assert "Nina Dahl" in item.about
    assert not item.broken
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        assert waiting.waiting_for(actor("eva"))[0].broken
    review(by=actor("eva"), access=GrantedAccess.objects.get(), verdict=Verdict.JUSTIFIED, note="")
    assert not waiting.waiting_for(actor("eva"))
    assert not waiting.waiting_for(actor("nina"))


def test_nothing_of_another_community_is_reviewed(story: Story):
    ask("nina", story)
    access = GrantedAccess.objects.get()
    other = Community.objects.exclude(slug="fjordheim").first()
    assert other is not None
    GrantedAccess.objects.update(community=other)
    access.refresh_from_db()
    assert signed_in("eva").get(reverse("discharge:review", args=[access.pk])).status_code == 404
    with pytest.raises(Refused):
        review(by=actor("eva"), access=access, verdict=Verdict.JUSTIFIED, note="")


def test_asking_and_reviewing_leave_rows_in_the_audit_trail(story: Story):
    ask("nina", story)
    review(by=actor("eva"), access=GrantedAccess.objects.get(), verdict=Verdict.FOLLOWED_UP, note="Ta det opp.")
    assert {"discharge.emergency_access", "access_log.review"} <= set(AuditRow.objects.values_list("deed", flat=True))
