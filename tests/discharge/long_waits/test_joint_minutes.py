"""Minutes of a joint meeting about long waits: written once by one side, read by both, remarked upon."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.cast import actor
from tests.discharge.lived import ready
from tests.discharge.stories import at
from tests.signing_in import signed_in

from samspill.apps.discharge.long_waits.about_patient import about_long_waits, forget_words
from samspill.apps.discharge.long_waits.lifting import lift_what_waited
from samspill.apps.discharge.long_waits.minutes import Agreed, minutes_for, points_for, remark, write_minutes
from samspill.apps.discharge.long_waits.models import JointMeeting, JointPoint, LongWait
from samspill.core import clock
from samspill.core.notices.models import Notice
from samspill.core.refusal import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)
PRESENT = ["Tone Berg, sykehuset", "Jon Dahl, Fjordby"]
TEXT = "Kommunen åpner en korttidsplass fra torsdag."


@pytest.fixture
def waits(fjordheim):
    """Two of Fjordby's and one of another municipality, all eleven days ready."""
    for serial, number in ((0, "9901"), (1, "9901"), (2, "9902")):
        ready(serial=serial, municipality=number)
    with clock.stopped_at(at("2026-11-30T10:00")):
        lift_what_waited()
        yield list(LongWait.objects.order_by("stay__municipality__number", "pk"))


def written(waits, by: str = "tone", **said: object) -> JointMeeting:
    points = [Agreed(wait, TEXT, TODAY + timedelta(days=3)) for wait in waits]
    return write_minutes(by=actor(by), **{"held_on": TODAY, "present": PRESENT, "points": points, **said})


def test_what_was_agreed_becomes_the_plan_and_both_sides_read_it(waits):
    meeting = written(waits[:2])
    assert written(waits[:2]).pk == meeting.pk  # a double click
    waits[0].refresh_from_db()
    assert (waits[0].plan, waits[0].look_again) == ({"text": TEXT}, TODAY + timedelta(days=3))
    assert [(point.days, patient) for point, patient in points_for(actor("ola"), meeting)] == [(11, "S.H.")] * 2
    assert [patient for _point, patient in points_for(actor("jon"), meeting)] == ["", ""]  # leaders: where, not who
    told = Notice.objects.filter(occasion=f"minutes:{meeting.pk}").values_list("account", flat=True)
    assert actor("jon").account_id in told and actor("tone").account_id not in told


def test_a_municipality_reads_of_its_own_only(waits):
    meeting = written([waits[0], waits[2]])
    assert [point.wait_id for point, _patient in points_for(actor("jon"), meeting)] == [waits[0].pk]
    assert minutes_for(actor("nina")) == [meeting]
    assert [point.wait_id for point, _patient in points_for(actor("nina"), meeting)] == [waits[2].pk]
    own = written([waits[1]])
    assert signed_in("nina").get(f"/ventetid/referat/{own.pk}/").status_code == 404
    with pytest.raises(Refused, match="gjelder ikke dere"):
        written([waits[0]], by="nina")


def test_what_makes_no_sense_is_refused_and_nothing_is_written(waits):
    for said, sentence in (
        ({"held_on": TODAY + timedelta(days=1)}, "har ikke vært"),
        ({"held_on": TODAY - timedelta(days=90)}, "Se om datoen"),
        ({"present": ["Tone Berg"]}, "hvem som var til stede"),
        ({"points": []}, "minst én av pasientene"),
        ({"points": [Agreed(waits[0], TEXT), Agreed(waits[1], "ok")]}, "begrunnelse"),
    ):
        with pytest.raises(Refused, match=sentence):
            written(waits, **said)
    assert not JointMeeting.objects.exists() and LongWait.objects.exclude(plan=None).count() == 0


def test_a_remark_is_added_and_the_minutes_stay_as_they_were(waits):
    point = written(waits[:1]).points.get()
    said = "Vi mente fredag, ikke torsdag."
    remark(by=actor("jon"), point=point, text=said)
    remark(by=actor("jon"), point=point, text=said)
    point.refresh_from_db()
    assert point.agreed == {"text": TEXT} and [each["text"] for each in point.remarks["said"]] == [said]
    with pytest.raises(Refused, match="gjelder ikke dere"):
        remark(by=actor("nina"), point=point, text=said)
    patient = waits[0].stay.patient
    assert TEXT in str(about_long_waits(patient)) and said in str(about_long_waits(patient))
    forget_words(patient)
    assert JointPoint.objects.get().agreed is None


def test_the_pages(waits):
    client = signed_in("tone")
    page = client.get("/ventetid/referat/").content.decode()
    assert page.count("Hva ble avtalt?") == 3 and "S.H." not in page
    said = {"held_on": "2026-11-30", "present": "\n".join(PRESENT), "text_0": TEXT, "again_0": "2026-12-03"}
    empty = client.post("/ventetid/referat/", {**said, "text_0": ""})
    assert empty.status_code == 422 and "minst én av pasientene" in empty.content.decode()
    assert "Tone Berg, sykehuset" in empty.content.decode()  # nothing typed is lost
    answer = client.post("/ventetid/referat/", said)
    assert answer.status_code == 302
    shown = client.get(answer["Location"]).content.decode()
    assert TEXT in shown and "Jon Dahl, Fjordby" in shown
    assert answer["Location"] in client.get("/ventetid/").content.decode()
    assert signed_in("siri").get(answer["Location"]).status_code in (403, 404)
