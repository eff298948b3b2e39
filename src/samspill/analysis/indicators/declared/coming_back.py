"""Readmission, in three definitions that give three answers."""

from __future__ import annotations

from samspill.analysis.indicators.declared.told import a_stay
from samspill.analysis.indicators.indicator import Example, Indicator, Setting
from samspill.analysis.indicators.shapes import Tally
from samspill.analysis.marking import _

_DAY = 24 * 60
_FOLLOWED = _("Bare utskrivninger som dataene følger i hele fristen etterpå, er med. Derfor mangler den siste måneden.")
_NOT_FOR = (
    _("Ikke som et mål på dårlig behandling: de fleste reinnleggelser kan ikke forebygges, og noen er riktige."),
    _("Ikke justert for hvor syke pasientene er."),
    _FOLLOWED,
)
_DAYS = Setting(name="days", value=30, label=_("Dager etter utskrivningen"), unit=_("dager"))
_OUT = a_stay("2026-01-01 10:00", "2026-01-05 12:00")
_LATER = a_stay("2026-03-20 10:00", "2026-03-21 10:00", stay_id="z", person_id="p9", birth_year=1990)


def _discharged(t: object, s: object) -> object:
    """Left alive, no transfer within eight hours, and followed for all the days."""
    row, settings = t, s
    return row.last_of_episode & (row.ending == "discharged") & (row.followed_days >= settings.days)  # type: ignore[attr-defined]


NATIONAL = Indicator(
    name="readmission_national",
    version="1",
    title=_("Reinnleggelse av eldre innen 30 dager"),
    question=_("Hvor mange eldre kommer akutt tilbake til sykehus kort tid etter at de ble skrevet ut?"),
    definition=_(
        "Utskrivninger av pasienter på 67 år eller mer i somatikken, og hvor mange av dem som følges av en akutt "
        "innleggelse, "
        "uansett årsak, mellom 8 timer og 30 dager etter. Overflyttinger innen 8 timer er samme forløp."
    ),
    numerator=_("Utskrivninger fulgt av akutt innleggelse"),
    denominator=_("Utskrivninger av pasienter på 67 år eller mer"),
    source="Nasjonal kvalitetsindikator, FHI: reinnleggelse av eldre innen 30 dager",
    unit=_("prosent"),
    per=100,
    better="down",
    not_for=_NOT_FOR,
    told=("urgency",),
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: (t.age >= s.least_age) & (t.sector == "somatic") & _discharged(t, s),
        numerator=lambda t, s: t.acute_again_minutes <= s.days * _DAY,
    ),
    settings=(Setting(name="least_age", value=67, label=_("Fra alder"), unit=_("år"), source="FHI"), _DAYS),
    examples=(
        Example(
            story=_(
                "Akutt tilbake etter ti dager; teller. Flyttet til et annet sykehus etter to timer; er samme forløp."
            ),
            given={
                "stays": (
                    _OUT,
                    a_stay("2026-01-15 12:00", "2026-01-17 12:00", stay_id="b"),
                    a_stay("2026-01-17 14:00", "2026-01-20 12:00", stay_id="c", trust="999900002"),
                    _LATER,
                )
            },
            gives=({"period": "2026-01", "numerator": 1, "denominator": 2},),
        ),
    ),
)

ONE_TO_THIRTY = Indicator(
    name="readmission_1_30",
    version="1",
    title=_("Akutt reinnleggelse 1–30 dager etter, alle aldre"),
    question=_("Hvor mange kommer akutt tilbake, når det første døgnet etter utskrivningen ikke regnes med?"),
    definition=_(
        "Utskrivninger i somatikken, alle aldre, og hvor mange av dem som følges av en akutt innleggelse mellom ett "
        "døgn og 30 "
        "dager etter."
    ),
    numerator=_("Utskrivninger fulgt av akutt innleggelse"),
    denominator=_("Utskrivninger"),
    source="Samspill",
    unit=_("prosent"),
    per=100,
    better="down",
    not_for=_NOT_FOR,
    told=("urgency",),
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: (t.sector == "somatic") & _discharged(t, s),
        numerator=lambda t, s: t.acute_again_day_minutes <= s.days * _DAY,
    ),
    settings=(_DAYS,),
    examples=(
        Example(
            story=_("Akutt tilbake etter ti timer teller ikke i denne definisjonen."),
            given={
                "stays": (_OUT, a_stay("2026-01-05 22:00", "2026-01-06 12:00", stay_id="b"), _LATER),
            },
            gives=({"period": "2026-01", "numerator": 0, "denominator": 2},),
        ),
    ),
)

NEXT_STAY = Indicator(
    name="readmission_next_stay",
    version="1",
    title=_("Akutt reinnleggelse som neste opphold"),
    question=_("Hvor ofte er det aller neste oppholdet en akutt innleggelse innen 30 dager?"),
    definition=_(
        "Utskrivninger i somatikken, alle aldre, og hvor mange av dem der det neste oppholdet begynner akutt, mellom "
        "8 timer og "
        "30 dager etter. Kommer et planlagt opphold først, teller det ikke."
    ),
    numerator=_("Utskrivninger der neste opphold er akutt"),
    denominator=_("Utskrivninger"),
    source="Samspill",
    unit=_("prosent"),
    per=100,
    better="down",
    not_for=_NOT_FOR,
    told=("urgency",),
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: (t.sector == "somatic") & _discharged(t, s),
        numerator=lambda t, s: t.again_acute & (t.again_minutes <= s.days * _DAY),
    ),
    settings=(_DAYS,),
    examples=(
        Example(
            story=_("Først planlagt, så akutt: de to andre definisjonene teller det, denne ikke."),
            given={
                "stays": (
                    _OUT,
                    a_stay("2026-01-10 12:00", "2026-01-11 12:00", stay_id="b", urgency="planned"),
                    a_stay("2026-01-15 12:00", "2026-02-16 12:00", stay_id="c"),
                    {**_LATER, "admitted_at": "2026-04-20 10:00", "discharged_at": "2026-04-21 10:00"},
                )
            },
            gives=(
                {"period": "2026-01", "numerator": 1, "denominator": 2},
                {"period": "2026-02", "numerator": 0, "denominator": 1},
            ),
        ),
    ),
)

INDICATORS = (NATIONAL, ONE_TO_THIRTY, NEXT_STAY)
