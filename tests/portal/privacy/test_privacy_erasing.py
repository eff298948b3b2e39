"""The privacy officer's room: what is erased, by a person or when its period is over, and what stays."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cast import actor
from tests.discharge.stories import Story
from tests.portal.privacy.told import NOW, SignIn, gone, number

from samspill.accounts.models import Account
from samspill.apps.discharge.actions import erasing
from samspill.apps.discharge.models import GrantedAccess, OutgoingMessage, Patient, ReceivedMessage, Stay, StayEvent
from samspill.core import clock, retention
from samspill.core.audit.models import AccessRow, AuditRow
from samspill.core.refusal import Refused
from samspill.core.retention import Erasure, Period
from samspill.directory.models import Community, Person, Position
from samspill.portal.privacy import actions, staff
from samspill.portal.privacy.who_looked import log_of

# --- erasing ----------------------------------------------------------------------------------------------------------


def texts_left(patient: Patient, story: Story) -> list[str]:
    """Where the patient's name or number can still be read, in any column that we can decrypt."""
    needles = (number(story), "Sporadisk", "Hatt")
    found = []
    for model in (
        Patient,
        Stay,
        StayEvent,
        ReceivedMessage,
        OutgoingMessage,
        GrantedAccess,
        AuditRow,
        AccessRow,
        Erasure,
    ):
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                text = bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
                if any(needle in text for needle in needles):
                    found.append(f"{model.__name__}.{field.name}")
    return found


def test_the_page_says_what_goes_what_stays_and_why(signed_in: SignIn, patient: Patient, story: Story) -> None:
    page = signed_in("eva").post("/personvern/slett", {"number": number(story)}).content.decode()
    for said in ("blir borte", "blir stående", "pasientjournalloven § 22", "Sikkerhetskopier", "ikke er avsluttet"):
        assert said in page
    assert number(story) not in page
    assert Patient.objects.get().identity["number"]


def erase(client: Client, patient: Patient, what: str, **values: str) -> Any:
    asked = {f"{what}-reason": "Meldingen kom til feil mottaker", f"{what}-sure": "on", **values}
    return client.post("/personvern/slett/utfor", {"patient": str(patient.pk), "what": what, **asked})


def test_the_identity_goes_and_the_figures_stay(signed_in: SignIn, patient: Patient, story: Story) -> None:
    gone(story)
    days_before = list(Stay.objects.values_list("admitted_on", "ready_on", "ended_on"))
    assert erase(signed_in("eva"), patient, "identity").status_code == 302
    assert texts_left(patient, story) == []
    assert list(Stay.objects.values_list("admitted_on", "ready_on", "ended_on")) == days_before
    assert StayEvent.objects.filter(patient=patient).count() > 2
    assert AccessRow.objects.filter(patient=patient.pk).count() == 2
    erasure = Erasure.objects.get()
    assert (erasure.kind, erasure.about_id, erasure.counts["received_messages"]) == (
        "patient_identity",
        str(patient.pk),
        3,
    )
    assert AuditRow.objects.latest("pk").deed == "privacy.erase_identity"


def test_a_wrongly_received_patient_goes_altogether(signed_in: SignIn, patient: Patient, story: Story) -> None:
    events = StayEvent.objects.count()
    assert erase(signed_in("eva"), patient, "wrong").status_code == 302
    assert texts_left(patient, story) == []
    assert not Stay.objects.exists() and not StayEvent.objects.exists()
    assert ReceivedMessage.objects.count() == 2
    assert Erasure.objects.get().counts == {
        "identities": 1,
        "received_messages": 2,
        "sent_messages": 0,
        "written": 0,
        "notes": 0,
        "reasons": 0,
        "reservation_notes": 0,
        "long_waits": 0,
        "settlement_lines": 0,
        "events": events,
        "stays": 1,
    }


