"""May this person see the register of joint work, and keep this one?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.models import JointWork, Unit
from samspill.directory.roles import Role
from samspill.directory.seen import units_in


@answers_twice
def check_look(person: Doer) -> None:
    if not person.may("directory.look"):
        raise Refused(_("Oversikten over samarbeid er for dem som arbeider i helsefellesskapet."))


@answers_twice
def check_keep(person: Doer) -> None:
    """Some work or other; which ones is asked below."""
    if not person.may("joint_work.keep"):
        raise Refused(
            _("Samarbeid registreres av ledere, sekretariatet, kvalitetsrådgivere og fellesskapets administrator.")
        )


@answers_twice
def check_keep_for(person: Any, owner: Unit) -> None:
    """A leader registers what their own organisation owns; the others everything of the community."""
    check_keep(person)
    if owner.pk not in units_in(person.community_id, clock.today()):
        raise Refused(_("Eieren hører ikke til helsefellesskapet ditt."))
    if person.role == Role.LEADER and owner.top.pk != person.top_id:
        raise Refused(_("Som leder registrerer du samarbeid som din egen organisasjon eier."))


@answers_twice
def check_keep_work(person: Any, work: JointWork) -> None:
    check_keep(person)
    if work.community_id != person.community_id:
        raise Refused(_("Samarbeidet finnes ikke i helsefellesskapet ditt."))
    if person.role == Role.LEADER and work.owner.top.pk != person.top_id:
        raise Refused(_("Som leder endrer du samarbeid som din egen organisasjon eier."))
