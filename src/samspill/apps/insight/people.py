"""Lists of people: who waits long, who comes often. The rules that a list is made by, as plain values.

Who is behind is known by the room that holds the patients; it is asked through `core.identified`.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core.identified import Rule

LONG_WAIT, HIGH_USE = "long_wait", "high_use"

GROUNDS = [
    ("follow_up", _("Følge opp pasientene")),
    ("planning", _("Planlegge tjenester for dem")),
    ("quality", _("Kvalitetssikre eget arbeid")),
]

TITLES: dict[str, Any] = {
    LONG_WAIT: _("De som har ventet lengst"),
    HIGH_USE: _("De som er innlagt oftest"),
}
QUESTIONS: dict[str, Any] = {
    LONG_WAIT: _("Hvem har vært utskrivningsklare på sykehuset i flere døgn enn grensen, de siste tolv månedene?"),
    HIGH_USE: _("Hvem har flere opphold enn grensen de siste tolv månedene, og kan trenge en felles plan?"),
}
# No threshold for high utilisers was found in writing, so both are chosen on the page and said beside the numbers.
STANDARD: dict[str, int] = {LONG_WAIT: 5, HIGH_USE: 3}
LEAST: dict[str, int] = {LONG_WAIT: 1, HIGH_USE: 2}
MOST = 100


def rule_of(kind: str, threshold: str | None) -> Rule:
    """What the address asks for, kept within bounds."""
    number = int(threshold) if threshold and threshold.isdecimal() and len(threshold) < 4 else STANDARD[kind]
    return Rule(kind=kind, threshold=max(LEAST[kind], min(MOST, number)))
