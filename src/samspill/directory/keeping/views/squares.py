"""Where the municipalities stand on the schematic map."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samspill.core.doors import page
from samspill.directory.cards.communities import community_card
from samspill.directory.cards.maps import stated_squares
from samspill.directory.keeping import permissions
from samspill.directory.keeping.actions.belonging import LAST_SQUARE, place_on_map
from samspill.directory.keeping.views.sending import keeper, sent
from samspill.directory.models import Community, Unit


class SquareForm(forms.Form):
    """Column and row, counted from 1 as people count; both empty: it is placed by itself."""

    def __init__(self, *args: Any, units: list[Unit], **values: Any) -> None:
        super().__init__(*args, **values)
        self.units = units
        for unit in units:
            for name, label in (("column", _("kolonne")), ("row", _("rad"))):
                self.fields[f"{name}-{unit.pk}"] = forms.IntegerField(
                    label=f"{unit.name}, {label}", min_value=1, max_value=LAST_SQUARE + 1, required=False
                )

    @property
    def lines(self) -> list[tuple[Unit, Any, Any]]:
        return [(unit, self[f"column-{unit.pk}"], self[f"row-{unit.pk}"]) for unit in self.units]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        for unit in self.units:
            column, row = f"column-{unit.pk}", f"row-{unit.pk}"
            if (answers.get(column) is None) != (answers.get(row) is None) and not {column, row} & set(self.errors):
                missing = column if answers.get(column) is None else row
                self.add_error(missing, _("Skriv både kolonne og rad, eller la begge stå tomme."))
        return answers

    def squares(self) -> dict[Any, tuple[int, int] | None]:
        answers = self.cleaned_data
        found: dict[Any, tuple[int, int] | None] = {}
        for unit in self.units:
            column, row = answers[f"column-{unit.pk}"], answers[f"row-{unit.pk}"]
            found[unit.pk] = None if column is None else (column - 1, row - 1)
        return found


@page(permission=permissions.check_administer)
def squares(request: HttpRequest) -> HttpResponse:
    community = Community.objects.get(pk=keeper(request).community_id)
    card = community_card(community)
    units = [branch.then.unit for branch in [*card.municipalities, *card.districts]]
    stated = stated_squares(units)
    initial = {f"column-{pk}": square[0] + 1 for pk, square in stated.items()}
    initial |= {f"row-{pk}": square[1] + 1 for pk, square in stated.items()}
    form = SquareForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {"by": keeper(request), "community": community, "squares": form.squares()}
        if sent(form, lambda: place_on_map(**values)) is not None:
            messages.success(request, _("Kartet er lagret."))
            return redirect("community-map")
    return render(request, "directory/keeping/map.html", {"form": form}, status=422 if form.errors else 200)
