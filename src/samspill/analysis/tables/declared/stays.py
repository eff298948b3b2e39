"""Hospital stays, and the ready periods and leaves within them."""

from __future__ import annotations

from dataclasses import replace

from samspill.analysis.marking import _
from samspill.analysis.tables.contract import Codes, Column, Contract, Kind, Rule
from samspill.analysis.tables.declared.shared_columns import (
    BIRTH_YEAR,
    MUNICIPALITY,
    PERSON,
    SECTOR,
    SEX,
    TRUST,
    count,
    day,
    ident,
    municipality,
    text,
    time,
)

URGENCY = Codes("NPR: øyeblikkelig hjelp eller planlagt", {"acute": "øyeblikkelig hjelp", "planned": "planlagt"})
ENDINGS = Codes(
    "Samspill", {"discharged": "utskrevet", "died": "død", "not_told": "ikke meldt, men innlagt på nytt senere"}
)
STAY = ident("stay_id", _("opphold"), "Names the stay; not the person.")
NOTICE_AT = time("notice_at", _("varsel om utskrivningsklar"), "When the municipality was told (regulation § 10).")
ANSWER_AT = time("answer_at", _("svar fra kommunen"), "When the municipality last answered.")
ANSWER_CAN = Column(
    name="answer_can", kind=Kind.YES_NO, label=_("kan ta imot"), meaning="Whether that answer was that it can receive."
)
NUMBER = replace(count("number", _("nummer"), "1 for the first of the stay.", required=True, unit=""), least=1)
PLACE_READY_ON = day("place_ready_on", _("plass klar"), "First day with a municipal place: from the answer «can».")


def _before(name: str, first: str, second: str, sentence: str, *, refuses: bool = True) -> Rule:
    """`second` is not before `first`, both points in time."""
    return Rule(
        name=name,
        holds=f"NOT clearly_before({second}, {first})",
        sentence=sentence,
        columns=(second, first),
        refuses=refuses,
    )


