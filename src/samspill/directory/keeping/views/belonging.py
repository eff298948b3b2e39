"""Memberships, clusters and hospitals of a unit: a list of dated rows each, every row a small form, and one to add."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.directory.keeping.actions import belonging as actions
from samspill.directory.keeping.editions import edition_of
from samspill.directory.keeping.forms.units import AddForm, RowForm
from samspill.directory.keeping.rules import AREAS
from samspill.directory.keeping.views.sending import keeper, sent
from samspill.directory.models import Catchment, ClusterMember, Community, Membership, Unit, UnitKind
from samspill.directory.naming import units_to_choose
from samspill.directory.seen import units_seen_by


@dataclass
class Belonging:
    """One kind of belonging of one unit. `rows`: (row, what it says, its form or None where it is another's)."""

    key: str
    heading: str
    rows: list[tuple[Any, str, RowForm | None]] = field(default_factory=list)
    add: Any = None
    change: Callable[[Any, RowForm], Any] | None = None
    create: Callable[[Any], Any] | None = None

    @staticmethod
    def answer(belongings: Iterable[Belonging], what: str) -> str:
        """Do what was sent; the sentence for the keeper, or empty when it was refused or is about none of these."""
        for each in belongings:
            if what == f"add-{each.key}" and each.add is not None and each.create is not None:
                return _("Lagret.") if each.add.is_valid() and each.create(each.add) is not None else ""
            for row, _said, form in each.rows:
                if what == f"{each.key}-{row.pk}" and form is not None and each.change is not None:
                    return _("Lagret.") if form.is_valid() and each.change(row, form) is not None else ""
        return ""


def belongings_of(request: HttpRequest, unit: Unit, what: str) -> list[Belonging]:
    found = [_memberships(request, unit, what)]
    if unit.kind == UnitKind.MUNICIPALITY:
        found.append(_clusters(request, unit, what))
    if unit.kind in AREAS:
        found.append(_catchments(request, unit, what))
    return found


def _form(request: HttpRequest, key: str, row: Any, what: str) -> RowForm:
    name = f"{key}-{row.pk}"
    initial = {"valid_from": row.valid_from, "last_day": row.last_day, "seen": edition_of([row])}
    return RowForm(request.POST if what == name else None, initial=initial, auto_id=f"id_{name}_%s")


def _period(form: Any) -> dict[str, Any]:
    return {"first": form.cleaned_data["valid_from"], "until": form.cleaned_data["valid_to"]}


def _again(row: Any) -> Callable[[], str]:
    return lambda: edition_of([type(row)._default_manager.get(pk=row.pk)])


def _memberships(request: HttpRequest, unit: Unit, what: str) -> Belonging:
    by = keeper(request)
    community = Community.objects.get(pk=by.community_id)
    rows = [
        (row, row.community.name, _form(request, "membership", row, what) if row.community_id == community.pk else None)
        for row in unit.memberships.select_related("community").order_by("valid_from", "pk")
    ]

    def change(row: Membership, form: RowForm) -> Any:
        values = {"by": by, "community": community, "row": row, "seen": form.cleaned_data["seen"], **_period(form)}
        return sent(form, lambda: actions.change_membership(**values), _again(row))

    def create(form: AddForm) -> Any:
        values = {"by": by, "community": community, "unit": unit, **_period(form)}
        return sent(form, lambda: actions.add_membership(**values))

    add = _add(request, "membership", [], what)
    del add.fields["other"]
    return Belonging("membership", _("Medlem av helsefellesskapet"), list(rows), add, change, create)


def _clusters(request: HttpRequest, unit: Unit, what: str) -> Belonging:
    by = keeper(request)
    rows = [
        (row, row.cluster.name, _form(request, "cluster", row, what))
        for row in unit.clusters.select_related("cluster").order_by("valid_from", "pk")
    ]
    choices = [each for each in units_to_choose(by.community_id) if each.kind == UnitKind.MUNICIPALITY_CLUSTER]

    def change(row: ClusterMember, form: RowForm) -> Any:
        values = {"by": by, "unit": unit, "row": row, "seen": form.cleaned_data["seen"], **_period(form)}
        return sent(form, lambda: actions.change_cluster(**values), _again(row))

    def create(form: AddForm) -> Any:
        values = {"by": by, "units": [unit, form.cleaned_data["other"]], **_period(form)}
        return sent(form, lambda: actions.add_to_cluster(**values))

    add = _add(request, "cluster", choices, what) if choices else None
    return Belonging("cluster", _("Kommuneklynger"), list(rows), add, change, create)


def _catchments(request: HttpRequest, unit: Unit, what: str) -> Belonging:
    by = keeper(request)
    rows = [
        (row, row.hospital.name, _form(request, "catchment", row, what))
        for row in unit.catchments.select_related("hospital").order_by("valid_from", "pk")
    ]
    kinds = (UnitKind.HOSPITAL_TRUST, UnitKind.CAMPUS)
    choices = list(units_seen_by(by).filter(kind__in=kinds).select_related("parent__parent"))

    def change(row: Catchment, form: RowForm) -> Any:
        values = {"by": by, "unit": unit, "row": row, "seen": form.cleaned_data["seen"], **_period(form)}
        return sent(form, lambda: actions.change_catchment(**values), _again(row))

    def create(form: AddForm) -> Any:
        values = {"by": by, "unit": unit, "hospital": form.cleaned_data["other"], **_period(form)}
        return sent(form, lambda: actions.add_catchment(**values))

    return Belonging("catchment", _("Sykehus"), list(rows), _add(request, "catchment", choices, what), change, create)


def _add(request: HttpRequest, key: str, choices: list[Unit], what: str) -> AddForm:
    data = request.POST if what == f"add-{key}" else None
    return AddForm(data, units=choices, initial={"valid_from": clock.today()}, auto_id=f"id_add_{key}_%s")
