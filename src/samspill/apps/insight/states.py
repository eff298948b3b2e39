"""The lives of what the room keeps: publications, and requests for analyses. Allowed moves as tables to read."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused


class PublicationState(models.TextChoices):
    MAKING = "making", _("Regnes ut")
    FAILED = "failed", _("Gikk ikke")
    CANCELLED = "cancelled", _("Avbrutt")
    DRAFT = "draft", _("Utkast")
    OPEN = "open", _("Åpen for helsefellesskapet")
    REPLACED = "replaced", _("Erstattet av nyere tall")


class RequestState(models.TextChoices):
    ASKED = "asked", _("Bestilt")
    TAKEN = "taken", _("Under arbeid")
    ANSWERED = "answered", _("Besvart")
    DECLINED = "declined", _("Avslått")
    WITHDRAWN = "withdrawn", _("Trukket")


P, R = PublicationState, RequestState

# What a publication may become, and what a request may become.
PUBLICATION_MOVES: Mapping[str, frozenset[str]] = {
    P.MAKING: frozenset({P.DRAFT, P.FAILED, P.CANCELLED}),
    P.DRAFT: frozenset({P.OPEN, P.REPLACED}),
    P.OPEN: frozenset({P.REPLACED}),
}
REQUEST_MOVES: Mapping[str, frozenset[str]] = {
    R.ASKED: frozenset({R.TAKEN, R.ANSWERED, R.DECLINED, R.WITHDRAWN}),
    R.TAKEN: frozenset({R.ANSWERED, R.DECLINED, R.WITHDRAWN}),
}
WAITING = (R.ASKED, R.TAKEN)


def check_publication_may_become(now: str, wanted: str) -> None:
    if wanted not in PUBLICATION_MOVES.get(now, ()):
        raise Refused(
            _("Publiseringen er «%(now)s» og kan ikke bli «%(wanted)s»."), now=P(now).label, wanted=P(wanted).label
        )


def check_request_may_become(now: str, wanted: str) -> None:
    if wanted not in REQUEST_MOVES.get(now, ()):
        raise Refused(
            _("Bestillingen er «%(now)s» og kan ikke bli «%(wanted)s»."), now=R(now).label, wanted=R(wanted).label
        )