STAYS = Contract(
    name="stays",
    label=_("Opphold"),
    row="Ett sykehusopphold, ved ett helseforetak.",
    version=1,
    key=("stay_id",),
    columns=(
        STAY,
        PERSON,
        TRUST,
        text("unit", _("enhet"), "Ward at the end of the stay, as the trust names it."),
        SECTOR,
        text("urgency", _("hastegrad"), "Acute or planned admission.", codes=URGENCY),
        time(
            "admitted_at", _("innlagt"), "Admission. If not told, the first that is known of the stay.", required=True
        ),
        Column(
            name="admission_told",
            kind=Kind.YES_NO,
            label=_("innleggelse meldt"),
            meaning="False when admitted_at is only the first that is known. Empty counts as true.",
        ),
        time(
            "discharged_at",
            _("utskrevet"),
            "Discharge or death; empty while still in hospital. Day only: its last hour.",
        ),
        text("ending", _("avslutning"), "How the stay ended.", codes=ENDINGS),
        text("discharged_to", _("utskrevet til"), "Code list 8408."),
        text("summary_by", _("epikriseskriver"), "Pseudonym of the doctor who signed the discharge summary."),
        Column(
            name="cost",
            kind=Kind.NUMBER,
            label=_("kostnad"),
            meaning="Cost of the stay (KPP: kostnad per pasient).",
            unit="kroner",
            least=0,
        ),
        MUNICIPALITY,
        municipality("residence", _("bostedskommune"), "Municipality of residence at admission, where it is another."),
        SEX,
        BIRTH_YEAR,
        time("need_identified_at", _("behov sett"), "When a need for municipal services was seen."),
        time("early_notice_at", _("tidligmelding"), "First early notice to the municipality."),
        day("ready_on", _("utskrivningsklar dato"), "Day of being discharge-ready: the last such period of the stay."),
        time("ready_at", _("utskrivningsklar tidspunkt"), "The same with its hour, where the hour is known."),
        NOTICE_AT,
        ANSWER_AT,
        ANSWER_CAN,
        PLACE_READY_ON,
        day("withdrawn_on", _("avmeldt"), "Day that period ended before discharge, because no longer ready."),
        replace(
            count(
                "ready_periods", _("antall klar-perioder"), "How many ready periods; the table ready_periods has each."
            ),
            most=1000,
        ),
    ),
    rules=(
        _before("discharge_order", "admitted_at", "discharged_at", _("Utskrivningen er før innleggelsen.")),
        Rule(
            name="ready_order",
            holds="ready_on >= CAST(admitted_at AS DATE) OR NOT coalesce(admission_told, true)",
            sentence=_("Utskrivningsklar dato er før innleggelsesdagen."),
            columns=("ready_on", "admitted_at", "admission_told"),
            refuses=False,
        ),
        Rule(
            name="ready_before_discharge",
            holds="ready_on <= CAST(discharged_at AS DATE)",
            sentence=_("Utskrivningsklar dato er etter utskrivningsdagen."),
            columns=("ready_on", "discharged_at"),
            refuses=False,
        ),
        Rule(
            name="ready_same_day",
            holds="CAST(ready_at AS DATE) = ready_on",
            sentence=_("Utskrivningsklar tidspunkt og dato er på ulike dager."),
            columns=("ready_at", "ready_on"),
            refuses=False,
        ),
        Rule(
            name="withdrawn_order",
            holds="withdrawn_on >= ready_on",
            sentence=_("Avmeldingen er før utskrivningsklar dato."),
            columns=("withdrawn_on", "ready_on"),
        ),
        Rule(
            name="born_before",
            holds="birth_year <= year(admitted_at)",
            sentence=_("Fødselsåret er etter innleggelsen."),
            columns=("birth_year", "admitted_at"),
        ),
        _before("answer_order", "notice_at", "answer_at", _("Kommunens svar er før varselet."), refuses=False),
        Rule(
            name="notice_order",
            holds="CAST(notice_at AS DATE) >= ready_on - 7",
            sentence=_("Varselet er sendt mer enn en uke før utskrivningsklar dato."),
            columns=("notice_at", "ready_on"),
            refuses=False,
        ),
        Rule(
            name="notice_without_ready",
            holds="notice_at IS NULL OR ready_on IS NOT NULL",
            sentence=_("Det er sendt varsel, men pasienten er ikke registrert utskrivningsklar."),
            columns=("notice_at", "ready_on"),
            refuses=False,
        ),
        Rule(
            name="very_long",
            holds="discharged_at <= admitted_at + INTERVAL 400 DAY OR sector <> 'somatic'",
            sentence=_("Et somatisk opphold på over 400 dager."),
            columns=("admitted_at", "discharged_at", "sector"),
            refuses=False,
        ),
        Rule(
            name="old_person",
            holds="year(admitted_at) - birth_year <= 110",
            sentence=_("Pasienten er over 110 år."),
            columns=("birth_year", "admitted_at"),
            refuses=False,
        ),
    ),
)

READY_PERIODS = Contract(
    name="ready_periods",
    label=_("Utskrivningsklare perioder"),
    row="Én periode fra pasienten ble utskrivningsklar til den tok slutt.",
    version=1,
    key=("stay_id", "number"),
    columns=(
        STAY,
        NUMBER,
        day("ready_on", _("utskrivningsklar dato"), "First day of the period.", required=True),
        day("ended_on", _("sluttdato"), "Day it ended, which is not counted; empty while it lasts."),
        Column(
            name="declared",
            kind=Kind.YES_NO,
            label=_("meldt klar"),
            meaning="False when only the notice has been told, and no declaration.",
        ),
        NOTICE_AT,
        municipality("notice_to", _("varslet kommune"), "The municipality that was told first."),
        ANSWER_AT,
        ANSWER_CAN,
        PLACE_READY_ON,
    ),
    rules=(
        Rule(
            name="period_order",
            holds="ended_on >= ready_on",
            sentence=_("Perioden slutter før den begynner."),
            columns=("ended_on", "ready_on"),
        ),
        _before("answer_order", "notice_at", "answer_at", _("Kommunens svar er før varselet."), refuses=False),
    ),
)

LEAVES = Contract(
    name="leaves",
    label=_("Permisjoner"),
    row="Én permisjon fra sykehuset.",
    version=1,
    key=("stay_id", "number"),
    columns=(
        STAY,
        NUMBER,
        day("left_on", _("dro"), "Day of leaving: a day on leave.", required=True),
        day("back_on", _("kom tilbake"), "Day of return: not a day on leave; empty while away."),
    ),
    rules=(
        Rule(
            name="leave_order",
            holds="back_on >= left_on",
            sentence=_("Pasienten kom tilbake før permisjonen begynte."),
            columns=("back_on", "left_on"),
        ),
    ),
)
