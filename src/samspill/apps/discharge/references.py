"""What of this room others may point to: a stay, by its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.apps.discharge.models import Stay
from samspill.core import clock, references
from samspill.core.references import Reference, Resolved

STAY = "discharge.stay"


def stay_reference(stay_id: UUID) -> Reference:
    return Reference(STAY, stay_id)


def register() -> None:
    references.kind_of_thing(STAY, _stays)


def _stays(person: Any, ids: Iterable[UUID]) -> Mapping[UUID, Resolved]:
    """By initials and age, as on the board, for those who see the stay there."""
    seen = Stay.objects.visible_to(person).filter(pk__in=list(ids)).select_related("patient")
    return {
        stay.pk: Resolved(
            title=_title(stay), url=reverse("discharge:stay", args=[stay.pk]), kind_label=gettext_lazy("Pasient")
        )
        for stay in seen
    }


def _title(stay: Stay) -> str:
    age = stay.patient.age(clock.today())
    who = stay.patient.initials if age is None else _("%(who)s, %(n)s år") % {"who": stay.patient.initials, "n": age}
    return f"{who} · {stay.ward_name}" if stay.ward_name else who
