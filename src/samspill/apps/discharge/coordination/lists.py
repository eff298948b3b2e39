"""The lists that the coordination is said with: causes, documents, function, services. Data files, in three languages.

A community rewords, retires and adds causes of its own (`DelayCause`); the other lists are the national ones.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from django.utils.translation import get_language

from samspill.apps.discharge.models import DelayCause

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Line:
    """One line of a list. `side` whose it is, `group` what it is shown together with; empty where the list has none."""

    code: str
    labels: Mapping[str, str]
    side: str = ""
    group: str = ""
    retired: bool = False

    @property
    def label(self) -> str:
        """In the language of whoever reads it."""
        return self.labels.get(str(get_language())[:2], self.labels["nb"])


@cache
def national(name: str) -> Mapping[str, Line]:
    """code → line, in the order of the data file."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {
        row["code"]: Line(
            row["code"],
            {"nb": row["label"], "nn": row["label_nn"], "en": row["label_en"]},
            side=row.get("side", ""),
            group=row.get("group", ""),
        )
        for row in rows
    }


def causes_of(community: UUID) -> Mapping[str, Line]:
    """code → cause as this community says it, retired ones too: an old stay still names them."""
    own = {
        row.code: Line(row.code, {"nb": row.label}, side=row.side, retired=row.retired)
        for row in DelayCause.objects.filter(community=community).order_by("label")
    }
    return {**national("causes"), **own}


def documents() -> Mapping[str, Line]:
    return national("documents")


def function_variables() -> Mapping[str, Line]:
    return national("function_variables")


def function_scale() -> Mapping[str, Line]:
    return national("function_scale")


def services() -> Mapping[str, Line]:
    return national("services")
