"""Decisions, anchoring at home, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.governance import telling
from samspill.apps.governance.cases import rules
from samspill.apps.governance.cases.moving import held, is_status, step, written
from samspill.apps.governance.cases.rules import Views
from samspill.apps.governance.cases.states import LOCKED, MOVES, OVER, Status
from samspill.apps.governance.models import (
    Anchoring,
    AnchoringReply,
    Case,
    Decision,
    FollowUp,
    FollowUpNote,
    Force,
    Outcome,
    View,
)
from samspill.apps.governance.permissions import (
    check_anchor_for,
    check_keep_case,
    check_keep_decision,
    check_take_part,
    same_community,
)
from samspill.apps.governance.who import person_id_of
from samspill.core import clock, events, references
from samspill.core.deeds import deed
from samspill.core.references import Reference
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Person, Unit

BINDING = "governance.decision_binding"


@deed("governance.decide", permission=check_keep_case)
def decide(*, by: Any, case: Case, outcome: str, text: str, decided_on: date, views: Views, mail: str = "") -> Decision:
    """What the body said of the case, locked from now on. `mail`: the evidence, where it was decided by e-mail.

    Raises Refused when there is no consensus, or the case is not before the body.
    """
    now = held(case)
    named = "decide" if outcome == Outcome.DECIDED else "treat"
    rules.check_move(now.status, named)
    rules.check_by_mail(now.status, bool(mail.strip()), mail)
    rules.check_decision(now.body.decides, outcome, text, views)
    decision = _write(now, outcome, text, decided_on, views, by=by, mail=mail)
    step(now, named, by=by)
    return decision


def _write(
    case: Case,
    outcome: str,
    text: str,
    on: date,
    views: Views,
    *,
    by: Any,
    mail: str = "",
    amends: Decision | None = None,
) -> Decision:
    if on > clock.today():
        raise Refused(_("Vedtaksdatoen kan ikke være etter i dag."))
    decision = Decision.objects.create(
        community_id=case.community_id,
        case=case,
        body=case.body,
        outcome=outcome,
        title=case.title,
        text=text.strip(),
        decided_on=on,
        by_mail=bool(mail.strip()),
        evidence=mail.strip(),
        amends=amends,
        entered_at=clock.now(),
        by_name=by.name,
    )
    rows = [
        View(decision=decision, side=side, stand=stand, words=said.strip()) for side, (stand, said) in views.items()
    ]
    View.objects.bulk_create(rows)
    return decision


@deed("governance.amend", permission=check_keep_decision)
def amend(*, by: Any, decision: Decision, text: str, decided_on: date, views: Views, reason: str) -> Decision:
    """A new decision that changes an old one, which stays as it was. Raises Refused."""
    now = held(decision.case)
    old = Decision.objects.select_for_update().get(pk=decision.pk)
    if Status(now.status) not in LOCKED or now.status == Status.REJECTED:
        raise Refused(_("Saken er ikke vedtatt ennå. Da endres selve saken."))
    if old.amended_by.exists():
        raise Refused(_("Vedtaket er alt endret. Endre det nyeste."))
    if not reason.strip():
        raise Refused(_("Skriv hvorfor."))
    rules.check_decision(old.body.decides, old.outcome, text, views)
    new = _write(now, old.outcome, text, decided_on, views, by=by, amends=old)
    new.body, new.force = old.body, old.force if old.force != Force.ANCHORING else Force.HOLDS
    new.save()
    written(now, "amend", by=by, before=now.status, body=old.body, reason=reason)
    return new


@deed("governance.ask_to_anchor", permission=check_keep_decision)
def ask_to_anchor(*, by: Any, decision: Decision, parties: Iterable[Unit], due: date) -> Decision:
    """Each party is asked to confirm at home by the day; until all have, the decision does not bind. Raises Refused."""
    asked = list(parties)
    if not asked:
        raise Refused(_("Velg hvilke parter som skal bekrefte."))
    if due <= clock.today():
        raise Refused(_("Fristen må være etter i dag."))
    now = held(decision.case)
    row = Decision.objects.select_for_update().get(pk=decision.pk)
    if row.outcome != Outcome.DECIDED:
        raise Refused(_("Bare det som er vedtatt, forankres."))
    step(now, "ask_to_anchor", by=by)
    row.force = Force.ANCHORING
    row.save()
    Anchoring.objects.bulk_create(Anchoring(decision=row, party=party, due=due) for party in asked)
    telling.to_anchor(row, by)
    return row


@deed("governance.reply_anchoring", permission=check_anchor_for)
def reply_anchoring(*, by: Any, anchoring: Anchoring, reply: str, reason: str) -> Anchoring:
    """A party's answer from home. The last yes makes the decision binding; what a no does is the body's rule."""
    now = held(anchoring.decision.case)
    row = Anchoring.objects.select_for_update(of=("self",)).select_related("decision__body").get(pk=anchoring.pk)
    if row.reply == reply and row.reason == reason.strip():
        return row  # a double click
    if row.reply != AnchoringReply.WAITING:
        raise Refused(_("Dere har alt svart."))
    if row.decision.force != Force.ANCHORING:
        raise Refused(_("Vedtaket er ikke til forankring lenger."))
    if reply == AnchoringReply.REFUSED and not reason.strip():
        raise Refused(_("Skriv hvorfor dere ikke bekrefter."))
    row.reply, row.reason, row.replied_at, row.by_name = reply, reason.strip(), clock.now(), by.name
    row.save()
    _follow_the_replies(now, row.decision, by, f"{row.party.name}: {row.reason}" if reason.strip() else "")
    return row


def _follow_the_replies(case: Case, decision: Decision, by: Any, said: str) -> None:
    outcome = rules.after_replies(decision.body.on_refusal, decision.anchorings.values_list("reply", flat=True))
    if not outcome:
        return
    decision.force = Force.BINDING if outcome == "bind" else Force.FALLEN
    decision.save()
    step(case, outcome, by=by, reason=said if MOVES[outcome].reason else "")
    if outcome == "bind":
        events.tell(BINDING, decision=decision.pk, case=case.pk, community=case.community_id)


@deed("governance.add_follow_up", permission=check_keep_decision)
def add_follow_up(*, by: Any, decision: Decision, what: str, owner: Person, due: date) -> FollowUp:
    """A task with an owner and a day; asked for at each meeting until it is done. The same twice stands once."""
    now = held(decision.case)
    if is_status(now, *OVER):
        raise Refused(_("Saken er avsluttet."))
    row, _new = FollowUp.objects.get_or_create(decision=decision, what=what, owner=owner, due=due)
    telling.task_given(row, by)
    if is_status(now, Status.DECIDED, Status.BINDING, Status.TREATED):
        step(now, "follow_up", by=by)
    return row


@answers_twice
def check_follow_up(person: Any, follow_up: FollowUp) -> None:
    """Its owner, or the secretariat."""
    if not person.may("governance.keep"):
        check_take_part(person)
    same_community(person, follow_up.decision)
    if not person.may("governance.keep") and follow_up.owner_id != person_id_of(person):
        raise Refused(_("Dette er for den som eier oppgaven, og sekretariatet."))


@deed("governance.note_follow_up", permission=check_follow_up)
def note_follow_up(*, by: Any, follow_up: FollowUp, words: str, done: bool) -> FollowUp:
    """How it stands; perhaps that it is done."""
    row = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if row.done_on:
        raise Refused(_("Oppgaven er alt gjort."))
    FollowUpNote.objects.create(follow_up=row, at=clock.now(), words=words.strip(), by_name=by.name)
    if done:
        row.done_on = clock.today()
        row.save()
    return row


@deed("governance.follow_up_became", permission=check_follow_up)
def follow_up_became(*, by: Any, follow_up: FollowUp, thing: Reference | None) -> FollowUp:
    """The task lives on as something in another room, such as an action in the plan; None: it does not after all.

    Raises Refused for what the person cannot see.
    """
    if thing is not None and not references.resolve([thing], seen_by=by):
        raise Refused(_("Fant ikke det som oppgaven skal knyttes til."))
    row = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    row.became = str(thing) if thing else ""
    row.save()
    return row


def views_in(said: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """From a form's stand_SIDE and words_SIDE."""
    sides = [name.removeprefix("stand_") for name in said if name.startswith("stand_")]
    return {side: (said[f"stand_{side}"], said.get(f"words_{side}", "")) for side in sides if said[f"stand_{side}"]}
