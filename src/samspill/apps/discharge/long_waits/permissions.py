"""May this person?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.long_waits.models import JointPoint, LongWait
from samspill.apps.discharge.models import Stay
from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice


@answers_twice
def check_see(person: Doer) -> None:
    if not person.may("long_waits.see"):
        raise Refused(_("Lange ventetider er for lederne og dem som koordinerer utskrivning."))


@answers_twice
def check_follow(person: Any, wait: LongWait) -> None:
    """Those whom it has been lifted to, on either side, and those who coordinate."""
    if not person.may("long_waits.follow"):
        raise Refused(_("Lange ventetider følges opp av lederne og dem som koordinerer utskrivning."))
    if not LongWait.objects.visible_to(person).filter(pk=wait.pk).exists():
        raise Refused(_("Ventetiden gjelder ikke dere."))


@answers_twice
def check_write_minutes(person: Any, points: Sequence[Any]) -> None:
    """Of each wait that is written about."""
    check_role_follows(person)
    for point in points:
        check_follow(person, point.wait)


@answers_twice
def check_role_follows(person: Doer) -> None:
    if not person.may("long_waits.follow"):
        raise Refused(_("Lange ventetider følges opp av lederne og dem som koordinerer utskrivning."))


@answers_twice
def check_remark(person: Any, point: JointPoint) -> None:
    check_follow(person, point.wait)


@answers_twice
def check_lift(person: Doer, stay: Stay) -> None:
    if not person.may("long_waits.lift"):
        raise Refused(_("Ventetider løftes etter reglene, av seg selv."))
    if person.community_id not in (None, stay.community_id):
        raise Refused(_("Ventetiden gjelder ikke dere."))


@answers_twice
def check_keep_rules(person: Doer) -> None:
    if not person.may("long_waits.keep_rules"):
        raise Refused(_("Grensene for lange ventetider settes av administratoren for helsefellesskapet."))
