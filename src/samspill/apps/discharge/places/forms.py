"""What people fill in about places. The grid is read as it stands: an empty field says nothing about its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.places.kinds import KindOfPlace
from samspill.apps.discharge.places.overview import GridRow
from samspill.apps.discharge.places.publishing import Count
from samspill.core.refusal import Refused

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReserveForm(forms.Form):
    stay = forms.UUIDField(widget=forms.HiddenInput)
    stock = forms.UUIDField(widget=forms.HiddenInput)
    first = forms.DateField(label=_("Fra"), widget=_DAY, input_formats=["%Y-%m-%d", "%d.%m.%Y"])
    end = forms.DateField(label=_("Til"), widget=_DAY, input_formats=["%Y-%m-%d", "%d.%m.%Y"], required=False)


class SiteForm(forms.Form):
    """Another site of a kind: the same number for all the days, which can be changed in the grid afterwards."""

    kind = forms.ChoiceField(label=_("Hva slags plass?"))
    site = forms.CharField(label=_("Sted"), max_length=80, error_messages={"required": _("Skriv hva stedet heter.")})
    free = forms.IntegerField(label=_("Ledige hver dag"), min_value=0, max_value=999, initial=0)

    def __init__(self, *args: Any, kinds: Mapping[str, KindOfPlace], **values: Any) -> None:
        super().__init__(*args, **values)
        kind: Any = self.fields["kind"]
        kind.choices = [(code, each.name) for code, each in kinds.items()]


class ReleaseForm(forms.Form):
    text = forms.CharField(label=_("Hvorfor?"), max_length=500, required=False)


class FileForm(forms.Form):
    file = forms.FileField(label=_("CSV- eller Excel-fil"), help_text=_("Kolonner: type, sted, dato, ledige."))


def counts_posted(posted: Mapping[str, str], rows: Iterable[GridRow]) -> list[Count]:
    """What was written in the grid, where it differs from what stands. Raises Refused with where it is wrong."""
    found = []
    for row in rows:
        whole = posted.get(f"{row.field}|alle", "").strip()
        site = posted.get(f"{row.field}|sted", row.site).strip() if row.stock is None else row.site
        for day, known in row.days:
            written = whole or posted.get(f"{row.field}|{day.isoformat()}", "").strip()
            if written and (known is None or written != str(known.free)):
                found.append(Count(row.kind, site, day, _number(written, row, day)))
    return found


def _number(text: str, row: GridRow, day: date) -> int:
    if not (text.isdecimal() and len(text) < 6):
        where = f"{row.kind_name} {day.isoformat()}"
        raise Refused(_("«%(text)s» er ikke et antall (%(where)s)."), text=text[:20], where=where)
    return int(text)