def test_the_boards_forget_at_once(signed_in: SignIn, patient: Patient, story: Story, fjordheim: Community) -> None:
    kari = Client()
    kari.post("/logg-inn/demo", {"account": str(Account.objects.get(username="kari").pk)})
    assert "S.H." in kari.get("/pasienter/").content.decode()
    erase(signed_in("eva"), patient, "wrong")
    assert "S.H." not in kari.get("/pasienter/").content.decode()


def test_somebody_in_hospital_keeps_their_name(signed_in: SignIn, patient: Patient) -> None:
    answer = erase(signed_in("eva"), patient, "identity")
    assert answer.status_code == 422
    with pytest.raises(Refused, match="ikke er avsluttet"):
        erasing.erase_identity(by=actor("eva"), patient=patient, reason="trengs ikke lenger")  # type: ignore[arg-type]
    assert Patient.objects.get().identity["family"] == "Hatt"


@pytest.mark.parametrize("missing", ["reason", "sure"])
def test_without_a_reason_and_a_yes_nothing_goes(signed_in: SignIn, patient: Patient, missing: str) -> None:
    answer = erase(signed_in("eva"), patient, "wrong", **{f"wrong-{missing}": ""})
    assert answer.status_code == 422
    assert Patient.objects.get().identity["family"] == "Hatt"
    with pytest.raises(Refused, match="minst ti tegn"):
        erasing.erase_wrong_patient(by=actor("eva"), patient=patient, reason="kort")  # type: ignore[arg-type]
    with pytest.raises(Refused, match="fødselsnummer i seg"):
        erasing.erase_wrong_patient(by=actor("eva"), patient=patient, reason="gjaldt 170542 99999")  # type: ignore[arg-type]


def test_twice_is_said(signed_in: SignIn, patient: Patient) -> None:
    client = signed_in("eva")
    erase(client, patient, "wrong")
    answer = erase(client, patient, "wrong")
    assert answer.status_code == 422 and "allerede slettet" in answer.content.decode()
    assert Erasure.objects.count() == 1


def test_the_same_person_may_come_again_and_is_new(patient: Patient, story: Story) -> None:
    erasing.erase_wrong_patient(by=actor("eva"), patient=patient, reason="feil mottaker her")  # type: ignore[arg-type]
    story.admitted("2026-11-19T10:00")
    assert story.stay().patient_id != patient.pk
    assert Patient.objects.count() == 2


def test_an_erased_stay_can_still_be_opened(signed_in: SignIn, patient: Patient, story: Story) -> None:
    gone(story)
    erasing.erase_identity(by=actor("eva"), patient=patient, reason="ikke lenger nødvendig")  # type: ignore[arg-type]
    page = signed_in("kari").get(f"/pasienter/{Stay.objects.get(patient=patient).pk}/")
    assert page.status_code == 200
    assert "Slettet identitet" in page.content.decode() and "Hatt" not in page.content.decode()


# --- periods ----------------------------------------------------------------------------------------------------------


def test_the_officer_decides_within_the_bounds(signed_in: SignIn, fjordheim: Community) -> None:
    client = signed_in("eva")
    page = client.get("/personvern/lagring").content.decode()
    for said in ("Innsynsloggen: 5 år", "pasientjournalloven § 22", "ikke bekreftet i kilde", "Hvem pasienten er"):
        assert said in page
    assert client.post("/personvern/lagring", {"kind": "access_log", "access_log-days": "3650"}).status_code == 302
    assert Period.objects.get().days == 3650
    assert AuditRow.objects.latest("pk").deed == "privacy.set_retention"
    for days in ("10", "999999", "", "ti"):
        assert client.post("/personvern/lagring", {"kind": "access_log", "access_log-days": days}).status_code == 422
    assert Period.objects.get().days == 3650
    assert client.post("/personvern/lagring", {"kind": "nothing", "nothing-days": "10"}).status_code == 404
    with pytest.raises(Refused, match="mellom 1825 og 10950"):
        actions.set_period(by=actor("eva"), kind=retention.KINDS["access_log"], days=1)


