"""Quiet notices: that something happened which a person wants to know of, told once, and not at all when they saw it.

    notices.kind(Kind("discharge.answered", label=_("…"), area=_("Pasienter")))          in AppConfig.ready of the room
    notices.notify(kind="discharge.answered", to=accounts, community=…, about=Reference("discharge.stay", stay.pk),
                   occasion="place_ready:2026-03-03", url=reverse(…), text=gettext_noop("Kommunen kan ta imot."), by=by)
    notices.seen(account=person.account_id, about=Reference("discharge.stay", stay.pk))

`notify` writes rows in the present transaction: the notice stands or falls with what it tells. The same account, kind,
`about` and `occasion` never make two, whoever asks and how often: so a room may also derive its notices anew from how
things stand. Neither `text` nor `values` ever holds anything about a patient, since both go by e-mail; what it is about
is a reference, and its title is looked up for whoever reads the page. How a notice reaches a person besides the page is
their own choice, kind by kind (`accounts.notices`).
"""

from samspill.core.notices.kinds import KINDS, How, Kind, kind
from samspill.core.notices.notifying import notify, seen, unseen_of

__all__ = ["KINDS", "How", "Kind", "kind", "notify", "seen", "unseen_of"]
