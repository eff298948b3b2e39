"""The tables of this floor."""

from samspill.core.audit.models import AccessRow, AuditRow, Removal, RemovedRow, Seal
from samspill.core.installation import Installation
from samspill.core.invitations.models import InvitationLetter
from samspill.core.limits import Counted
from samspill.core.notices.models import Letter, Notice, NoticeChoice
from samspill.core.retention import Erasure, Period
from samspill.core.schedule import Scheduled

__all__ = [
    "AccessRow",
    "AuditRow",
    "Counted",
    "Erasure",
    "Installation",
    "InvitationLetter",
    "Letter",
    "Notice",
    "NoticeChoice",
    "Period",
    "Removal",
    "RemovedRow",
    "Scheduled",
    "Seal",
]
