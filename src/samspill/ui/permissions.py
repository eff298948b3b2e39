"""Who may open the pages of the look itself."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samspill.core.doer import Doer
from samspill.core.refusal import Refused, answers_twice


@answers_twice
def check_see_components(person: Doer) -> None:
    if not settings.DEMO and not person.may("components.see"):
        raise Refused(_("Komponentsiden er for systemansvarlig."))
