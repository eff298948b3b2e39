"""The roles people have, and what each is called."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A person holds a role in a unit, for a time. What a role may do stands in `accounts.access`."""

    DISCHARGE_COORDINATOR = "discharge_coordinator", _("Utskrivningskoordinator")
    ALLOCATION_OFFICER = "allocation_officer", _("Saksbehandler, tildelingskontor")
    NURSE = "nurse", _("Sykepleier")
    GP = "gp", _("Fastlege")
    USER_REPRESENTATIVE = "user_representative", _("Brukerrepresentant")
    SECRETARIAT = "secretariat", _("Sekretariat")
    ANALYST = "analyst", _("Analytiker")
    LEADER = "leader", _("Leder")
    QUALITY_ADVISER = "quality_adviser", _("Kvalitetsrådgiver")
    COMMUNITY_ADMINISTRATOR = "community_administrator", _("Fellesskapsadministrator")
    PRIVACY_OFFICER = "privacy_officer", _("Personvernombud")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("Systemansvarlig")
