"""How the register says things: why two works look alike, and the tones of the statuses."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samspill.directory.joint_work.queries import Similar
from samspill.directory.models import JointWorkKind, JointWorkStatus

TONES = {
    JointWorkStatus.PLANNED: "waiting",
    JointWorkStatus.ONGOING: "done",
    JointWorkStatus.PAUSED: "neutral",
    JointWorkStatus.FINISHED: "stopped",
    JointWorkStatus.STOPPED: "stopped",
}
KINDS = {
    JointWorkKind.PROJECT: gettext_lazy("Samarbeidsprosjekter"),
    JointWorkKind.NETWORK: gettext_lazy("Fagnettverk"),
    JointWorkKind.CONTACT_COMMITTEE: gettext_lazy("Kontaktutvalg"),
}


def reasons(similar: Similar) -> list[str]:
    """Why the two look alike, a short line for each sign."""
    why, lines = similar.why, []
    if why.groups:
        said = ngettext("Samme pasientgruppe: %(groups)s", "Samme pasientgrupper: %(groups)s", len(why.groups))
        lines.append(said % {"groups": ", ".join(why.groups)})
    if why.words:
        lines.append(
            ngettext("Samme ord: %(words)s", "Samme ord: %(words)s", len(why.words)) % {"words": ", ".join(why.words)}
        )
    if why.owner:
        lines.append(_("Samme eier: %(owner)s") % {"owner": similar.work.owner.name})
    if similar.shared_names:
        lines.append(_("Samme deltakere: %(units)s") % {"units": ", ".join(similar.shared_names)})
    if why.same_time:
        lines.append(_("De pågår samtidig"))
    return lines


def likeness(similar: Similar) -> str:
    return _("Ligner mye") if similar.why.much_alike else _("Ligner noe")
