"""Opens «Hvem er hvem»: its place in the navigation, the field in the header, and the keeping of the index."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from samspill.core import schedule
from samspill.directory import rooms
from samspill.directory.search import index, watching
from samspill.ui import navigation
from samspill.ui.navigation import Entry

NIGHTLY = timedelta(days=1)
OFTEN = timedelta(minutes=1)


def open_room() -> None:
    door = Entry(
        label=_("Hvem er hvem"),
        url_name="who-is-who",
        deed="directory.look",
        icon="PersonGroup",
        order=70,
        also=rooms.PREFIXES,
    )
    navigation.add(door)
    navigation.add_search(door)
    watching.watch()
    # After a bulk load, so that the first who searches need not wait for it.
    schedule.every(OFTEN, "search.freshen", index.freshen)
    # The index heals itself: what was changed behind its back is found again the next day.
    schedule.every(NIGHTLY, "search.compare", index.compare_all)
