"""The judgement, as a chain of steps.

1. What the figure meant must be the same all through: where a definition changed, only one side of it is used.
2. Too early before the day that was set beforehand, or with fewer than three points after the start.
3. With three points and more on both sides: how it would have gone without (see `series_model`), against comparison
   units where there are some; and a control chart with limits from before. «Better» and «worse» take both: an interval
   that leaves out no change, and a signal on the same side. One alone is «no change to see», and said.
4. With fewer points, only where there is a denominator: before and after as two groups, at one per cent.

The two of step 3 together are wrong less often than each alone; ERROR_RATE is what we promise, and simulate.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from samspill.analysis.effect.question import NEEDS_DENOMINATOR, Question, Series
from samspill.analysis.effect.reading_chart import ChartReading, read_chart
from samspill.analysis.effect.series_model import Fitted, fit
from samspill.analysis.effect.short import compare_groups
from samspill.analysis.effect.verdict import Figures, Ground, Line, Verdict, Word
from samspill.analysis.statistics.unusable import Unusable

ERROR_RATE = 0.05  # «better» or «worse» where nothing happened, at most so often
LEAST = 3  # points on each side for an interrupted series
FEW_BEFORE, FEW_AFTER = 12, 6  # fewer than these is warned about
ABOUT_THEN = timedelta(days=183)


def judge(question: Question) -> Verdict:
    """Never raises for a series that says too little: that is an answer too."""
    cut, warnings = _one_definition(question)
    if cut is None:
        return Verdict(Word.CANNOT_TELL, (Ground("definition_changed"),))
    series = cut.filled()
    before = sum(_is_there(series, place) for place in _places(series, question, after=False))
    after = sum(_is_there(series, place) for place in _places(series, question, after=True))
    warnings += _warnings(question, series, before, after)
    counted: dict[str, Any] = {"points_before": before, "points_after": after}
    early = _too_early(question, series, before, after)
    if early is not None:
        return Verdict(early[0], (early[1],), tuple(warnings), line=_plain_line(series, question), **counted)
    at = len(_places(series, question, after=False))
    if before >= LEAST and after >= LEAST:
        return _by_series(question, series, at, warnings, counted)
    return _by_groups(question, series, at, warnings, counted)


def _places(series: Series, question: Question, *, after: bool) -> list[int]:
    return [place for place, period in enumerate(series.periods) if (period >= question.starts) == after]


def _is_there(series: Series, place: int) -> bool:
    return series.y[place] is not None and (series.n is None or bool(series.n[place]))


def _one_definition(question: Question) -> tuple[Series | None, list[Ground]]:
    """The longest stretch around the start in which the figure meant one thing; None where it has no two sides."""
    earlier = [day for day in question.definition_changes if day <= question.starts]
    later = [day for day in question.definition_changes if day > question.starts]
    if not earlier and not later:
        return question.series, []
    cut = question.series.cut(max(earlier, default=None), min(later, default=None))
    sides = [sum((period >= question.starts) == side for period in cut.periods) for side in (False, True)]
    if min(sides) < LEAST:
        return None, []
    return cut, [Ground("only_one_definition", {"left_out": len(question.series.periods) - len(cut.periods)})]


def _too_early(question: Question, series: Series, before: int, after: int) -> tuple[Word, Ground] | None:
    if not before and not after:
        return Word.CANNOT_TELL, Ground("no_figures")
    known = question.today or (series.periods[-1] if series.periods else question.starts)
    if question.judge_from is not None and known < question.judge_from:
        return Word.TOO_EARLY, Ground("not_yet", {"day": question.judge_from})
    if known < question.starts or not after:
        return Word.TOO_EARLY, Ground("not_begun", {"day": question.starts})
    if not before:
        return Word.CANNOT_TELL, Ground("no_baseline")
    if after < LEAST and before >= LEAST:
        return Word.TOO_EARLY, Ground("few_after", {"points": after, "least": LEAST})
    return None


def _warnings(question: Question, series: Series, before: int, after: int) -> list[Ground]:
    found = []
    if before < FEW_BEFORE or after < FEW_AFTER:
        found.append(Ground("few_points", {"before": before, "after": after}))
    near = [name for name, day in question.concurrent if abs(day - question.starts) <= ABOUT_THEN]
    if near:
        found.append(Ground("concurrent", {"names": near}))
    missing = len(series.periods) - before - after
    if missing:
        found.append(Ground("missing", {"points": missing}))
    counts = [y for y in series.y if y is not None]
    if question.unit != "value" and counts and sum(counts) / len(counts) < question.small_n:
        found.append(Ground("small_numbers"))
    if question.comparison is None:
        found.append(Ground("no_comparison"))
    return found


def _by_series(question: Question, series: Series, at: int, warnings: list[Ground], counted: dict[str, Any]) -> Verdict:
    reading = read_chart(question.unit, series, at)
    try:
        fitted = fit(question, series, at)
    except Unusable as refused:
        ground = Ground("not_fitted", {"why": str(refused)})
        line = _line(series, question, reading, None)
        return Verdict(Word.CANNOT_TELL, (ground,), tuple(warnings), line=line, method="interrupted", **counted)
    warnings = [*warnings, *fitted.warnings]
    word, grounds = _weighed(question, fitted, reading)
    figures, line = fitted.figures, _line(series, question, reading, fitted)
    return Verdict(word, tuple(grounds), tuple(warnings), figures, line, "interrupted", **counted)


def _weighed(question: Question, fitted: Fitted, reading: ChartReading) -> tuple[Word, list[Ground]]:
    """Both must point the same way."""
    fell = fitted.direction < 0
    good = fell == (question.better == "down")
    signal = reading.low if fell else reading.high
    grounds = [
        Ground("interval_moved" if fitted.direction else "interval_holds_none"),
        Ground("chart_signals" if signal and fitted.direction else "chart_quiet", {"longest": reading.longest}),
    ]
    if fitted.used_comparison:
        grounds.append(Ground("beyond_comparison"))
    if fitted.direction and signal:
        return (Word.BETTER if good else Word.WORSE), grounds
    if not fitted.direction and (reading.low or reading.high):
        grounds[1] = Ground("chart_alone", {"fell": reading.low})
    return Word.NO_CHANGE, grounds


def _by_groups(question: Question, series: Series, at: int, warnings: list[Ground], counted: dict[str, Any]) -> Verdict:
    line = _plain_line(series, question)
    if question.unit not in NEEDS_DENOMINATOR:
        return Verdict(Word.CANNOT_TELL, (Ground("too_few_to_model"),), tuple(warnings), line=line, **counted)
    found = compare_groups(question, series, at)
    if found is None:
        return Verdict(Word.CANNOT_TELL, (Ground("too_few_to_model"),), tuple(warnings), line=line, **counted)
    figures, moved = found
    grounds = [Ground("groups_differ" if moved else "groups_alike")]
    if question.comparison is not None:
        grounds.append(Ground("beyond_comparison"))
    word = Word.NO_CHANGE
    if moved and figures.change is not None:
        word = Word.BETTER if (figures.change < 0) == (question.better == "down") else Word.WORSE
    return Verdict(word, tuple(grounds), tuple(warnings), figures, line, "short", **counted)


def _value(series: Series, place: int) -> float | None:
    y, n = series.y[place], series.n[place] if series.n is not None else None
    if y is None or (series.n is not None and not n):
        return None
    return y / n if n else y


def _plain_line(series: Series, question: Question) -> Line:
    return _line(series, question, None, None)


def _line(series: Series, question: Question, reading: ChartReading | None, fitted: Fitted | None) -> Line:
    values = tuple(_value(series, place) for place in range(len(series.periods)))
    return Line(
        periods=tuple(series.periods),
        value=values,
        comparison=_along(question.comparison, list(series.periods)),
        centre=reading.centre if reading else (),
        lower=reading.lower if reading else (),
        upper=reading.upper if reading else (),
        signals=reading.signals if reading else (),
        without=fitted.without if fitted else (),
        without_low=fitted.without_low if fitted else (),
        without_high=fitted.without_high if fitted else (),
    )


def _along(other: Series | None, periods: list[date]) -> tuple[float | None, ...]:
    if other is None:
        return ()
    at = {period: place for place, period in enumerate(other.periods)}
    return tuple(_value(other, at[period]) if period in at else None for period in periods)


__all__ = ["ERROR_RATE", "Figures", "judge"]
