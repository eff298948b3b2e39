"""May this person? Each check raises Refused with a sentence; `check.why_not(...)` gives the page the same sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.models import GrantedAccess, ReceivedMessage, Stay
from samspill.core import walls
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import Position


def _role_may(person: Doer, deed: str, sentence: Any) -> None:
    if not person.may(deed):
        raise Refused(sentence)


@answers_twice
def check_receive(person: Doer) -> None:
    _role_may(person, "messages.receive", _("Bare meldingsmottaket kan ta inn meldinger."))


@answers_twice
def check_enter_rate(person: Doer) -> None:
    _role_may(person, "discharge.enter_rate", _("Døgnsatsen legges inn av den som drifter løsningen."))


@answers_twice
def check_see_board(person: Doer) -> None:
    _role_may(person, "discharge.see_board", _("Pasientlisten er for dem som koordinerer utskrivning."))


@answers_twice
def check_open_patient(person: Doer) -> None:
    _role_may(person, "discharge.open_patient", _("Pasienter åpnes bare av dem som koordinerer utskrivning."))


@answers_twice
def check_ask_access(person: Doer) -> None:
    _role_may(person, "discharge.emergency_access", _("Nødtilgang er for dem som koordinerer utskrivning."))


@answers_twice
def check_ask_access_afterwards(person: Any, stay: Stay) -> None:
    """One's own side of a stay that is over."""
    check_open_patient(person)
    if not Stay.objects.visible_to(person).filter(pk=stay.pk).exists():
        raise Refused(_("Bare de som hadde med oppholdet å gjøre, kan be om å åpne det igjen."))


@answers_twice
def check_review(person: Doer) -> None:
    _role_may(person, "access_log.review", _("Nødtilganger kontrolleres av personvernombudet."))


@answers_twice
def check_review_of(person: Any, access: GrantedAccess) -> None:
    """Of one's own community, and never one's own."""
    check_review(person)
    if access.community_id != person.community_id:
        raise Refused(_("Tilgangen gjelder ikke i dette helsefellesskapet."))
    if access.account == person.account_id:
        raise Refused(_("Ingen kontrollerer sin egen tilgang."))


@answers_twice
def check_see_overview(person: Doer) -> None:
    _role_may(person, "discharge.see_overview", _("Oversikten er for dem som styrer og koordinerer i fellesskapet."))


@answers_twice
def check_answer_many(person: Doer) -> None:
    """Whether each of the patients is theirs is asked of each."""
    _role_may(person, "discharge.answer", _("Bare kommunens tildelingskontor kan svare."))


@answers_twice
def check_answer(person: Any, stay: Stay) -> None:
    """Only the municipality that the patient stays in answers for it."""
    _role_may(person, "discharge.answer", _("Bare kommunens tildelingskontor kan svare."))
    if not Stay.objects.visible_to(person).filter(pk=stay.pk).exists():
        raise Refused(_("Bare pasientens egen kommune kan svare."))


@answers_twice
def check_see_inbox(person: Doer) -> None:
    _role_may(person, "messages.see_inbox", _("Innboksen er for systemansvarlig."))


@answers_twice
def check_open_body(person: Doer, received: ReceivedMessage) -> None:
    """A message that could not be placed may be about any community's patient; where there are several, nobody reads it
    here. Its head and the reason are shown all the same, and it can be tried again."""
    check_see_inbox(person)
    if received.community_id == person.community_id:
        return
    with walls.whole_installation("whether this installation serves more than one community"):
        several = Position.objects.exclude(community=person.community_id).exists()
    if received.community_id or several:
        raise Refused(_("Meldingen kunne ikke knyttes til deres helsefellesskap, så innholdet vises ikke."))


@answers_twice
def check_retry(person: Doer) -> None:
    _role_may(person, "messages.retry", _("Bare systemansvarlig kan prøve en melding på nytt."))
