"""Figures that others have counted already: quality registers, deviations, the plan."""

from __future__ import annotations

from samspill.analysis.indicators.declared.told import PLACE, TRUST
from samspill.analysis.indicators.indicator import Example, Indicator
from samspill.analysis.indicators.shapes import Tally
from samspill.analysis.marking import _

_REGISTER_ROW = {
    "register": "Hjerneslag",
    "measure": "Direkte til slagenhet",
    "of_whom": TRUST,
    "from_on": "2026-01-01",
    "until_on": "2026-02-01",
    "numerator": 8,
    "denominator": 10,
    "coverage": 0.9,
}
_REGISTER_NOT_FOR = (_("Lav dekningsgrad gjør tallet usikkert: se dekningsgraden først."),)

REGISTER_SHARE = Indicator(
    name="register_share",
    version="1",
    title=_("Måltall fra kvalitetsregistre"),
    question=_("Får pasientene den behandlingen registeret måler?"),
    definition=_("Teller og nevner slik registeret oppgir dem, etter måltall."),
    numerator=_("Pasienter som fikk det måltallet gjelder"),
    denominator=_("Pasienter det er målt på"),
    source=_("Registeret selv"),
    unit=_("prosent"),
    per=100,
    better="neither",
    amount=True,
    not_for=_REGISTER_NOT_FOR,
    figure=Tally(
        of="register_rows",
        at="from_on",
        where=lambda t, s: t.numerator.notnull(),
        numerator=lambda t, s: t.numerator,
        denominator=lambda t, s: t.denominator,
        trust="of_whom",
        municipality="",
        sector="",
        group="measured",
    ),
    group_label=_("måltall"),
    examples=(
        Example(
            story=_("8 av 10."),
            given={"register_rows": (_REGISTER_ROW,)},
            gives=({"period": "2026-01", "trust": TRUST, "group": "Hjerneslag: Direkte til slagenhet", "numerator": 8,
                    "denominator": 10},),
        ),
    ),
)  # fmt: skip

REGISTER_COVERAGE = Indicator(
    name="register_coverage",
    version="1",
    title=_("Dekningsgrad i kvalitetsregistre"),
    question=_("Hvor mange av pasientene er med i registeret?"),
    definition=_("Dekningsgraden registeret oppgir; for flere enheter eller perioder veid med antall pasienter."),
    numerator=_("Dekningsgrad ganger pasienter"),
    denominator=_("Pasienter"),
    source=_("Registeret selv"),
    unit=_("prosent"),
    per=100,
    better="up",
    amount=True,
    not_for=(_("Sier ikke om behandlingen er god, bare om den er registrert."),),
    figure=Tally(
        of="register_rows",
        at="from_on",
        where=lambda t, s: t.coverage.notnull(),
        numerator=lambda t, s: t.coverage * t.denominator,
        denominator=lambda t, s: t.denominator,
        trust="of_whom",
        municipality="",
        sector="",
        group="measured",
    ),
    group_label=_("måltall"),
    examples=(
        Example(
            story=_("90 prosent av 10 pasienter."),
            given={"register_rows": (_REGISTER_ROW,)},
            gives=({"period": "2026-01", "numerator": 9, "denominator": 10},),
        ),
    ),
)

DEVIATIONS = Indicator(
    name="deviations_closed_in_time",
    version="1",
    title=_("Samhandlingsavvik lukket i tide"),
    question=_("Blir avvikene fulgt opp innen fristen?"),
    definition=_("Meldte samhandlingsavvik etter tema, og hvor mange av dem som ble lukket innen avtalt tid."),
    numerator=_("Avvik lukket i tide"),
    denominator=_("Meldte avvik"),
    source="Samspill",
    unit=_("prosent"),
    per=100,
    better="up",
    not_for=(_("Mange avvik kan bety god meldekultur. Antallet er ikke et mål på hvor dårlig det går."),),
    figure=Tally(
        of="deviations",
        at="month",
        where=lambda t, s: t.closed_in_time.notnull(),
        numerator=lambda t, s: t.closed_in_time,
        denominator=lambda t, s: t.reported,
        trust="",
        sector="",
        group="theme",
    ),
    amount=True,
    group_label=_("tema"),
    examples=(
        Example(
            story=_("Fire meldt, tre lukket i tide."),
            given={
                "deviations": (
                    {"month": "2026-03-01", "theme": "medicines", "reported_by": "municipality", "about": "hospital",
                     "municipality": PLACE, "reported": 4, "closed_in_time": 3},
                )
            },
            gives=({"period": "2026-03", "group": "medicines", "numerator": 3, "denominator": 4},),
        ),
    ),
)  # fmt: skip

PLAN = Indicator(
    name="plan_progress",
    version="1",
    title=_("Framdrift i handlingsplanen"),
    question=_("Hvor mange av tiltakene er gjennomført?"),
    definition=_(
        "Siste status i måneden for hvert tiltak der det rulles ut, og hvor mange som er fullført. For lengre "
        "perioder er det "
        "gjennomsnittet av månedene."
    ),
    numerator=_("Fullførte tiltak"),
    denominator=_("Tiltak med status"),
    source=_("Handlingsplanen"),
    unit=_("prosent"),
    per=100,
    better="up",
    not_for=(_("Et fullført tiltak har ikke nødvendigvis hatt virkning."),),
    figure=Tally(
        of="plan_status",
        at="on_day",
        where=lambda t, s: t.last_of_month,
        numerator=lambda t, s: t.status == "done",
        trust="",
        sector="",
        group="plan",
    ),
    group_label=_("plan"),
    examples=(
        Example(
            story=_("Begynt 1. mars og fullført 20. mars: fullført i mars. Et annet tiltak er i gang."),
            given={
                "plan_status": tuple(
                    {"plan": "2026", "action": action, "municipality": PLACE, "on_day": day, "status": status}
                    for action, day, status in (
                        ("1.1", "2026-03-01", "begun"), ("1.1", "2026-03-20", "done"), ("1.2", "2026-03-20", "begun"),
                    )
                )
            },
            gives=({"period": "2026-03", "group": "2026", "numerator": 1, "denominator": 2},),
        ),
    ),
)  # fmt: skip

INDICATORS = (REGISTER_SHARE, REGISTER_COVERAGE, DEVIATIONS, PLAN)
