"""What the report says, before it becomes PDF, Word or slides: plain values, the same in all three.

Everything comes from one publication, the texts of the report, and what was decided about charts when it was finished.
Nothing is taken from the clock, so the same report gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samspill.apps.insight import periods, saying
from samspill.apps.insight.charts import control, ranked
from samspill.apps.insight.models import Audience, PublishedIndicator, Report, ReportSection
from samspill.apps.insight.places import Place, names_of, places_of
from samspill.apps.insight.queries import reading, showing
from samspill.apps.insight.queries.reading import Asked
from samspill.apps.insight.series import Point
from samspill.core import clock
from samspill.ui import formats

ROWS = 13  # of the table: the last period and the twelve before it


@dataclass(frozen=True, kw_only=True)
class PaperSection:
    """One indicator. chart and places are whole `<svg>`s, or empty; table is rows of texts with a heading first."""

    title: str
    question: str
    headline: str
    points: list[str]
    text: list[str]
    chart: str
    chart_said: str
    table: list[list[str]]
    places: str
    places_title: str
    places_rows: list[list[str]]
    places_note: str
    method: str
    limits: list[str]
    missing: bool = False


@dataclass(frozen=True, kw_only=True)
class Paper:
    title: str
    receiver: str
    community: str
    dated: date
    data_until: date | None
    edition: int
    source: str
    draft: bool
    summary: list[str]
    sections: list[PaperSection]

    @property
    def byline(self) -> str:
        return _("Til %(receiver)s, %(day)s") % {"receiver": self.receiver, "day": formats.day(self.dated)}

    @property
    def age(self) -> str:
        return _("Data til og med %(day)s. Utgave %(number)s. %(source)s.") % {
            "day": formats.day(self.data_until) or "–",
            "number": self.edition,
            "source": self.source,
        }


def paper_of(report: Report) -> Paper:
    """About five queries a section."""
    from samspill.apps.insight.views.files import source_said

    publication = report.publication
    places, names = places_of(report.community_id), names_of(report.community_id)
    rows = {row.key: row for row in reading.indicators_of(publication, Audience.COMMUNITY)}
    moment = report.finished_at or publication.made_at
    return Paper(
        title=report.title,
        receiver=report.receiver,
        community=report.community.name,
        dated=moment.astimezone(clock.OSLO).date(),
        data_until=publication.data_until,
        edition=publication.number,
        source=source_said(publication),
        draft=report.finished_at is None,
        summary=paragraphs(report.summary),
        sections=[_section(report, each, rows.get(each.key), places, names) for each in report.sections.all()],
    )


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _section(
    report: Report,
    section: ReportSection,
    row: PublishedIndicator | None,
    places: tuple[Place, ...],
    names: dict[str, str],
) -> PaperSection:
    if row is None:
        return _gone(section)
    kind = next(iter(reading.kinds_of(row, section.place)), "month")
    group = reading.head_group(row)
    asked = Asked(place=section.place, kind=kind, group=group)
    decisions = reading.decisions_about(report.community_id, row.key, asked, as_of=report.finished_at)
    made, card = reading.drawn_for(row, asked, decisions), showing.translated(row.card)
    place = names.get(section.place, section.place)
    if group:
        place = f"{place}, {card['groups'].get(group, group)}"
    said = [sentence for _tone, sentence in saying.signal_sentences(card, made)]
    breakdown = showing.breakdown_of(row, card, places) if section.with_places and not section.place else None

    def point_said(point: Point) -> str:
        return saying.point_said(card, point)

    title = f"{card['title']}, {place}"
    chart = control.control_chart(made, title=title, unit=card["unit"], said=point_said) if made.latest else ""
    decided = [
        f"{each.get_kind_display()} {periods.said(each.period)}: {each.reason} ({each.by_name})" for each in decisions
    ]
    return PaperSection(
        title=card["title"] if not section.place else title,
        question=card["question"],
        headline=saying.latest_sentence(card, place, made),
        points=[*saying.change_sentences(card, made), *said, saying.better_said(card)],
        text=paragraphs(section.text),
        chart=chart,
        chart_said=" ".join([saying.reading_note(made), *decided]),
        table=_table(card, list(made.points)),
        places=_places(breakdown, title, point_said),
        places_title=_("Kommunene, %(when)s") % {"when": periods.said(breakdown.period)} if breakdown else "",
        places_rows=_places_rows(card, breakdown),
        places_note=breakdown.reach_said if breakdown else "",
        method=_("%(definition)s Kilde: %(source)s. Versjon %(version)s.")
        % {"definition": card["definition"], "source": card["source"], "version": row.version},
        limits=[*card["not_for"], *card["warnings"]],
    )


def _gone(section: ReportSection) -> PaperSection:
    """The indicator is not in the edition that the report is tied to."""
    return PaperSection(
        title=section.key, question="", headline=_("Indikatoren er ikke med i denne utgaven."), points=[],
        text=paragraphs(section.text), chart="", chart_said="", table=[], places="", places_title="", places_rows=[],
        places_note="", method="", limits=[], missing=True,
    )  # fmt: skip


def _table(card: dict[str, object], points: list[Point]) -> list[list[str]]:
    from samspill.apps.insight.views.reading import cell_said

    share = card["mode"] == "share"
    heading = [_("Periode"), str(card["unit"]), *([_("Antall")] if share else [])]
    rows = [
        [periods.said(p.period), cell_said(card, p), *([saying.parts_said(card, p)] if share else [])]
        for p in reversed(points[-ROWS:])
    ]
    return [heading, *rows] if rows else []


def _places(breakdown: showing.Breakdown | None, title: str, said: object) -> str:
    if breakdown is None:
        return ""
    whole = None if breakdown.is_sum else breakdown.whole
    return ranked.ranked_chart(breakdown.rows, whole=whole, title=title, said=said, width=760, look="")  # type: ignore[arg-type]


def _places_rows(card: dict[str, object], breakdown: showing.Breakdown | None) -> list[list[str]]:
    from samspill.apps.insight.views.reading import cell_said

    if breakdown is None:
        return []
    heading = [_("Kommune"), str(card["unit"]), _("Nedre"), _("Øvre")]
    rows = [
        [
            row.name,
            cell_said(card, row.point),
            saying.number_said(card, row.point.low),
            saying.number_said(card, row.point.high),
        ]
        for row in breakdown.rows
    ]
    return [heading, *rows]
