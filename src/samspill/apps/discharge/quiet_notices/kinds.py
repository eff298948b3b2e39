"""The kinds of notices of the discharge room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspill.core import notices
from samspill.core.notices import How, Kind

READY, ANSWERED, WITHDRAWN, OVERDUE, PLACE = (
    "discharge.ready",
    "discharge.answered",
    "discharge.withdrawn",
    "discharge.overdue",
    "discharge.place",
)
MEETING = "discharge.meeting"
LONG_WAIT = "discharge.long_wait"
STATEMENT, OBJECTION = "settlement.statement", "settlement.objection"
AREA = _("Pasienter")
MONEY = _("Oppgjør")


def register() -> None:
    told = [
        Kind(name=READY, label=_("Pasient meldt utskrivningsklar"), area=AREA, deed="discharge.answer"),
        Kind(name=WITHDRAWN, label=_("Pasient avmeldt"), area=AREA, deed="discharge.answer"),
        Kind(name=ANSWERED, label=_("Svar fra kommunen"), area=AREA, deed="discharge.see_board"),
        Kind(name=MEETING, label=_("Innkalling til planleggingsmøte"), area=AREA, deed="discharge.see_board"),
        Kind(name=OVERDUE, label=_("Frist brutt"), area=AREA, deed="discharge.see_board", standard=How.AT_ONCE),
        Kind(name=STATEMENT, label=_("Oppgjør godkjent av den andre siden"), area=MONEY, deed="settlement.approve"),
        Kind(name=OBJECTION, label=_("Innsigelse til oppgjør"), area=MONEY, deed="settlement.approve"),
        Kind(name=LONG_WAIT, label=_("Lang ventetid løftet til dere"), area=AREA, deed="long_waits.see"),
        Kind(name=PLACE, label=_("Plass holdt av, bekreftet eller frigjort"), area=AREA, deed="places.reserve"),
    ]
    for kind in told:
        notices.kind(kind)