def run_at(days: int) -> dict[str, int]:
    with clock.stopped_at(NOW + timedelta(days=days)):
        return retention.remove_what_is_too_old()


def test_when_the_periods_are_over_things_go_by_themselves(patient: Patient, story: Story) -> None:
    gone(story)
    assert run_at(300)["raw_messages"] == 0
    assert ReceivedMessage.objects.exclude(receipt=None).exists()
    assert run_at(400)["raw_messages"] == 3
    assert run_at(401)["raw_messages"] == 0
    assert Patient.objects.get().identity["family"] == "Hatt"
    assert run_at(5 * 365 + 10)["patient_identity"] == 1
    assert texts_left(patient, story) == []
    assert run_at(5 * 365 + 11)["patient_identity"] == 0
    assert Erasure.objects.get().who == "machine:retention"


def test_somebody_who_is_still_in_hospital_is_never_too_old(patient: Patient) -> None:
    assert run_at(10 * 365)["patient_identity"] == 0


def test_a_communitys_own_period_holds_for_it(patient: Patient, story: Story, fjordheim: Community) -> None:
    gone(story)
    Period.objects.create(community=fjordheim.pk, kind="raw_messages", days=3650, changed_at=NOW, changed_by="a test")
    assert run_at(400)["raw_messages"] == 0


# --- staff ------------------------------------------------------------------------------------------------------------


def test_everybody_takes_out_their_own(signed_in: SignIn, patient: Patient, story: Story) -> None:
    client = signed_in("kari")
    assert client.get("/meg/data").status_code == 200
    data = client.get("/meg/data.json").json()
    assert data["person"][0]["family_name"] == "Lund"
    assert data["positions"][0]["unit"] == "Geriatri 2"
    assert data["sessions"] and data["deeds"] and len(data["openings"]) == 1
    assert str(patient.pk) not in json.dumps(data) and number(story) not in json.dumps(data)
    body = client.get("/meg/data.csv").content.decode("utf-8-sig")
    assert "family_name;Lund" in body
    assert client.get("/meg/data.exe").status_code == 404


def left(name: str) -> Person:
    person = Person.objects.get(account__username=name)
    Position.objects.filter(person=person).update(valid_to=date(2026, 11, 1))
    return person


def test_somebody_who_left_is_anonymised(signed_in: SignIn, patient: Patient) -> None:
    person = left("ola")
    client = signed_in("eva")
    assert "Ola Vik" in client.get("/personvern/ansatte").content.decode()
    page = client.get(f"/personvern/ansatte/{person.pk}").content.decode()
    assert "Dette blir borte" in page and "Dette blir stående" in page and "5 år" in page
    answer = client.post(f"/personvern/ansatte/{person.pk}", {"reason": "Sluttet i kommunen", "sure": "on"})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert (str(person), person.phone, person.email) == ("Tidligere ansatt", "", "")
    account = Account.objects.get(person=person)
    assert not account.is_active and account.username.startswith("closed-")
    assert "Ola Vik" in [line.who for line in log_of(patient)]  # the law keeps the name in the log
    assert "Ola Vik" not in client.get("/personvern/ansatte").content.decode()
    assert Erasure.objects.get().kind == "person"


def test_somebody_who_works_here_is_not_anonymised(signed_in: SignIn, fjordheim: Community) -> None:
    kari = Person.objects.get(account__username="kari")
    assert signed_in("eva").get(f"/personvern/ansatte/{kari.pk}").status_code == 404
    with pytest.raises(Refused, match="fortsatt en rolle"):
        staff.anonymise_person(by=actor("eva"), whom=kari, reason="vil ikke være her lenger")
    Position.objects.filter(person=kari).update(valid_to=date(2026, 11, 1))
    Position.objects.filter(person=kari).update(community=Community.objects.create(slug="other", name="Et annet"))
    with pytest.raises(Refused, match="ikke i ditt helsefellesskap"):
        staff.anonymise_person(by=actor("eva"), whom=kari, reason="vil ikke være her lenger")
