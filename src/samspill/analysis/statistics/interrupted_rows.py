"""The rows of a segmented regression: which columns, with and without the change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samspill.analysis.statistics.arrays import Numbers, numbers, refuse_rows, same_length
from samspill.analysis.statistics.unusable import Unusable

LINKS = {"count": "log", "binomial": "logit", "gaussian": "identity"}
FAMILIES = tuple(LINKS)
SEASONS = ("none", "harmonic", "dummy")
LEAST = 3  # points before, and after: fewer say nothing of a slope

LEVEL, SLOPE = "level", "slope"


@dataclass(frozen=True)
class Plan:
    """What model is asked for; see `interrupted.interrupted_series`."""

    family: str
    at: int
    slope: bool
    phase_in: int
    season: str
    period: int
    harmonics: int


@dataclass(frozen=True)
class Rows:
    """One row per point that is there, of the series itself (treated) and of its control.

    time, treated, y, n, offset   shape (rows,). n is 1 throughout where none was given, and for gaussian.
    x, without   shape (rows, columns): the columns, and the columns had nothing been begun
    names        of the columns; level and slope name the ones that are the effect
    """

    plan: Plan
    points: int
    time: NDArray[np.int64]
    treated: NDArray[np.bool_]
    y: Numbers
    n: Numbers
    offset: Numbers
    x: Numbers
    without: Numbers
    names: tuple[str, ...]
    level: str
    slope: str | None
    slopes_before: tuple[str, ...]

    @property
    def first_after(self) -> int:
        """The first point in time (from 0) that counts as after."""
        return self.plan.at + self.plan.phase_in

    @property
    def before(self) -> int:
        """Points of the series itself that are there before the change."""
        return int((self.time[self.own()] < self.plan.at).sum())

    @property
    def after(self) -> int:
        """Points of the series itself that are there after it."""
        return self.own_after().size

    @property
    def controlled(self) -> bool:
        """Is there a control series?"""
        return not bool(self.treated.all())

    def own(self) -> NDArray[np.int64]:
        """Rows of the series itself."""
        return np.flatnonzero(self.treated)

    def own_after(self) -> NDArray[np.int64]:
        """Rows of the series itself after the change."""
        return np.flatnonzero(self.treated & (self.time >= self.first_after))


def rows_of(
    plan: Plan, y: ArrayLike, n: ArrayLike | None, control: ArrayLike | None, control_n: ArrayLike | None
) -> Rows:
    """Check what was handed over and set up the columns. Raises Unusable."""
    own = _series(plan.family, "y", y, "n", n)
    points = own[0].size
    _refuse_plan(plan, points)
    both = [own]
    if control is not None:
        both.append(_series(plan.family, "control", control, "control_n", control_n))
        same_length(y=own[0], control=both[1][0])
    elif control_n is not None:
        raise Unusable("control_n er gitt uten control.")
    values, denominators = (np.concatenate([series[part] for series in both]) for part in (0, 1))
    time = np.tile(np.arange(points), len(both))
    treated = np.repeat([True, False][: len(both)], points)
    there = ~np.isnan(values) & ~((time >= plan.at) & (time < plan.at + plan.phase_in))
    names, x, without = _columns(plan, time, treated, control is not None)
    offset = np.log(denominators) if plan.family == "count" else np.zeros(values.size)
    extra = "treated × " if control is not None else ""
    rows = Rows(
        plan, points, time[there], treated[there], values[there], denominators[there], offset[there], x[there],
        without[there], names, extra + LEVEL, extra + SLOPE if plan.slope else None,
        ("time", extra + "time") if extra else ("time",),
    )  # fmt: skip
    _refuse_rows(rows)
    return rows


def _series(family: str, name: str, y: ArrayLike, n_name: str, n: ArrayLike | None) -> tuple[Numbers, Numbers]:
    values = numbers(name, y)
    if family == "gaussian":
        if n is not None:
            raise Unusable(f"{n_name} brukes ikke når family er gaussian. Del på nevneren først, eller velg count.")
        return values, np.ones(values.size)
    refuse_rows(name, values < 0, "er under null, men skal være et antall")
    if n is None:
        if family == "binomial":
            raise Unusable(f"family='binomial' trenger {n_name}.")
        return values, np.ones(values.size)
    of = numbers(n_name, n)
    same_length(**{name: values, n_name: of})
    refuse_rows(n_name, of < 0, "er under null")
    refuse_rows(n_name, (of == 0) & (np.nan_to_num(values) > 0), "er null, men telleren er det ikke")
    if family == "binomial":
        refuse_rows(name, values > of, f"er større enn nevneren {n_name}")
    gone = np.isnan(values) | np.isnan(of) | (of == 0)
    return np.where(gone, np.nan, values), np.where(gone, 1.0, of)


def _refuse_plan(plan: Plan, points: int) -> None:
    for name, number, least in (("at", plan.at, 1), ("phase_in", plan.phase_in, 0), ("harmonics", plan.harmonics, 1)):
        if isinstance(number, bool) or int(number) != number or number < least:
            raise Unusable(f"{name} er {number!r}, men skal være et helt tall, minst {least}.")
    if plan.at + plan.phase_in >= points:
        raise Unusable(f"Endringen (at={plan.at}, phase_in={plan.phase_in}) ligger etter siste punkt av {points}.")
    if plan.season != "none" and (int(plan.period) != plan.period or plan.period < 2):
        raise Unusable(f"period er {plan.period!r}, men skal være et helt antall punkter, minst 2.")
    if plan.season == "harmonic" and 2 * plan.harmonics > plan.period:
        raise Unusable(f"harmonics er {plan.harmonics}, men en periode på {plan.period} har høyst {plan.period // 2}.")


def _columns(
    plan: Plan, time: NDArray[np.int64], treated: NDArray[np.bool_], controlled: bool
) -> tuple[tuple[str, ...], Numbers, Numbers]:
    """Names, columns, and columns without the change, shape (rows, columns). Time is counted from the change."""
    start = plan.at + plan.phase_in
    after = (time >= start).astype(float)
    parts = {"constant": np.ones(time.size), "time": (time - start).astype(float), LEVEL: after}
    if plan.slope:
        parts[SLOPE] = after * (time - start)
    changes = {LEVEL, SLOPE}
    if controlled:
        parts |= {
            "treated" if name == "constant" else f"treated × {name}": column * treated for name, column in parts.items()
        }
        changes = {f"treated × {LEVEL}", f"treated × {SLOPE}"}
    parts |= _season(plan, time)
    x = np.column_stack(list(parts.values()))
    without = x * [name not in changes for name in parts]
    return tuple(parts), x, without


def _season(plan: Plan, time: NDArray[np.int64]) -> dict[str, Numbers]:
    if plan.season == "dummy":
        place = time % plan.period
        return {f"season {step}": (place == step).astype(float) for step in range(1, plan.period)}
    waves: dict[str, Numbers] = {}
    for wave in range(1, plan.harmonics + 1 if plan.season == "harmonic" else 1):
        angle = 2 * np.pi * wave * time / plan.period
        waves[f"cos {wave}"] = np.cos(angle)
        if 2 * wave < plan.period:  # at half a period the sine is zero everywhere
            waves[f"sin {wave}"] = np.sin(angle)
    return waves


def _refuse_rows(rows: Rows) -> None:
    for treated, who in ((True, "Serien"), (False, "Kontrollserien")):
        here = rows.treated == treated
        if not here.any():
            continue
        before, after = here & (rows.time < rows.plan.at), here & (rows.time >= rows.first_after)
        for which, when in ((before, "før"), (after, "etter")):
            if which.sum() < LEAST:
                raise Unusable(f"{who} har {which.sum()} punkter {when} endringen. Det trengs minst {LEAST}.")
            if rows.plan.family != "gaussian" and not rows.y[which].any():
                raise Unusable(
                    f"{who} har ingen hendelser {when} endringen. Bruk et g- eller t-diagram for det sjeldne."
                )
            if rows.plan.family == "binomial" and (rows.y[which] == rows.n[which]).all():
                raise Unusable(f"{who} har bare hendelser {when} endringen: hver andel er 1.")
    if np.unique(rows.time).size <= rows.x.shape[1] - (4 if rows.controlled else 0):
        raise Unusable(f"{np.unique(rows.time).size} tidspunkter er for få til {rows.x.shape[1]} ledd. Ta bort sesong.")
    if np.linalg.matrix_rank(rows.x) < rows.x.shape[1]:
        raise Unusable("Leddene kan ikke skilles fra hverandre (kollineære). Ta bort sesong, eller la slope=False.")
