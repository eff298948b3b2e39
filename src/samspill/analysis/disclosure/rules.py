"""Which numbers are too small or too dominated to show, and how far from the truth a guess must be able to land."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from samspill.analysis.statistics.unusable import Unusable

PUBLIC = "public"  # everybody; every other receiver sees this too


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How small numbers are protected.

    threshold       a number of persons under this is hidden. 5 is usual in Norwegian health statistics but was not
                    found in writing (domain facts), so it is a setting.
    by_receiver     other thresholds for named receivers.
    zero_is_safe    True: a zero is shown and is never hidden to protect another, and the receiver is taken to know
                    that whatever is hidden is at least one. False: a zero is a small number like the others.
    complement      a rate also needs this many persons outside its numerator.
    width           how many persons the interval that can be worked out for a small number must span. Left out: from
                    one (zero) to threshold - 1, that is, nothing beyond «it is small». May only be made wider.
    amount_percent  an amount over too few persons must be uncertain by at least this share of itself, each way.
    dominance       (n, k): hide an amount where the n largest contributions are more than k percent of it.
    p_percent       hide an amount where the second largest contributor could work out the largest to within p percent.
    round_to        numbers of persons are shown rounded to a multiple of this, totals too; None: as they are.
    decimals        in rates and means.
    """

    threshold: int = 5
    by_receiver: Mapping[str, int] = field(default_factory=dict)
    zero_is_safe: bool = True
    complement: bool = True
    width: int | None = None
    amount_percent: float = 20.0
    dominance: tuple[int, float] | None = None
    p_percent: float | None = None
    round_to: int | None = None
    decimals: int = 1

    def __post_init__(self) -> None:
        for receiver, threshold in {"": self.threshold, **self.by_receiver}.items():
            if threshold < 1:
                raise Unusable(f"Terskelen må være minst 1{f' for {receiver}' if receiver else ''}.")
        if self.width is not None and self.width < self.threshold - 1 - self.floor:
            raise Unusable(
                f"Bredden må være minst {self.threshold - 1 - self.floor} når terskelen er {self.threshold}."
            )
        if self.round_to is not None and self.round_to < 1:
            raise Unusable("Tall kan bare rundes til et helt tall fra 1 og opp.")
        if self.dominance is not None and (self.dominance[0] < 1 or not 0 < self.dominance[1] < 100):
            raise Unusable("Dominans er (antall, prosent) med minst 1 og mellom 0 og 100.")
        if self.amount_percent <= 0 or (self.p_percent is not None and self.p_percent <= 0):
            raise Unusable("Prosentene må være større enn 0.")

    @property
    def floor(self) -> int:
        """The least that a receiver must take a hidden number of persons to be."""
        return 1 if self.zero_is_safe else 0

    def threshold_for(self, receiver: str) -> int:
        return self.by_receiver.get(receiver, self.threshold)

    def too_few(self, persons: int, receiver: str) -> bool:
        """Whether a number of persons is hidden in itself."""
        return self.floor <= persons < self.threshold_for(receiver)

    def span(self, receiver: str) -> tuple[int, int]:
        """The interval, in persons, that must stay possible for a number that is too small to show."""
        highest = max(self.threshold_for(receiver) - 1, self.floor + 1)
        return self.floor, max(highest, self.floor + (self.width or 0))


def dominance_gap(amount: float, largest: tuple[float, ...], rules: Rules) -> float | None:
    """How far up and down an amount must be uncertain because few contributions fill it; None where they do not.

    Both rules as in Hundepool et al., Statistical Disclosure Control (2012), with their protection levels: for (n, k)
    the amount that the n largest are k percent of, less the amount itself; for p% what is short of p percent of the
    largest when the two largest are taken away.
    """
    if not largest or amount <= 0:
        return None
    gaps = []
    if rules.dominance is not None:
        few, percent = rules.dominance
        gaps.append(sum(largest[:few]) * 100 / percent - amount)
    if rules.p_percent is not None:
        rest = amount - sum(largest[:2])
        gaps.append(largest[0] * rules.p_percent / 100 - rest)
    worst = max(gaps, default=0.0)
    return worst if worst > 1e-9 * amount else None
