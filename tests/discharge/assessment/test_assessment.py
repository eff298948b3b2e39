"""Quick joint assessment with its times, frailty, and who is pointed out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.cast import actor
from tests.discharge.lived import NOW, admitted, at_ten, ready
from tests.discharge.stories import Story, at
from tests.signing_in import signed_in

from samspill.apps.discharge.assessment import actions, rules
from samspill.apps.discharge.assessment.queries import (
    frailty_of,
    pointed_out,
    quickness,
    reasons_of,
    steps_of,
)
from samspill.apps.discharge.assessment.rules import Known, Reason
from samspill.apps.discharge.coordination.rules import Overtaken
from samspill.apps.discharge.models import JointAssessment, Pointing, Stay
from samspill.apps.discharge.queries.stay_page import StayPage
from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.stay import Kind


@pytest.mark.once
@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Known(), ()),
        (Known(age=74), ()),
        (Known(age=75), (Reason.AGE_OVER_75,)),
        (Known(age=85), (Reason.AGE_OVER_85,)),
        (Known(cfs=4), ()),
        (Known(cfs=5), (Reason.FRAIL,)),
        (Known(cfs=7), (Reason.VERY_FRAIL,)),
        (Known(hfrs_band="high"), (Reason.FRAILTY_CODES_HIGH,)),
        (Known(worst_function=3), ()),
        (Known(worst_function=5), (Reason.NEEDS_HELP,)),
        (Known(age=90, cfs=8, waited_before=True), (Reason.VERY_FRAIL, Reason.WAITED_BEFORE, Reason.AGE_OVER_85)),
    ],
)
def test_each_reason_at_its_border(known, expected):
    assert rules.reasons(known) == expected


@pytest.mark.once
def test_age_alone_points_nobody_out():
    assert not rules.is_pointed_out(rules.reasons(Known(age=99)))
    assert rules.is_pointed_out(rules.reasons(Known(age=99, cfs=5)))


@pytest.mark.once
def test_each_reason_has_points():
    assert set(rules.POINTS) == set(Reason)


@pytest.mark.once
def test_the_time_of_each_step_is_from_the_one_before():
    start = at("2026-11-20T10:00")
    steps = rules.step_times(start, start + timedelta(hours=2), None, None)
    assert [(each.key, each.took) for each in steps] == [
        ("notice", None),
        ("begun", timedelta(hours=2)),
        ("assessed", None),
        ("planned", None),
    ]
    early = rules.step_times(start, start - timedelta(hours=1), None, None)
    assert early[1].took == timedelta()


@pytest.mark.django_db
def test_from_notice_to_plan_with_the_time_of_each_step(fjordheim):
    stay = ready()  # the notice came at nine on the 19th
    with clock.stopped_at(at("2026-11-19T11:00")):
        begun = actions.begin_assessment(by=actor("ola"), stay=stay, taking_part="fysioterapeut")
        assert actions.begin_assessment(by=actor("kari"), stay=stay, taking_part="").pk == begun.pk
    with pytest.raises(Refused, match="må være gjort før"):
        actions.plan_assessment(by=actor("ola"), assessment=begun, text="Hjem med hjelp")
    with clock.stopped_at(at("2026-11-19T14:00")):
        actions.finish_assessment(by=actor("ola"), assessment=begun)
    with pytest.raises(Overtaken, match="alt registrert"):
        actions.finish_assessment(by=actor("kari"), assessment=begun)
    with clock.stopped_at(at("2026-11-19T15:30")):
        actions.plan_assessment(by=actor("ola"), assessment=begun, text="Hjem med hjelp")
        done = JointAssessment.objects.get()
        assert [each.took for each in steps_of(done)][1:] == [
            timedelta(hours=2),
            timedelta(hours=3),
            timedelta(hours=1, minutes=30),
        ]
        assert Kind.ASSESSED in StayPage(Stay.objects.get()).folded.firsts
        times = {each.key: each.median for each in quickness(actor("ola"), at("2026-11-01T00:00"))}
    assert times == {"begun": timedelta(hours=2), "assessed": timedelta(hours=5), "planned": timedelta(hours=6.5)}
    assert not any(each.count for each in quickness(actor("nina"), at("2026-11-01T00:00")))


@pytest.mark.django_db
def test_the_score_is_a_number_by_a_trained_person(fjordheim):
    stay = admitted()
    for score, trained, sentence in ((0, True, "1 til 9"), (10, True, "1 til 9"), (5, False, "opplært")):
        with pytest.raises(Refused, match=sentence):
            actions.score_frailty(by=actor("kari"), stay=stay, score=score, state_on=clock.today(), trained=trained)
    with clock.stopped_at(at(NOW)), pytest.raises(Refused, match="etter i dag"):
        actions.score_frailty(by=actor("kari"), stay=stay, score=5, state_on=date(2026, 11, 21), trained=True)


@pytest.mark.django_db
def test_the_page_warns_where_the_scale_is_not_validated(fjordheim):
    young = admitted(born=date(1970, 5, 17))
    with at_ten():
        page = signed_in("kari").get(reverse("discharge:assessment", args=[young.pk])).content.decode()
        assert "under 65 år" in page
        assert frailty_of(young, 56).young_for_cfs


@pytest.mark.django_db
def test_codes_give_the_frailty_score_and_wrong_ones_are_named(fjordheim):
    stay = admitted()
    with pytest.raises(Refused, match="FOO, 12"):
        actions.enter_diagnoses(by=actor("kari"), stay=stay, codes=["F00.1", "foo", "12"])
    actions.enter_diagnoses(by=actor("kari"), stay=stay, codes=["F00.1", "f001", "G30"])
    found = frailty_of(stay, 84)
    assert found.codes == ("F001", "G30")
    assert (found.hfrs, found.hfrs_band) == (11.1, "intermediate")  # 7,1 + 4,0 by the published weights


@pytest.mark.django_db
def test_who_is_pointed_out_at_admission_and_the_decision(fjordheim):
    with at_ten():
        stay = admitted()  # 84 years: not enough by itself
        assert pointed_out(actor("kari")) == []
        actions.score_frailty(by=actor("kari"), stay=stay, score=6, state_on=clock.today(), trained=True)
        (found,) = pointed_out(actor("kari"))
        assert set(found.reasons) == {Reason.FRAIL, Reason.AGE_OVER_75}
        row = signed_in("kari").get(reverse("discharge:board") + "?vis=admitted").content.decode()
        assert "trenger trolig kommunen" in row
        assert "Avgjør om kommunen skal varsles tidlig" in signed_in("kari").get("/").content.decode()
        with pytest.raises(Refused, match="Sykehuset avgjør"):
            actions.decide_pointing(by=actor("ola"), stay=stay, verdict=Pointing.Verdict.NEED)
        actions.decide_pointing(by=actor("kari"), stay=stay, verdict=Pointing.Verdict.NEED)
        assert pointed_out(actor("kari")) == []
        (clock_of_need,) = [c for _, c, *_ in StayPage(stay).clocks if c.key == "early_notice_from_need"]
    assert clock_of_need.began == at(NOW)


@pytest.mark.django_db
def test_no_takes_off_the_list_and_starts_no_clock(fjordheim):
    with at_ten():
        stay = admitted()
        actions.score_frailty(by=actor("kari"), stay=stay, score=8, state_on=clock.today(), trained=True)
        actions.decide_pointing(by=actor("kari"), stay=stay, verdict=Pointing.Verdict.NO_NEED)
        assert pointed_out(actor("kari")) == []
        assert Kind.NEED_IDENTIFIED not in StayPage(stay).folded.firsts


@pytest.mark.django_db
def test_a_former_wait_is_a_reason_next_time(fjordheim):
    story = Story()
    story.admitted("2026-10-01T10:00")
    story.ready("2026-10-01T10:00", "2026-10-05T09:00")
    story.discharged("2026-10-09T09:00")
    story.admitted("2026-11-16T10:00")
    stay = story.stay()
    with at_ten():
        assert Reason.WAITED_BEFORE in reasons_of([stay])[stay.pk]
        assert Reason.BACK_WITHIN_30_DAYS not in reasons_of([stay])[stay.pk]


@pytest.mark.django_db
def test_the_list_asks_the_same_number_of_questions_for_two_and_for_twenty(fjordheim, django_assert_max_num_queries):
    for n in range(12):
        actions.score_frailty(
            by=actor("kari"), stay=admitted(serial=n), score=8, state_on=date(2026, 11, 16), trained=True
        )
    with django_assert_max_num_queries(8):
        assert len(pointed_out(actor("kari"))) == 12


@pytest.mark.django_db
def test_the_steps_by_form(fjordheim):
    stay = ready()
    client, address = signed_in("ola"), reverse("discharge:assessment", args=[stay.pk])
    assert client.post(address, {"hva": "begin", "taking_part": "ergoterapeut"}).status_code == 302
    assert client.post(address, {"hva": "done"}).status_code == 302
    assert client.post(address, {"hva": "plan", "text": ""}).status_code == 422
    assert client.post(address, {"hva": "plan", "text": "Korttid"}).status_code == 302
    assert client.post(address, {"hva": "score", "score": "5", "state_on": "2020-01-01"}).status_code == 422
    page = client.get(address).content.decode()
    assert "Plan laget" in page and "Korttid" in page
