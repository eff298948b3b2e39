"""Figures in words: the value, how it moved, what the chart signals. Sentences to be repeated in a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samspill.apps.insight import periods
from samspill.apps.insight.series import Drawn, Point
from samspill.ui import formats

Card = dict[str, Any]
PERCENT = ("prosent", "%")
NEAR = 0.005  # of the value: a difference smaller than this is none


def value_said(card: Card, value: float | None) -> str:
    """12,4 %, 3,5 døgn, 1,08"""
    if value is None:
        return "–"
    number = formats.number(value, int(card.get("decimals", 1)))
    unit = str(card.get("unit", ""))
    if unit in PERCENT:
        return f"{number}{formats.SPACE}%"
    return f"{number} {unit}".strip()


def number_said(card: Card, value: float | None) -> str:
    return "" if value is None else formats.number(value, int(card.get("decimals", 1)))


def point_said(card: Card, point: Point) -> str:
    """oktober 2026: 12,4 % (31 av 250); or that it is hidden."""
    when = periods.said(point.period)
    if point.state == "hidden":
        return _("%(when)s: skjult av hensyn til personvernet") % {"when": when}
    if point.value is None:
        return _("%(when)s: ingen tall") % {"when": when}
    said = f"{when}: {value_said(card, point.value)}"
    return f"{said} ({parts_said(card, point)})" if parts_said(card, point) else said


def parts_said(card: Card, point: Point) -> str:
    """31 av 250, where both are numbers of the same and shown."""
    if card.get("mode") not in ("share", "parts") or point.numerator is None or point.denominator is None:
        return ""
    return _("%(part)s av %(whole)s") % {
        "part": formats.number(point.numerator),
        "whole": formats.number(point.denominator),
    }


def latest_sentence(card: Card, place: str, made: Drawn) -> str:
    latest = made.latest
    if latest is None and any(point.state == "hidden" for point in made.points):
        return _("Tallene for %(place)s er skjult for å verne en gruppe på få personer.") % {"place": place}
    if latest is None:
        return _("Ingen tall kan vises for %(place)s.") % {"place": place}
    said = {"place": place, "when": periods.said(latest.period), "value": value_said(card, latest.value)}
    parts = parts_said(card, latest)
    sentence = _("%(value)s i %(when)s for %(place)s") % said
    return f"{sentence} ({parts})." if parts else f"{sentence}."


def change_sentences(card: Card, made: Drawn) -> Iterator[str]:
    """Against the period before, and the same period last year."""
    latest = made.latest
    if latest is None or latest.value is None:
        return
    by_period = {point.period: point for point in made.points}
    asked = [(periods.before(latest.period), _("fra %(when)s"))]
    if periods.kind_of(latest.period) != "year":
        asked.append((periods.same_last_year(latest.period), _("fra %(when)s")))
    for period, words in asked:
        earlier = by_period.get(period)
        if earlier is not None and earlier.value is not None:
            yield f"{moved_said(card, earlier.value, latest.value)} {words % {'when': periods.said(period)}}"


def moved_said(card: Card, earlier: float, now: float) -> str:
    """opp 0,4 døgn, ned 2,1 prosentpoeng, uendret"""
    difference = now - earlier
    decimals = int(card.get("decimals", 1))
    if round(abs(difference), decimals) == 0 or abs(difference) <= NEAR * abs(earlier):
        return _("uendret")
    unit = str(card.get("unit", ""))
    amount = formats.number(abs(difference), decimals)
    said = f"{amount} {_('prosentpoeng') if unit in PERCENT else unit}".strip()
    return (_("opp %(said)s") if difference > 0 else _("ned %(said)s")) % {"said": said}


def signal_sentences(card: Card, made: Drawn) -> list[tuple[str, str]]:
    """(tone, sentence) for what the chart signals in its latest part. Tones: done, broken, info, neutral."""
    if made.chart is None:
        return []
    if made.reading is None:
        return [("neutral", _("For få punkter til å lese signaler av diagrammet. Vent med å trekke slutninger."))]
    part, found = made.chart.parts[-1], []
    latest = max(place for place, point in enumerate(made.points) if point.value is not None)
    kind = periods.kind_of(made.points[0].period)
    if made.chart.sigma_signal[latest]:
        high = made.chart.y[latest] > made.chart.cl[latest]
        sentence = (
            _("Siste tall ligger over den øvre grensen: det er mer enn tilfeldig variasjon.")
            if high
            else _("Siste tall ligger under den nedre grensen: det er mer enn tilfeldig variasjon.")
        )
        found.append((_tone(card, high), sentence))
    if part.runs.runs_signal:
        found.append(("info", _run_sentence(part.runs.longest_run, part.runs.longest_run_max, kind)))
    earlier = int(made.chart.sigma_signal[part.first - 1 : latest].sum())
    if earlier:
        said = (
            _("%(n)s tidligere punkt ligger utenfor grensene.")
            if earlier == 1
            else _("%(n)s tidligere punkter ligger utenfor grensene.")
        )
        found.append(("info", said % {"n": earlier}))
    return found or [("neutral", _("Ingen tegn til annet enn tilfeldig variasjon."))]


def _run_sentence(longest: int | None, most: int | None, kind: str) -> str:
    if longest is not None and most is not None and longest > most:
        return _("%(run)s på rad ligger på samme side av midtlinjen: nivået har trolig endret seg.") % {
            "run": periods.count_said(longest, kind)
        }
    return _("Kurven krysser midtlinjen sjeldnere enn ved ren tilfeldighet: nivået har trolig endret seg.")


def _tone(card: Card, high: bool) -> str:
    better = card.get("better")
    if better not in ("up", "down"):
        return "info"
    return "done" if (better == "up") == high else "broken"


def better_said(card: Card) -> str:
    return {
        "up": _("Høyere er bedre."),
        "down": _("Lavere er bedre."),
    }.get(str(card.get("better")), _("Verken høyt eller lavt er bedre i seg selv."))


def reading_note(made: Drawn) -> str:
    """How to read the lines."""
    if made.chart is None:
        return ""
    if made.kind == "run":
        return _("Midtlinjen er medianen.")
    return _(
        "Midtlinjen er gjennomsnittet. De prikkede grensene viser hva tilfeldig variasjon alene ville gitt. En rombe "
        "ligger utenfor dem; en stiplet midtlinje betyr for lange rekker eller for få kryssinger."
    )
