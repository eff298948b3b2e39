"""May this person see the catalogue, and keep this offer?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import OfferDate, ServiceOffer, Unit
from samspill.directory.roles import Role
from samspill.directory.seen import units_in


@answers_twice
def check_look(person: Doer) -> None:
    if not person.may("directory.look"):
        raise Refused(_("Tilbudskatalogen er for dem som arbeider i helsefellesskapet."))


@answers_twice
def check_keep(person: Doer) -> None:
    """Some offer or other; which ones is asked below."""
    if not person.may("offers.keep"):
        raise Refused(
            _("Tilbudene holdes ved like av ledere, sekretariatet, kvalitetsrådgivere og fellesskapets administrator.")
        )


@answers_twice
def check_keep_for(person: Any, provider: Unit) -> None:
    """A leader keeps what their own organisation offers; the others everything of the community."""
    check_keep(person)
    if provider.pk not in units_in(person.community_id, clock.today()):
        raise Refused(_("Leverandøren hører ikke til helsefellesskapet ditt."))
    if person.role == Role.LEADER and provider.top.pk != person.top_id:
        raise Refused(_("Som leder holder du bare tilbudene til din egen organisasjon ved like."))


@answers_twice
def check_keep_offer(person: Any, offer: ServiceOffer) -> None:
    check_keep(person)
    if offer.community_id != person.community_id:
        raise Refused(_("Tilbudet finnes ikke i helsefellesskapet ditt."))
    if person.role == Role.LEADER and offer.provider.top.pk != person.top_id:
        raise Refused(_("Som leder holder du bare tilbudene til din egen organisasjon ved like."))


@answers_twice
def check_keep_date(person: Any, occasion: OfferDate) -> None:
    check_keep_offer(person, occasion.offer)
