"""May this person? Each check raises Refused with a sentence. The parts of the room share these."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.models import Anchoring, Body, Case, Decision
from samspill.apps.governance.who import bodies_of, leads
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice

ELSEWHERE = _("Dette finnes ikke i helsefellesskapet ditt.")


def same_community(person: Any, *things: Any) -> None:
    if any(thing.community_id != person.community_id for thing in things):
        raise Refused(ELSEWHERE)


@answers_twice
def check_look(person: Doer) -> None:
    if not person.may("governance.look"):
        raise Refused(_("Organer, saker og møter er for dem som arbeider i helsefellesskapet."))


@answers_twice
def check_keep(person: Doer) -> None:
    if not person.may("governance.keep"):
        raise Refused(_("Dette gjør sekretariatet."))


@answers_twice
def check_keep_body(person: Any, body: Body) -> None:
    check_keep(person)
    same_community(person, body)


@answers_twice
def check_propose(person: Doer) -> None:
    if not person.may("governance.propose"):
        raise Refused(_("Rollen din kan ikke foreslå saker."))


@answers_twice
def check_propose_in(person: Any, body: Body) -> None:
    check_propose(person)
    same_community(person, body)


@answers_twice
def check_keep_case(person: Any, case: Case) -> None:
    check_keep(person)
    same_community(person, case)


@answers_twice
def check_send_case(person: Any, case: Case, to: Body) -> None:
    check_keep(person)
    same_community(person, case, to)


@answers_twice
def check_take_part(person: Doer) -> None:
    if not person.may("governance.take_part"):
        raise Refused(_("Dette er for dem som sitter i organet."))


@answers_twice
def check_sit_in(person: Any, body: Body) -> None:
    """A member or an alternate of the body, or the secretariat on their behalf."""
    if not person.may("governance.keep"):
        check_take_part(person)
    same_community(person, body)
    if not person.may("governance.keep") and body.pk not in bodies_of(person):
        raise Refused(_("Dette er for dem som sitter i %(body)s."), body=body.name)


@answers_twice
def check_lead(person: Any, body: Body) -> None:
    """The leader of the body, or the secretariat."""
    if not person.may("governance.keep"):
        check_take_part(person)
    same_community(person, body)
    if not person.may("governance.keep") and not leads(person, body):
        raise Refused(_("Dette er for lederen av %(body)s og sekretariatet."), body=body.name)


@answers_twice
def check_keep_decision(person: Any, decision: Decision) -> None:
    check_keep(person)
    same_community(person, decision)


@answers_twice
def check_anchor(person: Doer) -> None:
    if not person.may("governance.anchor"):
        raise Refused(_("Ledere svarer for sin egen organisasjon."))


@answers_twice
def check_anchor_for(person: Any, anchoring: Anchoring) -> None:
    """A leader of the party itself, never of another."""
    check_anchor(person)
    same_community(person, anchoring.decision)
    if not person.works_in(anchoring.party_id):
        raise Refused(_("Bare %(party)s svarer for seg selv."), party=anchoring.party.name)
