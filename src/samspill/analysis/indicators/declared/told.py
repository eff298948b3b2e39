"""Rows for the examples: a stay as the contract has it, of an invented person."""

from __future__ import annotations

from typing import Any

TRUST, PLACE = "999900001", "9901"


def a_stay(admitted: str, out: str | None = None, **more: Any) -> dict[str, Any]:
    """An acute somatic stay of a woman born in 1944. Days and times are written the ISO way."""
    return {
        "stay_id": "a",
        "person_id": "p1",
        "trust": TRUST,
        "sector": "somatic",
        "urgency": "acute",
        "municipality": PLACE,
        "sex": "female",
        "birth_year": 1944,
        "admitted_at": admitted,
        "discharged_at": out,
        "ending": "discharged" if out else None,
        **more,
    }


def a_ready_stay(admitted: str, *, ready: str, out: str | None = None, **more: Any) -> dict[str, Any]:
    """One that was reported ready."""
    return a_stay(admitted, out, ready_on=ready, **more)


def people(number: int, municipality: str = PLACE, year: int = 2026, age: int = 82) -> tuple[dict[str, Any], ...]:
    """Rows of `population`: women of one age."""
    return ({"municipality": municipality, "sex": "female", "age": age, "year": year, "persons": number},)
