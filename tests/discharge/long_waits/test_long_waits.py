"""Long waits: lifted by rules that are data, never silently, to leaders and on; closed with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.cast import actor
from tests.discharge.stories import Story, at
from tests.signing_in import signed_in

from samspill.apps.discharge.long_waits.following import close, link_case, plan, set_limit
from samspill.apps.discharge.long_waits.lifting import CASE_WANTED, close_what_is_over, lift_what_waited
from samspill.apps.discharge.long_waits.models import Lift, LongWait
from samspill.apps.discharge.long_waits.rules import Limit, Step, due_step, limits_for, standard_limits
from samspill.core import clock, events, references
from samspill.core.audit.models import AuditRow
from samspill.core.notices.models import Notice
from samspill.core.references import Resolved
from samspill.core.refusal import Refused
from samspill.core.waiting import waiting_for
from samspill.directory.models import Community, Unit

READY = at("2026-11-02T09:00")


def test_the_narrowest_limit_holds() -> None:
    limits = [
        Limit(step=Step.LEADER, days=4),
        Limit(step=Step.LEADER, days=7, sector="mental_health"),
        Limit(step=Step.LEADER, days=2, municipality="havsund"),
        Limit(step=Step.CASE, days=30),
    ]
    assert limits_for(limits, "somatic", "fjordby")[Step.LEADER].days == 4
    assert limits_for(limits, "mental_health", "fjordby")[Step.LEADER].days == 7
    assert limits_for(limits, "mental_health", "havsund")[Step.LEADER].days == 2
    assert Step.MEETING not in limits_for(limits, "somatic", "fjordby")


@pytest.mark.parametrize(("days", "step"), [(3, None), (4, Step.LEADER), (8, Step.MEETING), (99, Step.CASE)])
def test_the_furthest_limit_that_is_reached(days: int, step: Step | None) -> None:
    found = due_step(days, limits_for(standard_limits(), "somatic", None))
    assert (found.step if found else None) == step


def waiting_patient(serial: int = 0) -> Story:
    told = Story(serial=serial, born=date(1940, 1, 1) + timedelta(days=serial))
    with clock.stopped_at(READY):
        told.admitted("2026-10-29T09:00")
        told.ready("2026-10-29T09:00", "2026-11-02T09:00")
    return told


def after(days: int):  # type: ignore[no-untyped-def]
    return clock.stopped_at(READY + timedelta(days=days))


@pytest.mark.django_db
def test_it_is_lifted_step_by_step_and_each_step_says_why_to_whom_and_when(fjordheim: Community) -> None:
    waiting_patient()
    with after(3):
        assert lift_what_waited() == 0
    for days, step in ((4, "leader"), (8, "meeting"), (15, "case")):
        with after(days):
            assert (lift_what_waited(), lift_what_waited()) == (1, 0)
        lift = Lift.objects.latest("at")
        assert (lift.step, lift.days, lift.told, lift.at) == (step, days, 2, READY + timedelta(days=days))
        assert lift.to
    assert LongWait.objects.count() == 1 and Lift.objects.count() == 3
    names = {actor(name).account_id: name for name in ("tone", "jon", "kari", "ola")}
    assert (
        sorted(names[row.account] for row in Notice.objects.filter(kind="discharge.long_wait"))
        == ["jon"] * 3 + ["tone"] * 3
    )
    assert AuditRow.objects.filter(deed="long_waits.lift").count() == 3


@pytest.mark.django_db
def test_leaders_have_it_on_their_first_page_until_there_is_a_plan(fjordheim: Community) -> None:
    waiting_patient()
    with after(4):
        lift_what_waited()
        items = [item for item in waiting_for(actor("tone")) if "lang ventetid" in item.what]
        assert len(items) == 1 and "4 døgn" in items[0].about and "S.H." not in items[0].about
        assert not any("lang ventetid" in item.what for item in waiting_for(actor("kari")))
        wait = LongWait.objects.get()
        plan(by=actor("tone"), wait=wait, text="Vi ringer kommunen i morgen.", look_again=date(2026, 11, 10))
        assert not any("lang ventetid" in item.what for item in waiting_for(actor("jon")))
    with after(8):
        assert any("lang ventetid" in item.what for item in waiting_for(actor("jon")))


@pytest.mark.django_db
def test_it_is_closed_with_a_reason_and_lifted_anew_only_by_the_next_limit(fjordheim: Community) -> None:
    waiting_patient()
    with after(4):
        lift_what_waited()
        wait = LongWait.objects.get()
        with pytest.raises(Refused, match="begrunnelse"):
            close(by=actor("jon"), wait=wait, text="nei")
        close(by=actor("jon"), wait=wait, text="Plass er avtalt fra fredag.")
        with pytest.raises(Refused, match="allerede avsluttet"):
            close(by=actor("jon"), wait=wait, text="Plass er avtalt fra fredag.")
    with after(7):
        assert lift_what_waited() == 0
    with after(8):
        assert lift_what_waited() == 1
    wait.refresh_from_db()
    assert wait.closed_at is None and wait.step == Step.MEETING


@pytest.mark.django_db
def test_it_closes_by_itself_when_the_patient_has_left(fjordheim: Community) -> None:
    told = waiting_patient()
    with after(4):
        lift_what_waited()
    with after(5):
        told.discharged("2026-11-07T09:00")
        assert (close_what_is_over(), close_what_is_over()) == (1, 0)
        page = signed_in("tone").get("/ventetid/?vis=avsluttet").content.decode()
    assert "venter ikke lenger" in page


@pytest.mark.django_db
def test_a_case_is_wanted_and_can_be_linked_when_the_other_room_stands(
    fjordheim: Community, django_capture_on_commit_callbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[dict[str, object]] = []
    monkeypatch.setitem(events._listeners, CASE_WANTED, [lambda **values: heard.append(values)])
    waiting_patient()
    with after(15), django_capture_on_commit_callbacks(execute=True):
        lift_what_waited()
    wait = LongWait.objects.get()
    assert heard[0]["about"].id == wait.pk and heard[0]["owner"] and heard[0]["days"] == 15
    case = uuid4()
    with pytest.raises(Refused, match="Saken finnes ikke"):
        link_case(by=actor("tone"), wait=wait, case=f"governance.case:{case}")
    shown = {case: Resolved(title="Sak 12/26", url="/saker/12")}
    monkeypatch.setitem(references._owners, "governance.case", (lambda person, ids: shown, None))
    link_case(by=actor("tone"), wait=wait, case=f"governance.case:{case}")
    with after(15):
        assert "Sak 12/26" in signed_in("tone").get("/ventetid/").content.decode()


@pytest.mark.django_db
def test_who_sees_it_and_who_may(fjordheim: Community) -> None:
    waiting_patient()
    with after(4):
        lift_what_waited()
        wait = LongWait.objects.get()
        for name, sees in {"tone": True, "jon": True, "kari": True, "ola": True, "nina": False}.items():
            page = signed_in(name).get("/ventetid/").content.decode()
            assert ("Leders liste:" in page) is sees, name
            assert ("S.H." in page) is (name in ("kari", "ola")), name  # leaders do not open patients
        assert signed_in("siri").get("/ventetid/").status_code == 403
        with pytest.raises(Refused, match="gjelder ikke dere"):
            close(by=actor("nina"), wait=wait, text="Dette er ikke vår.")
        assert signed_in("nina").post(f"/ventetid/{wait.pk}/", {"text": "Dette er ikke vår."}).status_code == 404
        client = signed_in("tone")
        assert client.post(f"/ventetid/{wait.pk}/", {"text": "", "deed": "close"}).status_code == 422
        assert client.post(f"/ventetid/{wait.pk}/", {"text": "Plass fra fredag.", "deed": "close"}).status_code == 302


@pytest.mark.django_db
def test_a_community_sets_its_own_limits(fjordheim: Community) -> None:
    unni, fjordby = actor("unni"), Unit.objects.get(number="9901")
    set_limit(by=unni, step=Step.LEADER, sector="", municipality=fjordby, days=1, owner="Kommunedirektøren")
    waiting_patient()
    with after(1):
        assert lift_what_waited() == 1
    assert Lift.objects.get().to == "Kommunedirektøren"
    with pytest.raises(Refused, match="fra 1 til"):
        set_limit(by=unni, step=Step.LEADER, sector="", municipality=None, days=0, owner="")
    with pytest.raises(Refused, match="administratoren"):
        set_limit(by=actor("tone"), step=Step.LEADER, sector="", municipality=None, days=3, owner="")
    page = signed_in("unni").get("/ventetid/grenser").content.decode()
    assert "Kommunedirektøren" in page and "Psykisk helsevern" in page
