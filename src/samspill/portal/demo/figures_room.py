"""The figures room of the demo: an edition that the worker makes as soon as the demo runs, and what people did with it.

Counting and protecting a year takes longer than anybody wants to wait for a demo, so it is begun here and done in the
background; the page says how far it has come. The report is written when the figures are there.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings

from samspill.accounts.models import Account
from samspill.accounts.positions import actor_in, positions_of
from samspill.apps.insight.actions import deciding, publishing, reporting
from samspill.apps.insight.actions.reporting import Written
from samspill.apps.insight.models import Audience, PublishedIndicator, Report
from samspill.apps.insight.tasks import make_in_background
from samspill.core import events
from samspill.directory.models import Community
from samspill.portal.demo.cast import COMMUNITY

PUBLIC = ("waiting_days", "stays_with_waiting")
WATCHED = "waiting_days"
IN_THE_REPORT = ("waiting_days", "stays_with_waiting", "answered_in_time")
SUMMARY = (
    "Færre venter enn i vinter, men forskjellene mellom kommunene er store.\n\n"
    "Havsund ligger utenfor det som tilfeldig variasjon forklarer. Analysegruppen foreslår at utvalget ber om en "
    "gjennomgang der, og at de andre kommunene hører hvordan Bakkeland arbeider."
)
SAID = {
    "waiting_days": "Nivået har vært jevnt siden nyttår. Sommeren ga ikke flere ventende, slik vi fryktet.",
    "stays_with_waiting": "Andelen som må vente, har ikke gått ned selv om ventetiden er blitt kortere.",
}
REQUESTS = (
    (
        "jon",
        "Hvor mange av våre innbyggere over 80 år ventet mer enn fem døgn i fjor høst?",
        "Budsjett for korttidsplasser",
    ),
    (
        "lise",
        "Går det færre døgn fra melding til svar i de kommunene som svarer i helgen?",
        "Fagråd for pasientsamarbeid",
    ),
)


def load_figures(community: Community, neighbour: Community) -> None:
    """Inside the loading of the demo: begun, asked for and chosen; made by the worker. Of the neighbour, what everybody
    may read can be laid beside one's own."""
    from samspill.apps.insight.actions import requesting  # with the disclosure rules, which not every command needs

    amir = _actor("amir")
    made = publishing.begin(by=amir, community=community, public_keys=PUBLIC, open_at_once=True)
    deciding.watch(by=_actor("siri"), key=WATCHED, place="", why="Målet i handlingsplanen er færre enn ti i snitt.")
    for who, question, purpose in REQUESTS:
        requesting.ask(by=_actor(who), question=question, purpose=purpose, wanted_by=None)
    make_in_background(made)
    theirs = publishing.begin(by=publishing.MAKER, community=neighbour, public_keys=PUBLIC, open_at_once=True)
    make_in_background(theirs)


def listen() -> None:
    """In demo mode: when the first figures are open, the analysis group writes its report."""
    if settings.DEMO:
        events.listen(publishing.OPENED, write_the_report)


def write_the_report(community: UUID, publication: UUID, **_: Any) -> None:
    """Once; for the demo community only, of the indicators that the edition has."""
    if not Community.objects.filter(pk=community, slug=COMMUNITY).exists():
        return
    if Report.objects.filter(community=community).exists():
        return
    rows = PublishedIndicator.objects.filter(publication=publication, audience=Audience.COMMUNITY)
    amir, there = _actor("amir"), set(rows.values_list("key", flat=True))
    report = reporting.begin(
        by=amir,
        title="Ventetider og samarbeid, høsten 2026",
        receiver="Strategisk samarbeidsutvalg",
        keys=[key for key in IN_THE_REPORT if key in there],
    )
    sections = {
        row.pk: Written(text=SAID.get(row.key, ""), place="", with_places=row.key != "answered_in_time")
        for row in report.sections.all()
    }
    reporting.write(
        by=amir,
        report=report,
        title=report.title,
        receiver=report.receiver,
        summary=SUMMARY,
        sections=sections,
        seen=report.version,
    )


def _actor(username: str) -> Any:
    account = Account.objects.get(username=username)
    return actor_in(account, positions_of(account)[0])
