"""Pages that read the figures: the index, one indicator, its files, what is new since last time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.apps.insight import periods, permissions, saying
from samspill.apps.insight.charts.spark import spark
from samspill.apps.insight.forms import DecisionForm, WatchForm
from samspill.apps.insight.models import Audience, Publication, PublishedIndicator, WatchedFigure
from samspill.apps.insight.places import names_of, places_of
from samspill.apps.insight.queries import comparing, reading, showing, summaries
from samspill.apps.insight.views import asking, files
from samspill.apps.insight.views.asking import person_of
from samspill.core.doors import page
from samspill.ui.components.marks import tag


@page(permission=permissions.check_see)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every indicator with its latest number in words; one group for what has moved."""
    person = person_of(request)
    publication = reading.publication_for(person, asking.edition_in(request))
    waiting = Publication.objects.visible_to(person).filter(state="making").first()
    values = {
        "publication": publication,
        "rows": index_rows(publication, Audience.COMMUNITY) if publication else [],
        "making": waiting,
        "may_publish": person.may("insight.publish"),
        "may_see_drafts": person.may("insight.see_drafts"),
        "may_open_list": permissions.check_see_lists.can(person),
        "draft": Publication.objects.visible_to(person).filter(state="draft").order_by("-number").first(),
        "source": files.source_said(publication) if publication else "",
        "edition": f"?utgave={publication.number}" if publication and asking.edition_in(request) else "",
    }
    return render(request, "insight/index.html", values)


def index_rows(publication: Publication, audience: Audience) -> list[dict[str, Any]]:
    """What one row of the index shows."""
    rows = []
    for each in summaries.summaries(publication, audience):
        card, latest = showing.translated(each.indicator.card), each.made.latest
        rows.append(
            {
                "key": each.indicator.key,
                "card": card,
                "latest": latest,
                "value": saying.value_said(card, latest.value) if latest else "",
                "when": periods.said(latest.period) if latest else "",
                "group": card["groups"].get(reading.head_group(each.indicator), ""),
                "moves": next(saying.change_sentences(card, each.made), ""),
                "signals": [pair for pair in saying.signal_sentences(card, each.made) if pair[0] != "neutral"],
                "spark": mark_safe(spark(each.made)),  # noqa: S308 - coordinates only
                "hidden": each.hidden_everywhere,
            }
        )
    return rows


@page(permission=permissions.check_see)
@require_safe
def indicator(request: HttpRequest, key: str) -> HttpResponse:
    return indicator_page(request, key)


