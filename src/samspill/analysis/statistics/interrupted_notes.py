"""What weakens an interrupted series, in plain words, for the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samspill.analysis.statistics.interrupted_fit import Fit
from samspill.analysis.statistics.interrupted_rows import Rows

FEW = 8  # points on each side; a rule of thumb (Penfold & Zhang, Acad Pediatr 2013;13:S38-44)
SMALL_COUNT = 5
UNLIKE = 2.0  # standard errors


@dataclass(frozen=True)
class Note:
    """A code that stays the same, and a sentence (bokmål)."""

    code: str
    sentence: str


def notes_on(rows: Rows, fit: Fit) -> tuple[Note, ...]:
    """All that applies, the gravest first."""
    said = (_few(rows), _control(rows, fit), _small_counts(rows), _season(rows), _gaps(rows), _nearly_alike(rows),
            _autocorrelated(rows, fit), _overdispersed(rows, fit))  # fmt: skip
    return tuple(note for note in said if note)


def _few(rows: Rows) -> Note | None:
    if min(rows.before, rows.after) >= FEW:
        return None
    return Note(
        "few_points",
        f"Få punkter: {rows.before} før og {rows.after} etter endringen. Under {FEW} på hver side er usikkert.",
    )


def _control(rows: Rows, fit: Fit) -> Note | None:
    if not rows.controlled:
        return None
    place = rows.names.index("treated × time")
    se = np.sqrt(fit.covariance[place, place])
    if se == 0 or abs(fit.beta[place] / se) < UNLIKE:
        return None
    return Note("unlike_control", "Kontrollserien hadde en annen trend før endringen, og er en svak sammenligning.")


def _small_counts(rows: Rows) -> Note | None:
    if rows.plan.family == "gaussian":
        return None
    own = rows.own()
    zeros, average = int((rows.y[own] == 0).sum()), float(rows.y[own].mean())
    if average >= SMALL_COUNT and not zeros:
        return None
    return Note("small_counts", f"Små tall: {average:.1f} hendelser per punkt i snitt, {zeros} punkter med null.")


def _season(rows: Rows) -> Note | None:
    if rows.plan.season == "none" or rows.before >= 2 * rows.plan.period:
        return None
    return Note("short_season", f"Mindre enn to hele perioder ({2 * rows.plan.period} punkter) før endringen.")


def _gaps(rows: Rows) -> Note | None:
    missing = rows.points - rows.plan.phase_in - rows.own().size
    return Note("missing", f"{missing} punkter mangler og er utelatt.") if missing else None


def _nearly_alike(rows: Rows) -> Note | None:
    scaled = rows.x / np.linalg.norm(rows.x, axis=0)
    if np.linalg.cond(scaled) < 100:
        return None
    return Note("collinear", "Noen av leddene i modellen ligner så mye på hverandre at de er vanskelige å skille.")


def _autocorrelated(rows: Rows, fit: Fit) -> Note | None:
    if abs(fit.autocorrelation) < UNLIKE / np.sqrt(rows.own().size):
        return None
    said = f"Nabopunkter ligner på hverandre (autokorrelasjon {fit.autocorrelation:.2f})."
    return Note("autocorrelated", f"{said} Med errors='hac' tar intervallene høyde for det.")


def _overdispersed(rows: Rows, fit: Fit) -> Note | None:
    if rows.plan.family == "gaussian" or fit.dispersion < 1.5:
        return None
    return Note(
        "overdispersed",
        f"Tallene spriker {fit.dispersion:.1f} ganger mer enn tilfeldigheter alene. Det er tatt høyde for.",
    )
