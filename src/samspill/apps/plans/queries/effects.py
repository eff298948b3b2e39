"""Measures with their verdicts. A verdict is worked out from the figures, and kept while they are the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from samspill.analysis.effect import Question, Series, Verdict, judge
from samspill.analysis.statistics.unusable import Unusable
from samspill.apps.plans import words
from samspill.apps.plans.models import (
    Action,
    EditionVerdict,
    ImprovementProject,
    Judgement,
    Measure,
    MeasureKind,
    MeasurePoint,
)
from samspill.apps.plans.queries import published
from samspill.apps.plans.queries.editions import valid_edition
from samspill.core import clock
from samspill.core.keeping import Kept
from samspill.ui import formats

_verdicts: Kept[Verdict] = Kept(500)
LEVELS = {"share": 100.0, "rate": 1.0, "count": 1.0, "value": 1.0}


def measures_seen_by(person: Any) -> QuerySet[Measure]:
    return with_all(Measure.objects.filter(community_id=person.community_id))


def with_all(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    points = Prefetch("points", queryset=MeasurePoint.objects.order_by("period"))
    rows = rows.select_related("action", "project", "link")
    return rows.prefetch_related(points, "definition_changes", "judgements")


def read(rows: QuerySet[Measure], person: Any) -> list[Measure]:
    """With their figures: those entered by hand, and those published for this person."""
    found = list(rows)
    published.read(found, person)
    return found


def shown_of(thing: Action | ImprovementProject, person: Any) -> list[dict[str, Any]]:
    return [shown(measure) for measure in read(with_all(thing.measures.all()), person)]


def series_of(measure: Measure, comparison: bool = False) -> Series | None:
    if published.link_of(measure) is not None:
        assert measure.linked is not None, "read the published figures first (`read`)"
        found: Series | None = measure.linked.comparison if comparison else measure.linked.series
        return found
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
    verdict = _verdicts.get_or_make((measure.pk, _frozen(asked)), lambda: judge(asked))
    return published.weighed(verdict, measure.linked) if measure.linked else verdict


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
    """Other actions with a measure of the same name, or of the same published figure, and when they began."""
    link = published.link_of(measure)
    same = Q(name__iexact=measure.name) | (Q(link__key=link.key, link__place=link.place) if link else Q())
    others = Measure.objects.filter(same, community_id=measure.community_id).exclude(pk=measure.pk)
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
        "source": source_in_words(measure),
        "grounds": [words.of_ground(ground) for ground in verdict.grounds],
        "warnings": [words.of_ground(ground) for ground in verdict.warnings],
        "judgement": next(iter(measure.judgements.all()), None),
    }


def comparison_in_words(measure: Measure) -> str:
    """Whom it is compared with; empty where nothing was said."""
    return ", ".join(measure.linked.compared) if measure.linked else measure.comparison_name


def source_in_words(measure: Measure) -> str:
    """«utgave 3 av Tall»: where published figures are from; empty for those entered by hand."""
    from django.utils.translation import gettext as _

    now = measure.linked.published if measure.linked else None
    return _("utgave %(number)s av Tall") % {"number": now.edition} if now else ""


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


def never_judged(person: Any) -> QuerySet[Measure]:
    """With figures, past the day set beforehand, and without any person's word."""
    rows = Measure.objects.filter(community_id=person.community_id, judge_from__lte=clock.today(), judgements=None)
    return rows.filter(Q(points__isnull=False) | Q(link__isnull=False)).distinct()


def judged_otherwise(person: Any) -> QuerySet[Measure]:
    """Of published figures: an edition since a person's last word says another word than Samspill said then."""
    said = Judgement.objects.filter(measure=OuterRef("pk")).order_by("-at")
    newest = EditionVerdict.objects.filter(measure=OuterRef("pk")).order_by("-edition")
    rows = Measure.objects.filter(community_id=person.community_id, link__isnull=False).annotate(
        said=Subquery(said.values("verdict")[:1]),
        said_at=Subquery(said.values("at")[:1]),
        now=Subquery(newest.values("verdict")[:1]),
        now_at=Subquery(newest.values("at")[:1]),
    )
    return rows.filter(said__isnull=False, now_at__gt=F("said_at")).exclude(now=F("said")).order_by("name")


@dataclass
class Overview:
    """shown: actions' measures with verdicts; without: actions that no outcome is measured for."""

    shown: list[dict[str, Any]]
    without: list[Any]
    counts: dict[str, int]


def overview(person: Any) -> Overview:
    """All measures of outcome, and the actions in the valid plan that have none. A handful of questions."""
    measures = read(measures_seen_by(person).filter(action__isnull=False), person)
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