def indicator_page(
    request: HttpRequest, key: str, *, form: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of one indicator, perhaps with a form on it that was not filled in right."""
    person = person_of(request)
    publication = asking.publication_or_404(request)
    row = asking.indicator_or_404(publication, key, Audience.COMMUNITY)
    places = places_of(person.community_id)
    asked, kinds = asking.asked_in(request, row, places)
    beside = comparing.beside(row, asked, person.community_id)
    shown = showing.show(publication, row, asked, places, names_of(person.community_id), beside)
    choices = asking.choices_beside(places, asked, person.community_id)
    before = reading.publication_before(publication)
    values = {
        **page_values(shown, kinds, places, choices, reverse("insight:indicator", args=[key])),
        "may_decide": permissions.check_decide.can(person) and asked.kind == "month",
        "decision_form": form or decision_form(shown),
        "watch_form": WatchForm(initial={"place": asked.place}) if permissions.check_watch.can(person) else None,
        "watched": WatchedFigure.objects.filter(community=person.community_id, key=key, place=asked.place).first(),
        "changed": _changed(publication, before, row) if before else None,
        "draft": publication.state == "draft",
        "quality_url": f"{reverse('insight:quality')}{f'?utgave={asked.edition}' if asked.edition else ''}",
        "source": files.source_said(publication),
        "community_name": person.community_name,
    }
    return render(request, "insight/indicator.html", values, status=status)


def page_values(
    shown: showing.Shown, kinds: list[str], places: Any, beside: list[tuple[str, str]], url: str
) -> dict[str, Any]:
    """What the public page and the community's own have in common."""
    asked = shown.asked
    has_sectors = any(title.startswith(_("Etter sektor")) for title, _part in shown.parts)
    return {
        "shown": shown,
        "card": shown.card,
        "asked": asked,
        "form": asking.filter_form(asked, kinds, places, has_sectors or bool(asked.sector), beside, shown.card),
        "better": saying.better_said(shown.card),
        "reading_note": saying.reading_note(shown.made),
        "query": asking.address_of(asked),
        "files": [("csv", "CSV"), ("xlsx", "Excel"), ("svg", _("Diagram (SVG)")), ("png", _("Diagram (PNG)"))],
        "file_url": f"{url}/fil.",
        "url": url,
        "rows": table_rows(shown),
        "place_rows": place_rows(shown),
        "beside_said": saying.latest_sentence(shown.card, shown.beside.name, shown.beside.made) if shown.beside else "",
    }


def table_rows(shown: showing.Shown) -> list[dict[str, Any]]:
    """The series as a table, newest first; the other series beside it where there is one."""
    card = shown.card
    other = {point.period: point for point in shown.beside.made.points} if shown.beside else {}
    return [
        {
            "point": point,
            "when": periods.said(point.period),
            "said": cell_said(card, point),
            "parts": saying.parts_said(card, point),
            "other": cell_said(card, other[point.period]) if point.period in other else "",
        }
        for point in shown.points
    ]


def place_rows(shown: showing.Shown) -> SafeString:
    """The places as rows of a table, written here: a nation has 357 of them, and a template takes its time."""
    if shown.breakdown is None:
        return mark_safe("")
    card, edition = shown.card, f"utgave={shown.asked.edition}&" if shown.asked.edition else ""
    outside, lower, upper = format_html(" {}", tag(_("utenfor"), "info")), _("Nedre"), _("Øvre")
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="?{}sted={}">{}</a>{}</th><td class="s-number" data-label="{}">{}</td>'
        '<td class="s-number" data-label="{}">{}</td><td class="s-number" data-label="{}">{}</td></tr>',
        (
            (
                edition, row.place, row.name, outside if row.outside else "",
                card["unit"], cell_said(card, row.point),
                lower, saying.number_said(card, row.point.low), upper, saying.number_said(card, row.point.high),
            )
            for row in shown.breakdown.rows
        ),
    )  # fmt: skip


def cell_said(card: dict[str, Any], point: Any) -> str:
    if point.state == "hidden":
        return _("skjult")
    return saying.number_said(card, point.value) or "–"


def decision_form(shown: showing.Shown, data: Any = None) -> DecisionForm:
    form = DecisionForm(data, initial={"place": shown.asked.place, "sector": shown.asked.sector})
    form.offer([point.period for point in shown.made.points if point.value is not None])
    return form


def _changed(publication: Publication, before: Publication, row: PublishedIndicator) -> dict[str, Any] | None:
    found = summaries.changes(publication, before, only=row.key)
    return change_said(found[0], before) if found else None


def change_said(change: summaries.Change, before: Publication) -> dict[str, Any]:
    card = showing.translated(change.indicator.card)
    return {
        "key": change.indicator.key,
        "title": card["title"],
        "before": saying.point_said(card, change.before) if change.before else "",
        "now": saying.point_said(card, change.now) if change.now else "",
        "redefined": change.redefined,
        "corrected": change.corrected,
        "edition": before.number,
    }


@page(permission=permissions.check_see)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What is new since the edition before."""
    publication = asking.publication_or_404(request)
    before = reading.publication_before(publication)
    found = summaries.changes(publication, before) if before else []
    values = {
        "publication": publication,
        "before": before,
        "changes": [change_said(change, before) for change in found] if before else [],
        "edition": f"?utgave={publication.number}" if asking.edition_in(request) else "",
    }
    return render(request, "insight/changes.html", values)


@page(permission=permissions.check_see)
@require_safe
def file(request: HttpRequest, key: str, ending: str) -> HttpResponse:
    """The indicator as a file; pictures are of the very view that the address asks for."""
    person = person_of(request)
    publication = asking.publication_or_404(request)
    row = asking.indicator_or_404(publication, key, Audience.COMMUNITY)
    places, names = places_of(person.community_id), names_of(person.community_id)
    asked, _kinds = asking.asked_in(request, row, places)
    return files.file_of(publication, row, asked, places, names, person.community_name, ending)
