"""What the demo's municipalities have published of places, so that the page is lived in from the first day."""

from __future__ import annotations

from datetime import timedelta

from samspill.apps.discharge.models import PlaceDay, PlaceStock
from samspill.apps.discharge.places.rules import days_shown
from samspill.core import clock
from samspill.directory.models import Community, Unit
from samspill.portal.demo.cast import rows_of


def load_places(community: Community) -> None:
    """By `data/places.csv`: counts go round in the order written there, day by day."""
    days, published = days_shown(clock.today()), clock.now() - timedelta(hours=2)
    municipalities = {unit.number: unit for unit in Unit.objects.filter(number__in=_numbers())}
    stocks, counts = [], []
    for row in rows_of("places.csv"):
        stock = PlaceStock(
            community=community,
            municipality=municipalities[row["municipality"]],
            kind=row["kind"],
            site=row["site"],
            published_at=published,
            published_by="Tildelingskontoret",
        )
        stocks.append(stock)
        free = [int(n) for n in row["free"].split()]
        counts += [PlaceDay(stock=stock, day=day, free=free[n % len(free)]) for n, day in enumerate(days)]
    PlaceStock.objects.bulk_create(stocks)
    PlaceDay.objects.bulk_create(counts)


def _numbers() -> set[str]:
    return {row["municipality"] for row in rows_of("places.csv")}
