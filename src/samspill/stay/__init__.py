"""What a hospital stay is: a library of its own, plain Python.

    stays_of(events)                      all events of one patient at one trust -> the events of each stay
    next_admissions(stays)                when the patient came back, for stays whose discharge was never told
    fold(events)                          the events of one stay -> a Stay: state, whose move, ready periods …
    next_steps(stay, now, rules)          who does what next, and by when
    waiting_days(stay, today)             calendar days in hospital after being ready
    payable_days(stay, today, rules)      the days a municipality pays for, by the regulation
    settlement(stay, today, rules, rates) the same in kroner, line by line

All are pure functions. The order in which events arrived, and events that came twice, never change an answer.
"""

from samspill.stay.clocks import NextStep, Step, next_steps
from samspill.stay.days import PayableDay, payable_days, waiting_days
from samspill.stay.events import OSLO, Event, Kind, Sector, Side, norwegian_day
from samspill.stay.fold import fold
from samspill.stay.grouping import next_admissions, stays_of
from samspill.stay.living import in_order, living
from samspill.stay.rates import MissingRate, Rate, Rates, Settlement, settlement
from samspill.stay.rules import Rules
from samspill.stay.standing import Answer, Notice, Oddity, Period, Stay
from samspill.stay.states import LIFE, State

__all__ = [
    "LIFE",
    "OSLO",
    "Answer",
    "Event",
    "Kind",
    "MissingRate",
    "NextStep",
    "Notice",
    "Oddity",
    "PayableDay",
    "Period",
    "Rate",
    "Rates",
    "Rules",
    "Sector",
    "Settlement",
    "Side",
    "State",
    "Stay",
    "Step",
    "fold",
    "in_order",
    "living",
    "next_admissions",
    "next_steps",
    "norwegian_day",
    "payable_days",
    "settlement",
    "stays_of",
    "waiting_days",
]
