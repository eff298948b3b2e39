"""How long notices and their letters are kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspill.core import retention
from samspill.core.invitations.models import InvitationLetter
from samspill.core.notices.models import Letter, Notice
from samspill.core.retention import Cutoffs, Kind


def forget_old(cutoffs: Cutoffs) -> int:
    """Notices and letters that are older than their community's period; how many."""
    done = 0
    for model, moment in ((Notice, "at"), (Letter, "made_at"), (InvitationLetter, "made_at")):
        old = model._default_manager.filter(**{f"{moment}__lt": cutoffs.latest})
        for community in old.order_by().values_list("community", flat=True).distinct():
            gone = old.filter(community=community, **{f"{moment}__lt": cutoffs.of(community)})
            done += gone.delete()[0]
    return done


def register() -> None:
    retention.register(
        Kind(
            name="notices",
            label=_("Varsler"),
            what_goes=_("Varslene som hver enkelt har fått, og hvordan det gikk med e-posten om dem."),
            law=_("Varsler sier bare at noe har skjedd; det som skjedde, står i sin egen logg. Ingen lov krever dem."),
            confirmed=False,
            standard=180,
            lowest=30,
            highest=2 * 365,
            remove=forget_old,
        )
    )
