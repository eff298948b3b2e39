"""What the keeping of the directory tells the rest of the house when it opens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspill.ui import navigation
from samspill.ui.navigation import Entry


def open_room() -> None:
    navigation.add(
        Entry(label=_("Forvaltning"), url_name="keeping", deed="directory.keep_unit", icon="Wrench", order=75)
    )
    navigation.add_to_person_menu(
        Entry(
            label=_("Mine opplysninger"), url_name="keep-me", deed="directory.keep_self", icon="PersonPencil", order=5
        )
    )
