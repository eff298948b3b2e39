"""The demo's settlements: the hospital began two months ago. Sums are known when somebody enters the year's rate."""

from __future__ import annotations

from samspill.apps.discharge.models import Statement
from samspill.apps.discharge.settlement.reckoning import Month
from samspill.core import clock
from samspill.directory.models import Community, Unit
from samspill.portal.demo.cast import municipalities
from samspill.portal.demo.community import id_of


def load_statements(community: Community) -> None:
    """One a municipality for each of the last two months, not approved by anybody yet."""
    last = Month.of(clock.today()).before
    areas = Unit.objects.filter(number__in=[each.number for each in municipalities()])
    Statement.objects.bulk_create(
        Statement(
            community=community,
            trust_id=id_of("unit", "trust"),
            municipality=unit,
            year=month.year,
            month=month.month,
            made_at=clock.now(),
        )
        for month in (last.before, last)
        for unit in areas
    )
