"""«Hvem er hvem»: one field, and the answers below it while one writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samspill.core import clock
from samspill.core.doors import page
from samspill.core.limits import limited
from samspill.directory.cards.permissions import check_look
from samspill.directory.lookup import remember
from samspill.directory.models import Unit, UnitKind
from samspill.directory.rooms import rooms_for
from samspill.directory.search import documents as kinds
from samspill.directory.search.asking import LONGEST_TEXT, holds_identity_number
from samspill.directory.search.queries import MOST, Answer, search
from samspill.directory.seen import units_in

KIND_NAMES = {
    kinds.PERSON: gettext_lazy("Personer"),
    kinds.UNIT: gettext_lazy("Enheter"),
    kinds.ROLE: gettext_lazy("Roller"),
    kinds.OFFER: gettext_lazy("Tilbud"),
    kinds.TOPIC: gettext_lazy("Spør meg om"),
    kinds.JOINT_WORK: gettext_lazy("Samarbeid"),
}
AREAS = (UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT)
FIRST, MORE = 20, MOST  # answers shown at first, and when one asks for more


@dataclass(frozen=True)
class Question:
    """What the address asks for: ?q= the text, slag= a kind, kommune= a number, alle=1 for more of the answers."""

    text: str
    kind: str
    area: str
    more: bool

    def address(self, **other: str) -> str:
        values = {"q": self.text, "slag": self.kind, "kommune": self.area, "alle": "1" if self.more else "", **other}
        asked = urlencode({name: value for name, value in values.items() if value})
        return f"{reverse('who-is-who')}?{asked}" if asked else reverse("who-is-who")


def _question(request: HttpRequest) -> Question:
    kind = request.GET.get("slag", "")
    return Question(
        text=request.GET.get("q", "").replace("\x00", " ")[:LONGEST_TEXT].strip(),
        kind=kind if kind in KIND_NAMES else "",
        area=request.GET.get("kommune", "")[:6],
        more=request.GET.get("alle") == "1",
    )


@page(permission=check_look)
@require_safe
@limited("search", per_person="240/min")
def who_is_who(request: HttpRequest) -> HttpResponse:
    """The whole page; for htmx only the answers, with the address that goes with them."""
    person: Any = request.person  # type: ignore[attr-defined]
    asked = _question(request)
    inner_only = request.headers.get("HX-Request") == "true"
    about_patient = holds_identity_number(asked.text) or request.GET.get("pasient") == "1"
    if about_patient and asked.text and not inner_only:
        return redirect(f"{reverse('who-is-who')}?pasient=1")  # the number stays neither in the address nor in a log
    areas = areas_of(person)
    area = areas.get(asked.area, (None, ""))[0]
    limit = MORE if asked.more else FIRST
    picked = {asked.kind} if asked.kind else None
    answer = Answer() if about_patient else search(person, asked.text, kinds=picked, area=area, limit=limit)
    values = {
        "asked": asked,
        "answer": answer,
        "about_patient": about_patient,
        "kinds": _kinds(asked, answer),
        "areas": [(number, name) for number, (_pk, name) in areas.items()],
        "more": asked.address(alle="1") if answer.total > len(answer.hits) and not asked.more else "",
        "anywhere": asked.address(slag="", kommune="", alle="") if asked.kind or asked.area else "",
        "suggestions": [(text, asked.address(q=text)) for text in answer.suggestions],
        "count": _count(asked, answer),
    }
    if inner_only:
        response = render(request, "directory/search/_answers.html", values | {"oob": True})
        response.headers["HX-Replace-Url"] = reverse("who-is-who") if about_patient else asked.address()
        return response
    values["rooms"] = rooms_for(person, request.path)
    values["examples"] = [(text, asked.address(q=text)) for text in _examples(areas)]
    return render(request, "directory/search/who_is_who.html", values)


def _kinds(asked: Question, answer: Answer) -> list[dict[str, Any]]:
    """What to choose among, with how many there are of each; only the kinds that have any, and the chosen one."""
    everything = {"text": _("Alt"), "href": asked.address(slag="", alle=""), "current": not asked.kind}
    found = [
        {"text": name, "href": asked.address(slag=kind, alle=""), "current": kind == asked.kind, "count": count}
        for kind, name in KIND_NAMES.items()
        if (count := answer.counts.get(kind, 0)) or kind == asked.kind
    ]
    return [everything | {"count": answer.everything}, *found] if found else []


def _count(asked: Question, answer: Answer) -> str:
    """What a screen reader says when the answers have changed."""
    if not asked.text:
        return ""
    if not answer.total:
        return _("Ingen treff")
    return _("1 treff") if answer.total == 1 else _("%(n)s treff") % {"n": answer.total}


def areas_of(person: Any) -> dict[str, tuple[UUID, str]]:
    """The municipalities and districts of the community today, by number: id and name, by name."""
    today = clock.today()

    def ask() -> dict[str, tuple[UUID, str]]:
        inside = units_in(person.community_id, today)
        rows = Unit.objects.filter(kind__in=AREAS).order_by("name").values_list("number", "pk", "name")
        return {number: (pk, name) for number, pk, name in rows if pk in inside and number}

    return remember(("search areas", person.community_id, today), ask)


def _examples(areas: dict[str, tuple[UUID, str]]) -> list[str]:
    names = [name for _pk, name in areas.values()]
    near = names[len(names) // 2] if names else ""
    return [
        " ".join(filter(None, [_("tildelingskontoret"), near])),
        _("utskrivningskoordinator geriatri"),
        _("lungerehabilitering"),
        _("legevakt"),
    ]
