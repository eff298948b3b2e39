"""A case's number in a body: 27/22. The series is locked while one is given, so no number is skipped or given twice."""

from __future__ import annotations

from samspill.apps.governance.models import Body, Case, CaseNumber, NumberSeries


def number_in(case: Case, body: Body, year: int) -> CaseNumber:
    """The number that the case has in the body; the next of the year when it has none. Within a transaction."""
    known = CaseNumber.objects.filter(case=case, body=body).first()
    if known:
        return known
    NumberSeries.objects.get_or_create(body=body, year=year)
    series = NumberSeries.objects.select_for_update().get(body=body, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return CaseNumber.objects.create(case=case, body=body, year=year, number=series.last)
