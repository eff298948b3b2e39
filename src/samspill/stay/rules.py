"""What the facts leave open, or what communities set differently: values with safe defaults, never constants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from samspill.stay.events import Kind, Sector

# From which day each sector is in the regulation (FOR-2011-11-18-1115; mental health and substance use from 2019).
SCOPE: Mapping[Sector, date] = MappingProxyType(
    {
        Sector.SOMATIC: date(2012, 1, 1),
        Sector.MENTAL_HEALTH: date(2019, 1, 1),
        Sector.SUBSTANCE_USE: date(2019, 1, 1),
    }
)

# Proposed in the hearing of 2016; the adopted wording was not found, so a community may set other ones, or none.
EXTRA_CONDITIONS: Mapping[Sector, frozenset[Kind]] = MappingProxyType(
    {
        Sector.SOMATIC: frozenset(),
        Sector.MENTAL_HEALTH: frozenset({Kind.PLAN_MEETING_CALLED, Kind.FOLLOW_UP_CLARIFIED}),
        Sector.SUBSTANCE_USE: frozenset({Kind.PLAN_MEETING_CALLED, Kind.FOLLOW_UP_CLARIFIED}),
    }
)

EARLY_NOTICE_STARTS = ("need_identified", "admitted")


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How the clocks run and which days are paid for.

    early_notice_from   what starts the 24 hours: "need_identified" (HIS 1144:2014, updated 2019) or "admitted"
                        (HIS 80704:2014). Both times are kept, so the choice can be changed afterwards.
    answer_within       the regulation says «straks» and gives no figure; after this the promise shows as broken.
    leave_counts        whether a day on leave is a waiting day; the sources found say nothing.
    """

    early_notice_from: str = "need_identified"
    early_notice_within: timedelta = timedelta(hours=24)
    admission_report_within: timedelta = timedelta(hours=24)
    answer_within: timedelta = timedelta(hours=24)
    leave_counts: bool = False
    scope: Mapping[Sector, date] = field(default_factory=lambda: SCOPE)
    extra_conditions: Mapping[Sector, frozenset[Kind]] = field(default_factory=lambda: EXTRA_CONDITIONS)

    def __post_init__(self) -> None:
        if self.early_notice_from not in EARLY_NOTICE_STARTS:
            raise ValueError(f"early_notice_from is one of {', '.join(EARLY_NOTICE_STARTS)}")
