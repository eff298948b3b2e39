"""Entering the daily rate of a year that the published list lacks, or has wrong."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge import permissions
from samspill.apps.discharge.models import DailyRate
from samspill.apps.discharge.models.pulse import beat
from samspill.core.deeds import deed
from samspill.core.doer import Doer
from samspill.core.refusal import Refused
from samspill.directory.models import Community

FIRST_YEAR = 2012  # the year the duty to pay began


@deed("discharge.enter_rate", permission=permissions.check_enter_rate)
def enter_rate(*, by: Doer, year: int, kroner: int, source: str) -> DailyRate:
    """Enter kroner a payable day for a year, and where it is written. Raises Refused."""
    if year < FIRST_YEAR:
        raise Refused(_("Betalingsplikten begynte i %(year)s."), year=FIRST_YEAR)
    if kroner <= 0:
        raise Refused(_("Døgnsatsen må være et beløp over null."))
    if not source.strip():
        raise Refused(_("Skriv hvor satsen står, så den kan kontrolleres."))
    rate, _made = DailyRate.objects.update_or_create(year=year, defaults={"kroner": kroner, "source": source.strip()})
    for community in Community.objects.order_by("pk").values_list("pk", flat=True):
        beat(community)  # sums on open boards are no longer true
    return rate
