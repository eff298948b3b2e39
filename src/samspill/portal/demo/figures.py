"""The facts that the demo year is made to match, and where each is from. Everything else in it is invention.

"Seed 001" is the plan of Helsefellesskapet St. Olavs hospital og kommunene 2022–2025.
"""

from __future__ import annotations

from samspill.stay.events import Sector

# Hospital stays with at least one night, a year and inhabitant. Somatic by the demo's brief; the other two are round
# figures of the right size, not taken from a source.
STAYS_PER_INHABITANT = {Sector.SOMATIC: 0.160, Sector.MENTAL_HEALTH: 0.011, Sector.SUBSTANCE_USE: 0.003}

# The part of the stays that concerns municipal services, and so comes with messages. One in seven somatic ones by the
# demo's brief; the others are guesses.
KNOWN_TO_MUNICIPALITY = {Sector.SOMATIC: 1 / 7, Sector.MENTAL_HEALTH: 0.08, Sector.SUBSTANCE_USE: 0.12}

# 32 patients waiting on an average day (seed 001, forecast 2022) for the people of that community's municipalities
# (351 816 on 1 January 2026, Statistics Norway).
WAITING_PER_INHABITANT = 32 / 351_816

# How long waits are in each sector, against the others. Invented.
WAITS_IN_SECTOR = {Sector.SOMATIC: 1.0, Sector.MENTAL_HEALTH: 1.8, Sector.SUBSTANCE_USE: 0.8}

# What remains of the waits where quick joint assessment is in use. Invented, so that an effect can be seen.
LEFT_BY_QUICK_ASSESSMENT = 0.22

# Days of treatment as log-normal (median, spread of the logarithm), fitted so that, with the waits on top,
# 13 % of somatic stays last over 8 days and take over half of the bed days, and
# 5 % of those in mental health last over 18 days and take over half of theirs (seed 001).
TREATMENT = {
    (Sector.SOMATIC, False): (1.62, 1.24),
    (Sector.SOMATIC, True): (4.5, 0.92),
    (Sector.MENTAL_HEALTH, False): (0.6, 1.95),
    (Sector.MENTAL_HEALTH, True): (6.0, 1.1),
    (Sector.SUBSTANCE_USE, False): (5.0, 0.7),
    (Sector.SUBSTANCE_USE, True): (8.0, 0.6),
}
LONGEST_TREATMENT = 200  # days

WEEKDAY = (1.18, 1.12, 1.08, 1.05, 1.0, 0.76, 0.81)  # admissions, Monday first; mean 1
WINTER = 0.10  # so much more than the mean at the end of January, and less at the end of July
