"""The demo's joint plan with actions in every state, what is measured, a rollout, a framework and a project.

Bakkeland's quick assessment is measured on the demo's own stays, so that its effect can be seen. From `data/`; days
count from today, years from this one.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from samspill.analysis.indicators import indicator_of
from samspill.apps.insight.places import places_of
from samspill.apps.plans.actions.writing import write_edition
from samspill.apps.plans.frameworks import templates
from samspill.apps.plans.models import (
    Action,
    ActionDecision,
    ActionPlan,
    ActionTask,
    DefinitionChange,
    EditionState,
    FrameworkReview,
    FrameworkTask,
    FrameworkUse,
    ImprovementProject,
    Judgement,
    Measure,
    MeasurePoint,
    PdsaCycle,
    PhaseChange,
    PlanEdition,
    PlanWorkGroup,
    PublishedLink,
    Rollout,
    RolloutPlace,
    StatusEntry,
)
from samspill.core import clock
from samspill.directory.models import Community, Unit
from samspill.plan_documents import Action as ReadAction
from samspill.plan_documents import Area, Goal, Mark, ReadPlan
from samspill.plan_documents.numbers import numbers_in
from samspill.portal.demo.cast import DATA, rows_of
from samspill.portal.demo.stays import DemoStay, last_autumn
from samspill.stay.events import Kind

HALVES = {"s": "spring", "a": "autumn"}
QUICK = "9911"  # Bakkeland
LARGEST = "9901"  # Fjordby: large enough for figures by month
PUBLISHED = "answered_in_time"


def load_plans(community: Community, units: Callable[[str], Unit], stays: Iterable[DemoStay]) -> None:
    """All of it, when the community has no plan. `units`: by their name in units.csv."""
    if ActionPlan.objects.filter(community=community).exists():
        return
    today = clock.today()
    edition = _edition(community, today)
    actions = {action.number: action for action in Action.objects.filter(plan=edition.plan)}
    _worked(actions, today)
    _measured(community, actions, stays, today)
    _rollouts(community, units, actions, today)
    _framework(community, today)
    _project(community, actions, today)


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader((line for line in file if not line.startswith("#")), delimiter=";"))


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), clock.OSLO)


def _edition(community: Community, today: date) -> PlanEdition:
    plan = ActionPlan.objects.create(
        community=community,
        title=f"Handlingsplan {today.year - 1}–{today.year + 2}",
        first_year=today.year - 1,
        last_year=today.year + 2,
        created_at=_at(today - timedelta(days=400)),
    )
    edition = PlanEdition.objects.create(
        plan=plan,
        number=1,
        state=EditionState.VALID,
        intro="Planen gjelder for alle kommunene og sykehuset. Den revideres hvert år.",
        approved_on=today - timedelta(days=320),
        approved_by="SSU",
        approved_case="sak 4",
        public=True,
        created_at=_at(today - timedelta(days=400)),
    )
    write_edition(edition, _read(today.year), {})
    return edition


def _read(year: int) -> ReadPlan:
    areas: dict[str, Area] = {}
    goals: dict[str, Goal] = {}
    for row in _rows("plan.csv"):
        area = areas.setdefault(row["area"], Area(number=row["area"], title=row["area_title"]))
        if row["goal"] not in goals:
            goals[row["goal"]] = Goal(number=row["goal"], title=row["goal_title"])
            area.goals.append(goals[row["goal"]])
        goals[row["goal"]].actions.append(_action(row, year))
    return ReadPlan(areas=list(areas.values()), years=list(range(year - 1, year + 3)))


def _action(row: Mapping[str, str], year: int) -> ReadAction:
    marks = []
    for each in row["marks"].split():
        when, _colon, kind = each.partition(":")
        half = HALVES.get(when[-1], "")
        marks.append(Mark(year + int(when[:-1] if half else when), half, kind))
    references = [number for number in numbers_in(row["text"]) if number != row["number"]]
    return ReadAction(
        number=row["number"],
        text=row["text"],
        owners=row["owners"].split("|"),
        marks=marks,
        references=references,
    )


def _worked(actions: Mapping[str, Action], today: date) -> None:
    entries = []
    for row in _rows("plan.csv"):
        if row["ago"]:
            on, action = today - timedelta(days=int(row["ago"])), actions[row["number"]]
            action.status, action.status_on = row["status"], on
            said = {"text": row["said"], "next_step": row["next"], "risk": row["risk"], "by_name": "Lise Myhre"}
            first = row["owners"].split("|")[0]
            entries.append(StatusEntry(action=action, on=on, status=row["status"], at=_at(on), for_body=first, **said))
            before = on - timedelta(days=75)
            early = {"status": "started", "text": "Arbeidet er i gang.", "by_name": "Siri Haug"}
            entries.append(StatusEntry(action=action, on=before, at=_at(before), for_body=first, **early))
    StatusEntry.objects.bulk_create(entries)
    Action.objects.bulk_update(actions.values(), ["status", "status_on"])
    ActionDecision.objects.create(
        action=actions["2.2.2"],
        choice="stop",
        body_name="SSU",
        case="sak 12",
        on=today - timedelta(days=70),
        reason="For få kunne avse folk, og ingen av partene så at det endret noe. Hospitering tas i 4.1.3.",
        evidence="Ingenting var målt.",
        by_name="Siri Haug",
        at=_at(today - timedelta(days=70)),
    )
    PlanWorkGroup.objects.create(
        action=actions["1.1.1"],
        name="Arbeidsgruppe rask avklaring",
        leader="Lise Myhre",
        mandate="Foreslå en modell som alle kommunene kan bruke, og måle om den virker.",
        until=today + timedelta(days=120),
    )
    ActionTask.objects.create(
        action=actions["1.1.1"], what="Legge fram tallene for SSU", who="Lise Myhre", due=today + timedelta(days=9)
    )


def _measured(community: Community, actions: Mapping[str, Action], stays: Iterable[DemoStay], today: date) -> None:
    started = last_autumn(clock.now())
    waits = _measure(
        community,
        actions["1.1.1"],
        "Ventedøgn per utskrivningsklar pasient, Bakkeland",
        started,
        unit="rate",
        unit_name="døgn",
        definition="Døgn fra meldt utskrivningsklar til pasienten reiste, delt på antall pasienter, hver halve måned.",
        expected=-30,
        comparison_name="De andre kommunene",
    )
    points = []
    for comparison, counts in _waiting(stays, today).items():
        points += [
            MeasurePoint(measure=waits, comparison=comparison, period=period, y=y, n=n) for period, (y, n) in counts
        ]
    MeasurePoint.objects.bulk_create(points)
    _from_figures(community, actions["1.1.2"], today)
    _drawn(community, actions, today)


def _from_figures(community: Community, action: Action, today: date) -> None:
    """An action by what the figures room publishes: there is nothing to see until its first edition is open."""
    indicator, started = indicator_of(PUBLISHED), _month(today, -6)
    names = {place.number: place.name for place in places_of(community.pk)}
    name = f"{indicator.title}, {names[LARGEST]}"
    measure = _measure(community, action, name, started, kind="process", better=indicator.better)
    others = [number for number in names if number != LARGEST]
    PublishedLink.objects.create(
        measure=measure,
        key=PUBLISHED,
        place=LARGEST,
        period_kind="month",
        version=str(indicator.version),
        beside=others,
        accepted_by="Amir Rahimi",
        accepted_at=_at(started - timedelta(days=20)),
    )


def _waiting(stays: Iterable[DemoStay], today: date) -> dict[bool, list[tuple[date, tuple[float, float]]]]:
    """Days waited and patients, by half month in which they became ready; the last half month is not over yet."""
    sums: dict[bool, dict[date, list[float]]] = {False: defaultdict(lambda: [0, 0]), True: defaultdict(lambda: [0, 0])}
    for stay in stays:
        ready = next((event.at for event in stay.events if event.kind is Kind.READY), None)
        if ready is None or stay.ended is None:
            continue
        day = ready.date() if isinstance(ready, datetime) else ready
        sum_ = sums[stay.municipality != QUICK][date(day.year, day.month, 16 if day.day > 15 else 1)]
        sum_[0] += max((stay.ended.date() - day).days, 0)
        sum_[1] += 1
    found = {}
    for comparison, by_period in sums.items():
        periods = sorted(by_period)[1:-1]
        found[comparison] = [(period, (by_period[period][0], by_period[period][1])) for period in periods]
    return found


def _measure(community: Community, action: Action | None, name: str, starts: date, **more: Any) -> Measure:
    values = {"better": "down", "kind": "outcome", "unit": "share", "created_at": clock.now(), **more}
    return Measure.objects.create(community=community, action=action, name=name, starts_on=starts, **values)


def _drawn(community: Community, actions: Mapping[str, Action], today: date) -> None:
    """Invented series of two years: one that did not move, one that is too new to be judged."""
    rng = Random("samspill demo plan")  # noqa: S311
    begun = _month(today, -12)
    summary = _measure(
        community, actions["1.2.2"], "Andel med epikrise samme dag", begun, better="up", kind="process", expected=15
    )
    MeasurePoint.objects.bulk_create(
        MeasurePoint(measure=summary, period=_month(today, n), n=210.0, y=float(round(210 * rng.gauss(0.71, 0.03))))
        for n in range(-24, 0)
    )
    DefinitionChange.objects.create(
        measure=summary, on=_month(today, -20), what="Telles fra den dagen pasienten reiser, ikke dagen etter."
    )
    Judgement.objects.create(
        measure=summary,
        text="Postene var gode før vi begynte. Vi bør heller se på de to som ligger under halvparten.",
        verdict="no_change",
        by_name="Amir Rahimi",
        at=_at(today - timedelta(days=28)),
    )
    admitted = _measure(
        community,
        actions["2.1.1"],
        "Innleggelser for kols, kommuner med oppfølging",
        _month(today, -2),
        unit="count",
        judge_from=_month(today, 5),
        season=True,
        expected=-10,
    )
    MeasurePoint.objects.bulk_create(
        MeasurePoint(measure=admitted, period=_month(today, n), y=float(round(rng.gauss(24, 4)))) for n in range(-24, 0)
    )


def _month(today: date, back: int) -> date:
    month = today.year * 12 + today.month - 1 + back
    return date(month // 12, month % 12 + 1, 1)


def _rollouts(community: Community, units: Callable[[str], Unit], actions: Mapping[str, Action], today: date) -> None:
    of_action = {"Digital hjemmeoppfølging": "2.1.1", "Pasientens legemiddelliste": "1.2.1"}
    slugs = [r["slug"] for r in rows_of("units.csv") if r["kind"] == "municipality" and r["community"] == "fjordheim"]
    slugs = [slug for slug in slugs if not slug.startswith("training")]
    said: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    aims: dict[str, str] = {}
    for row in _rows("rollouts.csv"):
        said[row["rollout"]][row["place"]] = row
        aims[row["rollout"]] = aims.get(row["rollout"]) or row["aim"]
    for name, places in said.items():
        action = actions.get(of_action.get(name, ""))
        rollout = Rollout.objects.create(
            community=community, name=name, aim=aims[name], action=action, created_at=clock.now()
        )
        rows, changes = [], []
        for slug in slugs:
            told = places.get(slug)
            since = today - timedelta(days=int(told["ago"])) if told else None
            made = RolloutPlace(rollout=rollout, place=units(slug), since=since)
            if told and since:
                made.phase, made.contact, made.obstacle = told["phase"], told["contact"], told["obstacle"]
                changes.append(PhaseChange(row=made, phase=made.phase, on=since, by_name="Lise Myhre", at=_at(since)))
            rows.append(made)
        RolloutPlace.objects.bulk_create(rows)
        PhaseChange.objects.bulk_create(changes)


def _framework(community: Community, today: date) -> None:
    template = templates()["recruit_and_retain"]
    use = FrameworkUse.objects.create(
        community=community,
        template=template.key,
        name=template.name,
        source=template.source,
        owner="HR-nettverket i Dalene og Kysten",
        factors=list(template.factors),
        first_year=today.year,
        created_at=clock.now(),
    )
    tasks = [
        FrameworkTask(use=use, year=today.year, step=step, title=title, order=order)
        for order, (step, title) in enumerate(template.tasks())
    ]
    tasks[0].activity, tasks[0].done_on = "Behovene er kartlagt i fem kommuner.", today - timedelta(days=90)
    tasks[1].activity, tasks[1].who = "Felles vikarpool prøves i Dalene.", "Elvedal"
    FrameworkTask.objects.bulk_create(tasks)
    for factor, grade in zip(template.factors, (4, 3, 2), strict=False):
        FrameworkReview.objects.create(
            use=use,
            year=today.year,
            factor=factor,
            grade=grade,
            by_name="Siri Haug",
            at=_at(today - timedelta(days=30)),
        )


def _project(community: Community, actions: Mapping[str, Action], today: date) -> None:
    project = ImprovementProject.objects.create(
        community=community,
        action=actions["1.1.2"],
        name="Tavlemøte på tjue minutter",
        aim="Halvere tiden fra visitt til svar fra kommunen på tre poster innen sommeren.",
        owner="Geriatri 2 og Fjordby",
        state="running",
        starts_on=_month(today, -8),
        created_at=clock.now(),
    )
    rng = Random("samspill demo project")  # noqa: S311
    measure = _measure(
        community,
        None,
        "Timer fra visitt til svar",
        _month(today, -8),
        unit="value",
        unit_name="timer",
        project=project,
    )
    MeasurePoint.objects.bulk_create(
        MeasurePoint(measure=measure, period=_month(today, n), y=round(rng.gauss(21 if n < -8 else 12, 1.6), 1))
        for n in range(-22, 0)
    )
    for number, (back, plan, study) in enumerate(
        (
            (-8, "Møte klokka ti på én post i to uker", "Svarene kom raskere, men legen manglet to dager."),
            (-6, "Legen først i møtet", "Ingen dager uten lege."),
            (-3, "Tre poster, samme oppsett", "Holder seg."),
        ),
        1,
    ):
        PdsaCycle.objects.create(project=project, number=number, begins=_month(today, back), plan=plan, study=study)
