"""An action tied to a published figure: read from opened editions, judged anew with each, warned when redefined."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import actor
from tests.insight.ground import CARD, MONTHS, SHARE, a_row
from tests.plans.living import a_plan, action

from samspill.apps.insight.actions import making, publishing
from samspill.apps.insight.actions.making import Ready
from samspill.apps.insight.models import Audience, Publication
from samspill.apps.insight.queries import published as of_insight
from samspill.apps.insight.queries.published import Wanted
from samspill.apps.plans import following
from samspill.apps.plans.actions import linking, measuring, spreading
from samspill.apps.plans.actions.linking import Choice
from samspill.apps.plans.models import EditionVerdict, Measure
from samspill.apps.plans.queries import effects
from samspill.apps.plans.queries import spreading as of_spreading
from samspill.core import clock, waiting
from samspill.core.refusal import Refused

pytestmark = pytest.mark.django_db
STARTS = date(2026, 1, 1)
OURS, OTHERS = "9902", ("9901", "9903")
WOBBLE = (0, 3, -2, 1, -3, 2)
SAID = {"kind": "outcome", "starts_on": STARTS, "judge_from": None, "expected": None, "better": "down"}


def rows(
    fell: bool = True, months: list[str] = MONTHS, hide: str = "", gap: str = "", small: bool = False
) -> list[Any]:
    """Of 100 stays a month in each place 40 wait; with us 15 from the start on.

    hide: a month with three stays in 9903; gap: one with none. small: 9904 too, by quarter.
    """
    found = []
    for number, month in enumerate(months):
        by_place = {}
        for shift, place in enumerate((OURS, *OTHERS)):
            level = 15 if fell and place == OURS and month >= "2026-01" else 40
            by_place[place] = (level + WOBBLE[(number + 2 * shift) % 6], 100)
        if month == hide:
            by_place["9903"] = (2, 3)
        if month == gap:
            del by_place["9903"]
        if small:
            by_place["9904"] = (3, 6)
        found += [a_row(month, place, top, bottom) for place, (top, bottom) in by_place.items()]
        found.append(a_row(month, None, *[sum(pair[i] for pair in by_place.values()) for i in (0, 1)]))
    return found


def an_edition(community: Any, version: str = "1", opened: bool = True, **more: Any) -> Publication:
    begun = publishing.begin(by=actor("amir"), community=community, public_keys=[])
    card = {**CARD, "definition": f"Slik, versjon {version}."}
    made = making.make_of(begun, [Ready(replace(SHARE, version=version), card, "p", rows(**more))])
    return publishing.open_(by=actor("amir"), publication=made) if opened else made


def choice(place: str = OURS, beside: tuple[str, ...] = (), kind: str = "month") -> Choice:
    return Choice(key=SHARE.name, place=place, group="", period_kind=kind, beside=beside)


@pytest.fixture
def plan(fjordheim: Any) -> Any:
    return a_plan(actor("siri"))


def a_link(number: str = "1.1.1", **chosen: Any) -> Measure:
    return linking.link_measure(
        by=actor("amir"), action=action(number), key=uuid4(), choice=choice(**chosen), values=SAID
    )


def said_of(measure: Measure) -> dict[str, Any]:
    (read,) = effects.read(effects.measures_seen_by(actor("siri")).filter(pk=measure.pk), actor("siri"))
    return effects.shown(read)


def codes(measure: Measure) -> set[str]:
    return {ground.code for ground in said_of(measure)["verdict"].warnings}


def test_the_published_series_says_better_and_shows_where_it_is_from(fjordheim: Any, plan: Any, signed_in: Any) -> None:
    an_edition(fjordheim)
    measure = a_link(beside=OTHERS)
    said = said_of(measure)
    assert (said["verdict"].word, said["verdict"].points_before, said["verdict"].points_after) == ("better", 12, 6)
    assert "no_comparison" not in codes(measure)
    assert measure.name == "Opphold med venting, Nordvik"
    page = signed_in("siri").get(f"/plan/maling/{measure.pk}").content.decode()
    for text in ("Bedre", "Fra utgave 1 av Tall", "Slik, versjon 1.", "/tall/om/stays_with_waiting?sted=9902"):
        assert text in page
    assert "Lim inn tall" not in page
    assert "utgave 1 av Tall" in signed_in("tone").get(f"/plan/tiltak/{action('1.1.1').pk}").content.decode()


def test_a_draft_of_figures_is_not_read(fjordheim: Any, plan: Any) -> None:
    an_edition(fjordheim, fell=False)
    measure = a_link(beside=OTHERS)
    an_edition(fjordheim, opened=False)
    assert said_of(measure)["verdict"].word == "no_change"


def test_a_new_edition_updates_what_is_said_and_asks_for_a_new_judgement(fjordheim: Any, plan: Any) -> None:
    an_edition(fjordheim, fell=False)
    measure = a_link(beside=OTHERS)
    following.judge_linked(fjordheim.pk)
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        measuring.judge(by=actor("amir"), measure=measure, text="Ikke ennå", verdict="no_change", figures="")
    assert not waits_for("amir")
    with clock.stopped_at(clock.now() + timedelta(minutes=2)):
        an_edition(fjordheim)
        assert following.judge_linked(fjordheim.pk) == following.judge_linked(fjordheim.pk) == 1
    assert said_of(measure)["verdict"].word == "better"
    kept = EditionVerdict.objects.order_by("edition").values_list("edition", "verdict")
    assert list(kept) == [(1, "no_change"), (2, "better")]
    assert waits_for("amir") == ["Nye tall sier noe annet. Vurder på nytt"]
    with clock.stopped_at(clock.now() + timedelta(minutes=3)):
        measuring.judge(by=actor("amir"), measure=measure, text="Nå virker det", verdict="better", figures="")
    assert not waits_for("amir")


def waits_for(name: str) -> list[str]:
    return [str(each.what) for each in waiting.waiting_for(actor(name)) if "/maling/" in each.url]


def test_opening_an_edition_has_the_worker_judge(
    fjordheim: Any, plan: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(following, "judge_anew", type("Task", (), {"enqueue": staticmethod(asked.append)}))
    with django_capture_on_commit_callbacks(execute=True):
        an_edition(fjordheim)
    assert asked == []  # nothing is tied to it yet
    a_link()
    with django_capture_on_commit_callbacks(execute=True):
        an_edition(fjordheim)
    assert asked == [str(fjordheim.pk)]


def test_another_definition_is_warned_about_until_somebody_has_read_it(
    fjordheim: Any, plan: Any, signed_in: Any
) -> None:
    an_edition(fjordheim)
    measure = a_link(beside=OTHERS)
    assert "redefined" not in codes(measure)
    an_edition(fjordheim, version="2")
    assert "redefined" in codes(measure)
    client, address = signed_in("amir"), f"/plan/maling/{measure.pk}"
    page = client.get(address).content.decode()
    assert "Tallet måles på en annen måte enn før" in page
    assert "versjon 1 ble til versjon 2" in page and "Slik, versjon 2." in page
    with pytest.raises(Refused, match="endret igjen"):
        linking.accept_definition(by=actor("amir"), measure=measure, version="1")
    assert client.post(f"{address}/ny-definisjon", {"version": "2"}).status_code == 302
    assert "redefined" not in codes(measure)
    assert "annen måte enn før" not in client.get(address).content.decode()


def test_those_who_lack_a_period_are_not_compared_with(fjordheim: Any, plan: Any) -> None:
    an_edition(fjordheim, gap="2025-04")
    compared = a_link(beside=OTHERS)
    assert "left_out" in codes(compared)
    read = said_of(compared)["measure"].linked
    assert (len(read.compared), len(read.left_out)) == (1, 1)


def test_hidden_numbers_are_missing_never_zero(fjordheim: Any, plan: Any) -> None:
    an_edition(fjordheim, hide="2025-04")
    own = a_link("1.1.2", place="9903")
    assert "hidden" in codes(own) and "missing" not in codes(own)
    read = said_of(own)["measure"].linked.series
    assert [y for y, period in zip(read.y, read.periods, strict=True) if period == date(2025, 4, 1)] == [None]


def test_those_who_have_begun_too_are_said(fjordheim: Any, plan: Any) -> None:
    an_edition(fjordheim)
    measure = a_link(beside=OTHERS)
    lise = actor("lise")
    rollout = spreading.begin_rollout(
        by=lise, key=uuid4(), name="Avklaring", aim="", places=of_spreading.municipalities_of(lise)
    )
    rollout.action = action("1.1.1")
    rollout.save()
    row = rollout.places.get(place__number="9901")
    spreading.set_phase(by=lise, row=row, phase="pilot", on=clock.today(), contact="", obstacle="")
    assert "also_begun" in codes(measure)


def test_figures_are_tied_on_a_page_and_faults_are_said_where_they_are(
    fjordheim: Any, plan: Any, signed_in: Any
) -> None:
    client, address = signed_in("amir"), f"/plan/tiltak/{action('1.1.1').pk}/maal-fra-tall"
    assert "Ingen tall er publisert ennå" in client.get(address).content.decode()
    an_edition(fjordheim, small=True)
    page = client.get(address).content.decode()
    assert "Opphold med venting" in page and "Alle andre kommuner" in page
    sent = {
        "key": str(uuid4()), "indicator": SHARE.name, "place": "9904", "period_kind": "month", "kind": "outcome",
        "better": "", "starts_on": "2026-01-01", "beside": ["alle"],
    }  # fmt: skip
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Her er ingen tall per måned. De finnes per: kvartal, år." in refused.content.decode()
    sent["place"] = OURS
    assert client.post(address, {**sent, "judge_from": "2025-01-01"}).status_code == 422
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    measure = Measure.objects.get()
    assert measure.better == "down" and OURS not in measure.link.beside and "9901" in measure.link.beside
    assert signed_in("ola").get(address).status_code == 403


def test_a_project_is_measured_by_published_figures_too(fjordheim: Any, plan: Any, signed_in: Any) -> None:
    an_edition(fjordheim)
    lise = actor("lise")
    values = {"name": "Tavle", "aim": "Raskere", "state": "running", "must_show_cost": False}
    project = spreading.begin_project(by=lise, key=uuid4(), values=values)
    sent = {
        "key": str(uuid4()), "indicator": SHARE.name, "place": "", "period_kind": "month", "kind": "outcome",
        "better": "up", "starts_on": "2026-01-01",
    }  # fmt: skip
    client = signed_in("lise")
    assert client.post(f"/plan/prosjekter/{project.pk}/maal-fra-tall", sent).status_code == 302
    assert "Opphold med venting, hele fellesskapet" in client.get(f"/plan/prosjekter/{project.pk}").content.decode()


def test_published_figures_are_not_overwritten_and_go_along_when_loosened(
    fjordheim: Any, plan: Any, signed_in: Any
) -> None:
    an_edition(fjordheim)
    measure = a_link(beside=OTHERS)
    with pytest.raises(Refused, match="leses fra Tall"):
        measuring.put_figures(by=actor("amir"), measure=measure, own=[(STARTS, 1.0, 2.0)], comparison=[])
    with pytest.raises(Refused, match="seg selv"):
        linking.compare_with(by=actor("amir"), measure=measure, beside=(OURS,))
    client, address = signed_in("amir"), f"/plan/maling/{measure.pk}"
    said = {"key": str(measure.pk), "name": "Venting", "kind": "outcome", "better": "down", "starts_on": "2026-01-01"}
    assert client.post(f"{address}/endre", said).status_code == 302
    assert client.post(f"{address}/for-hand").status_code == 302
    measure = Measure.objects.get()
    assert (measure.name, measure.unit, measure.points.filter(comparison=False).count()) == ("Venting", "share", 18)
    assert said_of(measure)["verdict"].word == "better"


def test_one_reads_what_is_published_for_ones_audience(fjordheim: Any) -> None:
    an_edition(fjordheim)
    wanted = Wanted(key=SHARE.name, place=OURS)
    assert of_insight.audience_of(actor("public")) == Audience.PUBLIC
    assert wanted in of_insight.series(fjordheim.pk, of_insight.audience_of(actor("ola")), [wanted])
    assert of_insight.series(fjordheim.pk, Audience.PUBLIC, [wanted]) == {}
    assert of_insight.series(uuid4(), Audience.COMMUNITY, [wanted]) == {}


def test_a_figure_that_is_no_longer_published_is_read_from_the_last_edition_that_had_it(
    fjordheim: Any, plan: Any
) -> None:
    an_edition(fjordheim)
    measure = a_link(beside=OTHERS)
    begun = publishing.begin(by=actor("amir"), community=fjordheim, public_keys=[])
    made = making.make_of(begun, [Ready(replace(SHARE, name="another"), CARD, "p", rows())])
    publishing.open_(by=actor("amir"), publication=made)
    assert said_of(measure)["verdict"].word == "better" and "old_edition" in codes(measure)


def test_many_linked_measures_cost_no_more_questions(fjordheim: Any, plan: Any, signed_in: Any) -> None:
    an_edition(fjordheim)
    a_link(beside=OTHERS)
    client, counted = signed_in("siri"), []
    for number in ("1.1.2", "1.2.1"):
        client.get("/plan/virker-det")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/plan/virker-det").status_code == 200
        counted.append(len(asked))
        a_link(number, place="9901")
    assert counted[0] == counted[1]
