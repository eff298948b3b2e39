"""The two logs' own retention: rows that are too old for their community, seal by seal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspill.core import retention
from samspill.core.audit import removal
from samspill.core.audit.record import record
from samspill.core.doer import Machine
from samspill.core.retention import Cutoffs, Kind

YEAR = 365
KEEPER = Machine("retention", frozenset({"privacy.remove_old"}))


def remove_rows(log: str, cutoffs: Cutoffs) -> int:
    """Take away what is too old of a log, and write in the audit trail that it was done."""
    gone = removal.remove(log, too_old=lambda row: row.at < cutoffs.of(row.community), before=cutoffs.latest)
    if gone:
        record(by=KEEPER, deed=f"privacy.remove_old_{log}")
    return gone


def register() -> None:
    retention.register(
        Kind(
            name="access_log",
            label=_("Innsynsloggen"),
            what_goes=_("Hvem som åpnet hvilken pasient, når og hvorfor."),
            law=_(
                "Logg over innsyn skal føres etter pasientjournalloven § 22 og pasientjournalforskriften § 14, og "
                "lagres så lenge det er behov for den. Fem år er vanlig, men tallet står ikke i kildene vi har lest."
            ),
            confirmed=False,
            standard=5 * YEAR,
            lowest=5 * YEAR,
            highest=30 * YEAR,
            remove=lambda cutoffs: remove_rows("access", cutoffs),
        )
    )
    retention.register(
        Kind(
            name="audit_log",
            label=_("Hendelsesloggen"),
            what_goes=_("Hvem som gjorde hva i løsningen, og når."),
            law=_(
                "Logg over hendelser med betydning for informasjonssikkerheten (Normen, faktaark 15). Lengden "
                "fastsettes av virksomheten; tallet står ikke i kildene vi har lest."
            ),
            confirmed=False,
            standard=5 * YEAR,
            lowest=2 * YEAR,
            highest=30 * YEAR,
            remove=lambda cutoffs: remove_rows("audit", cutoffs),
        )
    )
