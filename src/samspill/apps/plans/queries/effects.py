"""Measures with their verdicts. A verdict is worked out from the figures, and kept while they are the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from samspill.analysis.effect import Question, Series, Verdict, judge
from samspill.analysis.statistics.unusable import Unusable
from samspill.apps.plans import words
from samspill.apps.plans.models import Action, ImprovementProject, Measure, MeasureKind, MeasurePoint
from samspill.apps.plans.queries.editions import valid_edition
from samspill.core import clock
from samspill.core.keeping import Kept
from samspill.ui import formats

_verdicts: Kept[Verdict] = Kept(500)
LEVELS = {"share": 100.0, "rate": 1.0, "count": 1.0, "value": 1.0}


def measures_seen_by(person: Any) -> QuerySet[Measure]:
    rows = Measure.objects.filter(community_id=person.community_id)
    return _with_all(rows.select_related("action", "project"))


def _with_all(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    points = Prefetch("points", queryset=MeasurePoint.objects.order_by("period"))
    return rows.prefetch_related(points, "definition_changes", "judgements")


def measures_of(thing: Action | ImprovementProject) -> QuerySet[Measure]:
    return _with_all(thing.measures.select_related("action", "project"))


def series_of(measure: Measure, comparison: bool = False) -> Series | None:
    points = [point for point in measure.points.all() if point.comparison == comparison]
    if not points and comparison:
        return None
    n = [point.n for point in points] if measure.unit in ("share", "rate") else None
    return Series([point.period for point in points], [point.y for point in points], n)


def question_of(measure: Measure, concurrent: Iterable[tuple[str, date]] = ()) -> Question:
    """Raises Unusable."""
    own = series_of(measure)
    assert own is not None
    return Question(
        own,
        starts=measure.starts_on,
        better=measure.better,  # type: ignore[arg-type]
        unit=measure.unit,  # type: ignore[arg-type]
        today=clock.today(),
        judge_from=measure.judge_from,
        comparison=series_of(measure, comparison=True),
        definition_changes=tuple(change.on for change in measure.definition_changes.all()),
        concurrent=tuple(concurrent),
        season=measure.season,
    )


def verdict_of(measure: Measure, concurrent: Iterable[tuple[str, date]] = ()) -> Verdict:
    try:
        asked = question_of(measure, concurrent)
    except Unusable:
        from samspill.analysis.effect import Ground, Word

        return Verdict(Word.CANNOT_TELL, (Ground("no_figures"),))
    key = (measure.pk, _frozen(asked))
    return _verdicts.get_or_make(key, lambda: judge(asked))


def _frozen(asked: Question) -> Any:
    def of(series: Series | None) -> Any:
        return series and (tuple(series.periods), tuple(series.y), tuple(series.n) if series.n is not None else None)

    # Today counts only for what is not yet to be judged.
    early = asked.today if asked.judge_from and asked.today and asked.today < asked.judge_from else None
    plain = (asked.starts, asked.better, asked.unit, asked.judge_from, asked.definition_changes, asked.season, early)
    return (
        *plain,
        of(asked.series),
        of(asked.comparison),
        asked.concurrent,
        bool(asked.today and asked.today < asked.starts),
    )


def concurrent_with(measure: Measure) -> list[tuple[str, date]]:
    """Other actions with a measure of the same name, or under the same goal, and when they began."""
    others = Measure.objects.filter(community_id=measure.community_id, name__iexact=measure.name).exclude(pk=measure.pk)
    if measure.action_id:
        others = others.exclude(action_id=measure.action_id)
    return [
        (str(each.action or each.project or each.name), each.starts_on)
        for each in others.select_related("action", "project")
    ]


def shown(measure: Measure, concurrent: Iterable[tuple[str, date]] = ()) -> dict[str, Any]:
    """A measure and what is said of it, in words with the figures under them."""
    verdict = verdict_of(measure, concurrent)
    return {
        "measure": measure,
        "verdict": verdict,
        "word": words.of_word(verdict.word),
        "tone": words.WORD_TONES[str(verdict.word)],
        "figures": figures_in_words(measure, verdict),
        "grounds": [words.of_ground(ground) for ground in verdict.grounds],
        "warnings": [words.of_ground(ground) for ground in verdict.warnings],
        "judgement": next(iter(measure.judgements.all()), None),
    }


def figures_in_words(measure: Measure, verdict: Verdict) -> str:
    """«14,1 % før, 7,9 % etter; 44 % lavere enn ventet (29 % til 56 %)»."""
    from django.utils.translation import gettext as _

    figures = verdict.figures
    if figures.before is None or figures.after is None:
        return ""
    said = _("%(before)s før, %(after)s etter") % {
        "before": level_in_words(measure, figures.before),
        "after": level_in_words(measure, figures.after),
    }
    if figures.change is None or figures.low is None or figures.high is None:
        return said
    if figures.difference:
        change = _("%(change)s i forhold til uten tiltaket (%(low)s til %(high)s)")
        values = {k: _signed(v) for k, v in (("change", figures.change), ("low", figures.low), ("high", figures.high))}
    else:
        change = _("%(change)s %% i forhold til uten tiltaket (%(low)s til %(high)s %%)")
        values = {
            k: _signed(100 * v, 0)
            for k, v in (("change", figures.change), ("low", figures.low), ("high", figures.high))
        }
    return f"{said}; {change % values}"


def level_in_words(measure: Measure, level: float) -> str:
    if measure.unit == "share":
        return f"{formats.number(100 * level, 1)} %"
    return f"{formats.number(level, 2 if measure.unit == 'rate' else 1)} {measure.unit_name}".strip()


def _signed(value: float, places: int = 1) -> str:
    text = formats.number(abs(value), places) if places else formats.number(round(abs(value)))
    return f"{'−' if value < 0 else '+'}{text}"


@dataclass
class Overview:
    """shown: actions' measures with verdicts; without: actions that no outcome is measured for."""

    shown: list[dict[str, Any]]
    without: list[Any]
    counts: dict[str, int]


def overview(person: Any) -> Overview:
    """All measures of outcome, and the actions in the valid plan that have none. A handful of questions."""
    measures = list(measures_seen_by(person).filter(action__isnull=False))
    said = [shown(measure) for measure in measures]
    measured = {measure.action_id for measure in measures if measure.kind == MeasureKind.OUTCOME}
    edition = valid_edition(person)
    rows = []
    if edition is not None:
        from samspill.apps.plans.queries.editions import rows_of

        found = rows_of(edition).select_related("action").order_by("goal__area__order", "goal__order", "order")
        rows = [row for row in found if row.action_id not in measured and row.action.status not in ("done", "ended")]
    counts: dict[str, int] = {}
    for each in said:
        word = str(each["verdict"].word)
        counts[word] = counts.get(word, 0) + 1
    return Overview(said, rows, counts)
