"""Responsible bodies as people write them, matched to the register of bodies where it has one of that name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from samspill.apps.plans.forms import BODY_KIND
from samspill.apps.plans.models import PlanEdition, Responsible
from samspill.core import references
from samspill.core.references import Reference, Resolved

MOST = 500


def match(edition: PlanEdition, seen_by: Any) -> int:
    """Give those of the edition's responsible their body that have its name and had none; how many were matched.

    «Fagråd legesamarbeid» is «Fagråd for legesamarbeid»: small words and signs do not count. A name that fits more than
    one body is left as it is.
    """
    known: dict[str, set[Any]] = {}
    for ref, shown in references.offers(BODY_KIND, "", seen_by=seen_by, at_most=MOST):
        known.setdefault(key_of(shown.title), set()).add(ref.id)
    rows = Responsible.objects.filter(row__goal__area__edition=edition, body_id=None)
    matched = []
    for row in rows:
        found = known.get(key_of(row.name), set())
        if len(found) == 1:
            row.body_id = next(iter(found))
            matched.append(row)
    Responsible.objects.bulk_update(matched, ["body_id"], batch_size=500)
    return len(matched)


def key_of(name: str) -> str:
    return " ".join(word for word in re.findall(r"\w+", name.casefold()) if word not in ("for", "og", "i"))


def shown(people: Iterable[Responsible], seen_by: Any) -> list[tuple[Responsible, Resolved | None]]:
    """Each with the body that it is, for those who may see it."""
    rows = list(people)
    known = references.resolve(
        [Reference(BODY_KIND, row.body_id) for row in rows if row.body_id is not None], seen_by=seen_by
    )
    return [(row, known.get(Reference(BODY_KIND, row.body_id)) if row.body_id else None) for row in rows]
