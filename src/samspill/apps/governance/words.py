"""What the room's statuses and moves are called, and in which colour they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

TONES: Mapping[str, str] = {
    "proposed": "neutral",
    "accepted": "info",
    "prepared": "info",
    "on_agenda": "ours",
    "postponed": "waiting",
    "written": "waiting",
    "treated": "info",
    "decided": "done",
    "anchoring": "waiting",
    "binding": "done",
    "followed_up": "ours",
    "closed": "stopped",
    "rejected": "stopped",
    "fallen": "stopped",
    "holds": "done",
    "confirmed": "done",
    "refused": "broken",
    "waiting": "waiting",
}
MOVES: Mapping[str, Any] = {
    "propose": _("Foreslått"),
    "accept": _("Ta inn saken"),
    "reject": _("Avvis saken"),
    "prepare": _("Klar til behandling"),
    "put_on_agenda": _("Satt på sakslisten"),
    "take_off_agenda": _("Tatt av sakslisten"),
    "postpone": _("Utsett"),
    "defer_to_writing": _("Til skriftlig behandling"),
    "treat": _("Behandlet"),
    "decide": _("Vedtatt"),
    "ask_to_anchor": _("Send til forankring"),
    "bind": _("Bindende"),
    "renegotiate": _("Tas opp igjen"),
    "fall": _("Vedtaket falt bort"),
    "follow_up": _("Følges opp"),
    "send_up": _("Løft til organet over"),
    "send_down": _("Send til organ under"),
    "return": _("Send tilbake"),
    "close": _("Avslutt saken"),
    "amend": _("Endret ved nytt vedtak"),
    "change": _("Endret"),
}
