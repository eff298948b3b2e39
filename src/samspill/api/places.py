"""Places for machines: a municipality's own system says what is free.

POST /api/places    {"rows": [{"type", "sted", "dato", "ledige"}]}, or a CSV or XLSX body; all or none

The key (`samspill keys --opens places --municipality NUMBER --community SLUG`) says whose places they are.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samspill.api.answers import for_members, json_of, no, rows_in
from samspill.api.keys import MemberMachine
from samspill.apps.discharge.places.files import WrongLines, counts_in
from samspill.apps.discharge.places.overview import municipality_in
from samspill.apps.discharge.places.permissions import check_publish_in
from samspill.apps.discharge.places.publishing import publish
from samspill.core.refusal import Refused

OF = "places.of:"


@for_members
@require_POST
def places(request: HttpRequest, machine: MemberMachine) -> HttpResponse:
    """200 with how many counts were set; 403 where the key does not open it; 422 with a sentence for each line."""
    number = next((deed.removeprefix(OF) for deed in sorted(machine.deeds) if deed.startswith(OF)), "")
    community = machine.community_id
    municipality = municipality_in(community, number) if community and number else None
    if community is None or municipality is None:
        return no(403, _("Nøkkelen åpner ikke plassene til noen kommune her."))
    if why_not := check_publish_in.why_not(machine, municipality):
        return no(403, why_not)
    try:
        counts = counts_in(rows_in(request), community)
        publish(by=machine, municipality=municipality, counts=counts)
    except WrongLines as wrong:
        return json_of({"error": _("Ingenting er publisert."), "wrong": wrong.lines}, status=422)
    except Refused as refusal:
        return no(422, str(refusal))
    return json_of({"municipality": municipality.number, "published": len(counts)})
