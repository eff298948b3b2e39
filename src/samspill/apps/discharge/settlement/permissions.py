"""May this person? Coordinator and leader for the hospital, allocation officer and leader for the municipality."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.settlement.life import MOVES, Whose
from samspill.apps.discharge.settlement.models import Objection, Statement
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Unit, UnitKind


@answers_twice
def check_see(person: Doer) -> None:
    """The list with its sums."""
    if not person.may("settlement.see"):
        raise Refused(_("Oppgjøret er for de to partene, og summene for dem som følger med på helheten."))


@answers_twice
def check_open(person: Doer) -> None:
    """A statement with names."""
    if not person.may("settlement.open"):
        raise Refused(_("Hvem oppgjøret gjelder, vises bare for sykehuset og kommunen det er mellom."))


@answers_twice
def check_role_makes(person: Any) -> None:
    """By the role alone; whether it is at a hospital, `check_make` asks."""
    if not person.may("settlement.make"):
        raise Refused(_("Oppgjør lages av sykehuset."))


@answers_twice
def check_make(person: Any) -> None:
    check_role_makes(person)
    if person.top_kind != UnitKind.HOSPITAL_TRUST:
        raise Refused(_("Oppgjør lages av sykehuset."))


@answers_twice
def check_make_for(person: Any, trust: Unit) -> None:
    """One's own trust; the clock, any that has begun."""
    if not person.may("settlement.make"):
        raise Refused(_("Oppgjør lages av sykehuset."))
    if getattr(person, "signed_in", False) and person.top_id != trust.pk:
        raise Refused(_("Oppgjør lages av sykehuset selv."))


def _party(person: Any, statement: Statement) -> None:
    check_open(person)
    ours = person.top_id in (statement.trust_id, statement.municipality_id)
    if not ours or statement.community_id != person.community_id:
        raise Refused(_("Oppgjøret er mellom to andre."))


def side_of(person: Any, statement: Statement) -> Whose:
    return Whose.HOSPITAL if person.top_id == statement.trust_id else Whose.MUNICIPALITY


@answers_twice
def check_approve(person: Any, statement: Statement) -> None:
    _party(person, statement)
    if not person.may("settlement.approve"):
        raise Refused(_("Rollen din godkjenner ikke oppgjør."))


@answers_twice
def check_object(person: Any, statement: Statement) -> None:
    _party(person, statement)
    if not person.may("settlement.object") or side_of(person, statement) is not Whose.MUNICIPALITY:
        raise Refused(_("Innsigelser kommer fra kommunen."))


@answers_twice
def check_move(person: Any, objection: Objection, deed: str = "") -> None:
    """Whose move it is stands in the table of moves."""
    _party(person, objection.statement)
    if not person.may("settlement.approve"):
        raise Refused(_("Rollen din godkjenner ikke oppgjør."))
    whose = MOVES[deed].whose if deed in MOVES else Whose.BOTH
    if whose not in (Whose.BOTH, side_of(person, objection.statement)):
        raise Refused(_("Dette er det den andre siden som gjør."))


@answers_twice
def check_documents(person: Any, statement: Statement) -> None:
    _party(person, statement)
    if not person.may("settlement.make") or side_of(person, statement) is not Whose.HOSPITAL:
        raise Refused(_("Det er sykehuset som sier fra at dokumentasjonen er sendt."))
