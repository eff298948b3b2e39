"""What happens outside the wards: emergency admissions, referrals, ambulances, places, registers, deviations, the
plan."""

from __future__ import annotations

from typing import Any

from samspill.analysis.indicators.declared.bands import SEX_AND_AGE
from samspill.analysis.indicators.declared.told import PLACE, TRUST, a_stay, people
from samspill.analysis.indicators.indicator import Example, Indicator, Setting
from samspill.analysis.indicators.shapes import Expected, OfAll, People, Tally
from samspill.analysis.marking import _

_ACUTE = _("Akutte innleggelser i somatikken, etter kommunen pasienten bor i.")
_THREE_DAYS = (a_stay("2026-03-01 10:00", "2026-03-03 10:00"),)


def _acute(t: Any, s: Any) -> Any:
    return (t.urgency == "acute") & (t.sector == "somatic")


EMERGENCY_ADMISSIONS = Indicator(
    name="emergency_admissions",
    version="1",
    title=_("Akutte innleggelser per 1000 innbyggere"),
    question=_("Hvor ofte legges kommunens innbyggere inn akutt?"),
    definition=_ACUTE,
    numerator=_("Akutte innleggelser"),
    denominator=_("Innbyggere ganger år (personår)"),
    source="Samspill",
    unit=_("per 1000 innbyggere og år"),
    per=1000,
    better="neither",
    not_for=(_("Tar ikke hensyn til at innbyggerne er eldre noen steder enn andre. Se det justerte tallet."),),
    told=("urgency",),
    figure=Tally(
        of="stays", at="admitted_on", where=_acute, trust="", municipality="residence", sector="", denominator=People()
    ),
    examples=(
        Example(
            story=_("Én innleggelse i en kommune med 1000 innbyggere; dataene dekker tre dager."),
            given={"stays": _THREE_DAYS, "population": people(1000)},
            gives=({"period": "2026-03", "municipality": PLACE, "numerator": 1, "denominator": 3000 / 365.25},),
        ),
    ),
)

EMERGENCY_STANDARDISED = Indicator(
    name="emergency_admissions_standardised",
    version="1",
    title=_("Akutte innleggelser, justert for alder og kjønn"),
    question=_("Legges kommunens innbyggere oftere inn akutt enn ventet, når det tas hensyn til alder og kjønn?"),
    definition=_(
        "Akutte innleggelser i somatikken, delt på det som var ventet om hver aldersgruppe og hvert kjønn i kommunen "
        "hadde samme "
        "rate som i alle kommunene i dataene det året. 1 er som ventet (indirekte standardisering)."
    ),
    numerator=_("Akutte innleggelser"),
    denominator=_("Ventet antall innleggelser"),
    source="Samspill",
    unit=_("forholdstall"),
    decimals=2,
    better="neither",
    not_for=(_("Ikke for å sammenligne to kommuner direkte med hverandre: hver sammenlignes med alle."),),
    told=("urgency",),
    figure=Tally(
        of="stays",
        at="admitted_on",
        where=_acute,
        trust="",
        municipality="residence",
        sector="",
        group=SEX_AND_AGE,
        denominator=Expected(),
    ),
    examples=(
        Example(
            story=_("Én innleggelse, og to kommuner med like mange eldre: halvparten var ventet i hver."),
            given={"stays": _THREE_DAYS, "population": people(500) + people(500, "9902")},
            gives=({"period": "2026-03", "municipality": PLACE, "numerator": 1, "denominator": 0.5},),
        ),
    ),
)

