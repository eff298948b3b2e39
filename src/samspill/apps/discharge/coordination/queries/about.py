"""What people have written about a patient's stays, all of it, as plain values: for the patient's own right to see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from samspill.apps.discharge.coordination import lists
from samspill.apps.discharge.models import OfStay, Patient


def written_about(patient: Patient) -> list[dict[str, Any]]:
    """{"at", "what", "by", "text"} of each row, oldest first; of every kind there is, tomorrow's too."""
    rows = [_line(row) for model in models_of_stay() for row in rows_of(model, patient)]
    return sorted(rows, key=lambda each: str(each["at"]))


def models_of_stay() -> Iterator[type[OfStay]]:
    for model in apps.get_app_config("discharge").get_models():
        if issubclass(model, OfStay):
            yield model


def rows_of(model: type[OfStay], patient: Patient) -> Any:
    return model._default_manager.filter(stay__patient=patient)


def _line(row: OfStay) -> dict[str, Any]:
    name = type(row).__name__
    return {
        "at": row.at.isoformat(timespec="seconds"),
        "what": NAMES[name]() if name in NAMES else name,
        "by": f"{row.by_name}, {row.get_by_side_display()}",
        "text": TEXTS[name](row) if name in TEXTS else _words(row),
    }


def _words(row: Any) -> str:
    """Every free text of a row."""
    found = [getattr(row, field.name) for field in row._meta.concrete_fields if type(field).__name__ == "EncryptedJSON"]
    return " ".join(str(value) for each in found if each for value in each.values())


NAMES: Mapping[str, Callable[[], str]] = {
    "Task": lambda: _("Oppgave"),
    "StayCause": lambda: _("Årsak til at oppholdet varte"),
    "Note": lambda: _("Notat"),
    "Matter": lambda: _("Hva er viktig for deg?"),
    "Meeting": lambda: _("Planleggingsmøte"),
    "DocumentMark": lambda: _("Dokument"),
    "Function": lambda: _("Funksjon og behov"),
    "JointAssessment": lambda: _("Rask tverrfaglig avklaring"),
    "FrailtyScore": lambda: _("Skrøpelighetsskalaen (CFS)"),
    "Diagnoses": lambda: _("Diagnosekoder (ICD-10)"),
    "Pointing": lambda: _("Trenger pasienten kommunen?"),
    "RoundPoint": lambda: _("Avtalt i daglig runde"),
}


def _labels(known: Mapping[str, lists.Line], codes: Any) -> str:
    return ", ".join(known[code].label if code in known else str(code) for code in codes)


def _function(row: Any) -> str:
    scores, variables = row.scores.get("scores", {}), lists.function_variables()
    said = [f"{variables[code].label}: {value}" for code, value in scores.items() if code in variables]
    return "; ".join([*said, _labels(lists.services(), row.scores.get("services", []))]).strip("; ")


TEXTS: Mapping[str, Callable[[Any], str]] = {
    "StayCause": lambda row: f"{_labels(lists.causes_of(row.community_id), [row.code])} ({row.weight})",
    "Meeting": lambda row: f"{row.starts.isoformat(timespec='minutes')} {row.place} {_words(row)}".strip(),
    "DocumentMark": lambda row: f"{_labels(lists.documents(), [row.code])}: {row.get_status_display()}",
    "Function": _function,
    "FrailtyScore": lambda row: str(row.score),
    "Diagnoses": lambda row: " ".join(row.codes.get("codes", [])),
    "Pointing": lambda row: str(row.get_verdict_display()),
}
