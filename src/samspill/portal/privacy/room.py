"""What the privacy officer's room tells the rest of the house when it opens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspill.portal.privacy import retention_of_patients
from samspill.ui.navigation import Entry, add, add_to_person_menu


def open_room() -> None:
    retention_of_patients.register()
    add(Entry(label=_("Personvern"), url_name="privacy", deed="privacy.extract", icon="ShieldLock", order=90))
    add_to_person_menu(Entry(label=_("Mine data"), url_name="my-data", icon="FileJson", order=85))