REFERRALS = Indicator(
    name="child_referrals",
    version="1",
    title=_("Henvisninger til psykisk helsevern for barn og unge"),
    question=_("Hva skjer med henvisningene av barn og unge?"),
    definition=_("Vurderte henvisninger til psykisk helsevern av barn og unge, fordelt etter utfall."),
    numerator=_("Henvisninger med utfallet"),
    denominator=_("Vurderte henvisninger"),
    source="Samspill",
    unit=_("prosent"),
    per=100,
    better="neither",
    not_for=(_("Ikke for å si at avslag er feil: noen får rett hjelp et annet sted."),),
    figure=Tally(
        of="referrals",
        at="received_on",
        where=lambda t, s: (t.sector == "mental_health") & (t.age <= s.most_age) & t.outcome.notnull(),
        group="outcome",
        denominator=OfAll(),
    ),
    groups={
        "accepted": _("tatt inn"),
        "rejected": _("avslått"),
        "returned": _("returnert for flere opplysninger"),
        "withdrawn": _("trukket"),
    },
    group_label=_("utfall"),
    settings=(
        Setting(
            name="most_age",
            value=17,
            label=_("Til og med alder"),
            unit=_("år"),
            confirmed=False,
            warning=_("Aldersgrensen for barn og unge er valgt av Samspill; noen tilbud går til 23 år."),
        ),
    ),
    examples=(
        Example(
            story=_("To henvisninger av 15-åringer: én tatt inn, én avslått. En voksen er ikke med."),
            given={
                "referrals": tuple(
                    {"referral_id": str(n), "person_id": f"p{n}", "trust": TRUST, "sector": "mental_health",
                     "received_at": "2026-03-05 10:00", "outcome": outcome, "municipality": PLACE, "birth_year": born}
                    for n, (outcome, born) in enumerate((("accepted", 2011), ("rejected", 2011), ("accepted", 1980)))
                )
            },
            gives=({"period": "2026-03", "group": "accepted", "numerator": 1, "denominator": 2},),
        ),
    ),
)  # fmt: skip


def _mission(number: int, minutes: int, urgency: str = "red", **more: Any) -> dict[str, Any]:
    return {"contact_id": str(number), "person_id": f"p{number}", "kind": "ambulance", "urgency": urgency,
            "municipality": PLACE, "began_at": "2026-03-05 10:00", "arrived_at": f"2026-03-05 10:{minutes:02}",
            **more}  # fmt: skip


_URGENCIES = {"red": _("akutt"), "yellow": _("haster"), "green": _("vanlig")}

AMBULANCE_MISSIONS = Indicator(
    name="ambulance_missions",
    version="1",
    title=_("Ambulanseoppdrag per 1000 innbyggere"),
    question=_("Hvor ofte trenger innbyggerne ambulanse?"),
    definition=_("Ambulanseoppdrag etter hastegrad, per 1000 innbyggere og år."),
    numerator=_("Ambulanseoppdrag"),
    denominator=_("Innbyggere ganger år (personår)"),
    source="Samspill",
    unit=_("per 1000 innbyggere og år"),
    per=1000,
    better="neither",
    not_for=(_("Kommunen er der oppdraget var, og tar ikke hensyn til tilreisende."),),
    figure=Tally(
        of="contacts",
        at="began_on",
        where=lambda t, s: t.kind == "ambulance",
        trust="",
        sector="",
        group="urgency",
        denominator=People(),
    ),
    groups=_URGENCIES,
    group_label=_("hastegrad"),
    examples=(
        Example(
            story=_("To oppdrag på én dag i en kommune med 1000 innbyggere."),
            given={"contacts": (_mission(1, 8), _mission(2, 20)), "population": people(1000)},
            gives=({"period": "2026-03", "group": "red", "numerator": 2, "denominator": 1000 / 365.25},),
        ),
    ),
)

AMBULANCE_IN_TIME = Indicator(
    name="ambulance_in_time",
    version="1",
    title=_("Ambulanse framme innen målet"),
    question=_("Kommer ambulansen fram i tide?"),
    definition=_(
        "Ambulanseoppdrag med kjent framkomst, og hvor mange av dem som var framme innen målet for hastegraden."
    ),
    numerator=_("Oppdrag framme innen målet"),
    denominator=_("Oppdrag med kjent framkomst"),
    source="Samspill",
    unit=_("prosent"),
    per=100,
    better="up",
    not_for=(_("Ikke for å sammenligne tett og grisgrendt strøk: målene er ikke de samme."),),
    figure=Tally(
        of="contacts",
        at="began_on",
        where=lambda t, s: (t.kind == "ambulance") & t.urgency.isin(["red", "yellow"]) & (t.minutes_to_arrival >= 0),
        numerator=lambda t, s: (
            ((t.urgency == "red") & (t.minutes_to_arrival <= s.red))
            | ((t.urgency == "yellow") & (t.minutes_to_arrival <= s.yellow))
        ),
        sector="",
        group="urgency",
    ),
    groups=_URGENCIES,
    group_label=_("hastegrad"),
    settings=(
        Setting(
            name="red",
            value=12,
            label=_("Mål for akutte oppdrag"),
            unit=_("minutter"),
            confirmed=False,
            warning=_("Målene for responstid er ikke bekreftet, og er andre i grisgrendte strøk."),
        ),
        Setting(name="yellow", value=30, label=_("Mål for hasteoppdrag"), unit=_("minutter"), confirmed=False,
                warning=_("Målene for responstid er ikke bekreftet, og er andre i grisgrendte strøk.")),
    ),
    examples=(
        Example(
            story=_("Framme etter 8 og etter 20 minutter."),
            given={"contacts": (_mission(1, 8), _mission(2, 20))},
            gives=({"period": "2026-03", "group": "red", "numerator": 1, "denominator": 2},),
        ),
    ),
)  # fmt: skip

