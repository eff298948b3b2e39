"""The prepared tables: what each holds. Days are Norwegian calendar days; minutes are whole, rounded down.

Which raw tables each is made of stands in MADE_OF; those after the first may be missing.
"""

from __future__ import annotations

TEXT, DAY, WHOLE, NUMBER, TRUTH = "text", "day", "whole", "number", "truth"

STAYS = {
    "person": WHOLE,  # a number of its own in each preparation; the pseudonym where nothing is written down
    "order": WHOLE,  # grows with time for each person
    "trust": TEXT,
    "municipality": TEXT,  # that answers for the patient
    "residence": TEXT,  # where the patient lives: the same when nothing else is said
    "sector": TEXT,
    "urgency": TEXT,
    "unit": TEXT,
    "doctor": TEXT,  # who signed the discharge summary, a pseudonym
    "sex": TEXT,
    "age": WHOLE,  # the year of admission less the year of birth
    "admitted_on": DAY,
    "discharged_on": DAY,
    "present_until": DAY,  # first midnight not in hospital; the last day of the data when not discharged
    "ending": TEXT,
    "bed_days": WHOLE,  # midnights in hospital; missing until discharged
    "last_of_episode": TRUTH,  # no stay begins within 8 hours after it
    "again_minutes": WHOLE,  # from the end of the episode to the next one
    "again_acute": TRUTH,  # whether that was acute
    "acute_again_minutes": WHOLE,  # to the next acute admission, 8 hours or more after
    "acute_again_day_minutes": WHOLE,  # to the next acute admission, 24 hours or more after
    "followed_days": WHOLE,  # whole days the data tells of after the discharge
    "ready_on": DAY,  # of the last ready period
    "waiting_days": WHOLE,  # in all ready periods, less leaves; missing when never ready
    "was_notified": TRUTH,  # the municipality was told that the patient is ready
    "was_answered": TRUTH,
    "need_seen": TRUTH,  # a need for municipal services is registered
    "answer_minutes": WHOLE,  # from notice to the answer, where both have an hour
    "notice_after_admission": WHOLE,  # minutes to the early notice
    "notice_after_need": WHOLE,
    "conditions": WHOLE,  # bits of the groups of its diagnoses (codes.py); missing when there are no diagnoses at all
    "frailty": NUMBER,  # HFRS of an acute stay at 75 or more; missing for others
    "cost": NUMBER,
    "municipal_service": TRUTH,  # had a municipal service on the day of admission; missing when the table is
}
WAITS = {
    "trust": TEXT,
    "municipality": TEXT,
    "sector": TEXT,
    "age": WHOLE,
    "begin_on": DAY,
    "end_on": DAY,
    "weight": WHOLE,  # 1 for a ready period, −1 for a leave within one
}
CONTACTS = {
    "trust": TEXT,
    "municipality": TEXT,
    "kind": TEXT,
    "urgency": TEXT,
    "began_on": DAY,
    "minutes_to_arrival": WHOLE,
    "minutes_in_all": WHOLE,
}
REFERRALS = {
    "trust": TEXT,
    "municipality": TEXT,
    "sector": TEXT,
    "speciality": TEXT,
    "age": WHOLE,
    "received_on": DAY,
    "assessment_days": WHOLE,
    "outcome": TEXT,
}
PLACES = {
    "municipality": TEXT,
    "kind": TEXT,
    "on_day": DAY,
    "places": WHOLE,
    "taken": WHOLE,
    "waiting": WHOLE,
}
MESSAGES = {
    "kind": TEXT,
    "sent_by": TEXT,
    "sent_on": DAY,
    "receipt": TEXT,
    "receipt_minutes": WHOLE,
}
REGISTER_ROWS = {
    "register": TEXT,
    "measure": TEXT,
    "measured": TEXT,  # register: measure
    "of_whom": TEXT,
    "from_on": DAY,
    "numerator": WHOLE,
    "denominator": WHOLE,
    "coverage": NUMBER,
}
DEVIATIONS = {
    "municipality": TEXT,
    "month": DAY,
    "theme": TEXT,
    "reported_by": TEXT,
    "about": TEXT,
    "reported": WHOLE,
    "closed_in_time": WHOLE,
}
PLAN_STATUS = {
    "plan": TEXT,
    "municipality": TEXT,
    "on_day": DAY,
    "status": TEXT,
    "progress": NUMBER,
    "last_of_month": TRUTH,  # the last status of the action there in that month
}

PREPARED: dict[str, dict[str, str]] = {
    "stays": STAYS,
    "waits": WAITS,
    "contacts": CONTACTS,
    "referrals": REFERRALS,
    "places": PLACES,
    "messages": MESSAGES,
    "register_rows": REGISTER_ROWS,
    "deviations": DEVIATIONS,
    "plan_status": PLAN_STATUS,
}
MADE_OF: dict[str, tuple[str, ...]] = {
    "stays": ("stays", "ready_periods", "leaves", "diagnoses", "municipal_services"),
    "waits": ("stays", "ready_periods", "leaves"),
    "contacts": ("contacts",),
    "referrals": ("referrals",),
    "places": ("municipal_places",),
    "messages": ("messages",),
    "register_rows": ("register_rows",),
    "deviations": ("deviations",),
    "plan_status": ("plan_status",),
}
# Read as they are: denominators that are looked up.
SMALL = ("population", "hospital_beds")
