"""Ending sessions, by the person themselves or by an administrator. Each is a deed with its row in the audit trail."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import Account, AccountSession, WhyEnded
from samspill.accounts.sessions.ending import end, open_sessions
from samspill.core.deeds import deed
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Position


@answers_twice
def check_keep_sessions(person: Any) -> None:
    if not person.may("accounts.keep_sessions"):
        raise Refused(_("Logg inn for å se hvor du er logget inn."))


@answers_twice
def check_end_session(person: Any, session: AccountSession) -> None:
    check_keep_sessions(person)
    if session.account_id != person.account_id:
        raise Refused(_("Du kan bare avslutte dine egne innlogginger."))


@answers_twice
def check_sign_out_person(person: Any, account: Account) -> None:
    """An administrator, for somebody with a position in their own community."""
    if not person.may("accounts.give_role"):
        raise Refused(_("Bare fellesskapsadministratoren kan logge ut andre."))
    theirs = Position.objects.filter(community=person.community_id, person=account.person_id)
    if not theirs.exists():
        raise Refused(_("Personen er ikke i ditt helsefellesskap."))


@deed("accounts.end_session", permission=check_end_session)
def end_session(*, by: Any, session: AccountSession) -> AccountSession:
    """Sign out there."""
    end(AccountSession.objects.filter(pk=session.pk), WhyEnded.ENDED_BY_SELF)
    return session


@deed("accounts.end_other_sessions", permission=check_keep_sessions)
def end_other_sessions(*, by: Any, kept: AccountSession) -> AccountSession:
    """Sign out everywhere but in `kept`."""
    end(open_sessions(by.account_id).exclude(pk=kept.pk), WhyEnded.ENDED_BY_SELF)
    return kept


@deed("accounts.sign_out_everywhere", permission=check_keep_sessions)
def sign_out_everywhere(*, by: Any) -> None:
    end(open_sessions(by.account_id), WhyEnded.ENDED_BY_SELF)


@deed("accounts.sign_out_person", permission=check_sign_out_person)
def sign_out_person(*, by: Any, account: Account) -> Account:
    """End all sessions of somebody else: a lost machine, a person who left."""
    end(open_sessions(account.pk), WhyEnded.ENDED_BY_OTHER)
    return account