TRANSPORT_WAIT = Indicator(
    name="transport_wait",
    version="1",
    title=_("Ventetid på ambulanse"),
    question=_("Hvor lenge venter pasientene på transport?"),
    definition=_("Minutter fra bestilling til ambulansen er hos pasienten, i gjennomsnitt, etter hastegrad."),
    numerator=_("Minutter ventet"),
    denominator=_("Oppdrag med kjent framkomst"),
    source="Samspill",
    unit=_("minutter"),
    better="down",
    amount=True,
    not_for=(_("Et gjennomsnitt skjuler de lengste ventetidene."),),
    figure=Tally(
        of="contacts",
        at="began_on",
        where=lambda t, s: (t.kind == "ambulance") & (t.minutes_to_arrival >= 0),
        numerator=lambda t, s: t.minutes_to_arrival,
        sector="",
        group="urgency",
    ),
    groups=_URGENCIES,
    group_label=_("hastegrad"),
    examples=(
        Example(
            story=_("8 og 20 minutter: 14 i snitt."),
            given={"contacts": (_mission(1, 8, "green"), _mission(2, 20, "green"))},
            gives=({"period": "2026-03", "group": "green", "numerator": 28, "denominator": 2},),
        ),
    ),
)

PLACE_USE = Indicator(
    name="municipal_place_use",
    version="1",
    title=_("Bruk av kommunale plasser"),
    question=_("Hvor mange av plassene er i bruk, også øyeblikkelig hjelp-plassene?"),
    definition=_("Plasser i bruk delt på plasser som kunne brukes, summert over dagene, etter slag plass."),
    numerator=_("Plasser i bruk"),
    denominator=_("Plasser som kunne brukes"),
    source="Samspill",
    unit=_("prosent"),
    per=100,
    better="neither",
    amount=True,
    not_for=(_("Telles ved midnatt. Korte opphold på dagtid synes ikke."),),
    figure=Tally(
        of="places",
        at="on_day",
        where=lambda t, s: t.taken.notnull(),
        numerator=lambda t, s: t.taken,
        denominator=lambda t, s: t.places,
        trust="",
        sector="",
        group="kind",
    ),
    groups={
        "emergency_place": _("øyeblikkelig hjelp døgn"),
        "after_care": _("etterbehandling"),
        "short_stay": _("korttid"),
        "rehabilitation": _("rehabilitering"),
        "long_stay": _("langtid"),
    },
    group_label=_("slag plass"),
    examples=(
        Example(
            story=_("Tre av fire plasser i bruk én dag, én av fire den neste."),
            given={
                "municipal_places": (
                    {"municipality": PLACE, "kind": "emergency_place", "on_day": "2026-03-05", "places": 4, "taken": 3},
                    {"municipality": PLACE, "kind": "emergency_place", "on_day": "2026-03-06", "places": 4, "taken": 1},
                )
            },
            gives=({"period": "2026-03", "group": "emergency_place", "numerator": 4, "denominator": 8},),
        ),
    ),
)

INDICATORS = (
    EMERGENCY_ADMISSIONS,
    EMERGENCY_STANDARDISED,
    REFERRALS,
    AMBULANCE_MISSIONS,
    AMBULANCE_IN_TIME,
    TRANSPORT_WAIT,
    PLACE_USE,
)
