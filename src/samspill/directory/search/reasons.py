"""Why something is among the answers, in words, when its own name and place do not show it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from samspill.directory.search.documents import TOPIC, Field
from samspill.directory.search.matching import SPELLED, How, Match, Search, Slot


def reason(search: Search, entry: int, kind: str) -> str:
    """One sentence at most for each searched word that is found in another way than one sees; empty for most."""
    said = [_said(slot, slot.match(entry), kind) for slot in search.slots]
    return "; ".join(dict.fromkeys(filter(None, said)))


def _said(slot: Slot, match: Match, kind: str) -> str:
    if match.how in SPELLED:
        return _("ligner på «%(word)s»") % {"word": slot.term.plain}
    if match.how == How.SYNONYM:
        return _("hører sammen med «%(word)s»") % {"word": slot.term.plain}
    if match.field == Field.ABOUT and kind != TOPIC:  # of a topic, it is whom to ask, and is seen
        return _("«%(word)s» står i beskrivelsen") % {"word": slot.term.plain}
    return ""


def spelled_as(search: Search, entries: Sequence[int]) -> bool:
    """Are all these found by another spelling of some word?"""
    return bool(entries) and all(any(slot.match(entry).how in SPELLED for slot in search.slots) for entry in entries)
