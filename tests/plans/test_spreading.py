"""Rollouts, frameworks as data, improvement projects."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.cast import actor

from samspill.apps.plans.actions import spreading
from samspill.apps.plans.frameworks import templates
from samspill.apps.plans.models import FrameworkUse, ImprovementProject, Rollout
from samspill.apps.plans.queries import spreading as queries
from samspill.core import clock
from samspill.core.refusal import Refused

pytestmark = pytest.mark.django_db


def a_rollout() -> Rollout:
    lise = actor("lise")
    return spreading.begin_rollout(
        by=lise, key=uuid4(), name="Digital hjemmeoppfølging", aim="", places=queries.municipalities_of(lise)
    )


def set_phase(rollout: Rollout, name: str, phase: str, on: date) -> None:
    row = rollout.places.get(place__name=name)
    spreading.set_phase(by=actor("lise"), row=row, phase=phase, on=on, contact="Mari Holm", obstacle="")


def test_each_municipality_has_its_row_and_the_curve_follows_the_dates(fjordheim: Any, signed_in: Any) -> None:
    rollout = a_rollout()
    total = len(queries.municipalities_of(actor("lise")))
    assert rollout.places.count() == total >= 12
    set_phase(rollout, "Innmarka", "pilot", date(2026, 3, 10))
    set_phase(rollout, "Innmarka", "in_operation", date(2026, 5, 2))
    set_phase(rollout, "Fjordby", "preparing", date(2026, 4, 30))
    shown = queries.with_places(Rollout.objects.all()).get()
    months = queries.curve(shown, date(2026, 5, 20))
    assert months == [("03.26", 1, 0), ("04.26", 2, 0), ("05.26", 2, 1)]
    page = signed_in("lise").get(f"/plan/utrulling/{rollout.pk}").content.decode()
    assert f"1 av {total} kommuner har tatt det i bruk." in page
    assert "<svg" in page
    assert "Mari Holm" in page
    assert "I drift" in signed_in("kari").get("/plan/utrulling").content.decode()


def test_a_phase_is_never_in_the_future(fjordheim: Any) -> None:
    rollout = a_rollout()
    with pytest.raises(Refused, match="etter i dag"):
        set_phase(rollout, "Fjordby", "pilot", clock.today() + timedelta(days=2))


def test_recruit_and_retain_is_data_with_nine_tasks_in_three_steps(fjordheim: Any, signed_in: Any) -> None:
    template = templates()["recruit_and_retain"]
    assert [len(tasks) for _step, tasks in template.steps] == [3, 3, 3]
    assert len(template.factors) == 5
    client = signed_in("siri")
    sent = {"key": str(uuid4()), "template": template.key, "owner": "HR-nettverket", "first_year": 2026}
    for _ in range(2):
        assert client.post("/plan/rammeverk/ta-i-bruk", sent).status_code == 302
    use = FrameworkUse.objects.get()
    task = use.tasks.first()
    assert task is not None
    done = {"activity": "Kartlagt", "who": "HR", "done_on": str(clock.today())}
    client.post(f"/plan/rammeverk/{use.pk}/{task.pk}", done)
    client.post(
        f"/plan/rammeverk/{use.pk}/kriterium", {"factor": template.factors[0], "grade": "4", "text": "Godt i gang"}
    )
    client.post(f"/plan/rammeverk/{use.pk}/nytt-aar")
    page = client.get(f"/plan/rammeverk/{use.pk}?aar=2026").content.decode()
    assert "Kartlagt" in page
    assert "4 av 5" in page
    assert use.tasks.filter(year=2027).count() == 9
    assert not use.tasks.filter(year=2027).exclude(activity="").exists()


def test_a_project_says_what_it_lacks_and_has_its_cycles(fjordheim: Any, signed_in: Any) -> None:
    client = signed_in("lise")
    sent = {"key": str(uuid4()), "name": "Tavlemøter", "aim": "Halvere ventetiden", "state": "running"}
    client.post("/plan/prosjekter/nytt", {**sent, "must_show_cost": "on"})
    project = ImprovementProject.objects.get()
    assert "mål på kostnad eller kapasitet" in client.get(f"/plan/prosjekter/{project.pk}").content.decode()
    measure = {"key": str(uuid4()), "name": "Kroner", "kind": "balancing", "unit": "value", "better": "down"}
    answer = client.post(
        f"/plan/prosjekter/{project.pk}/nytt-maal", {**measure, "starts_on": "2026-02-01", "about_cost": "on"}
    )
    assert answer.status_code == 302
    assert queries.lacks(project) == ["outcome", "process"]
    figures = "\n".join(f"2026-0{month};{10 - month}" for month in range(1, 7))
    client.post(f"{answer.headers['Location']}/tall", {"text": figures})
    client.post(f"/plan/prosjekter/{project.pk}/sirkel", {"begins": "2026-03-01", "plan": "Prøve i to uker"})
    client.post(
        f"/plan/prosjekter/{project.pk}/sirkel?nummer=1",
        {"begins": "2026-03-01", "plan": "Prøve i to uker", "do": "Prøvd"},
    )
    assert project.cycles.get().do == "Prøvd"
    assert "PDSA 1" in client.get(answer.headers["Location"]).content.decode()
