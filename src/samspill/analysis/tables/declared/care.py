"""What surrounds the stays: diagnoses, contacts outside the hospital, municipal services and places, referrals."""

from __future__ import annotations

from dataclasses import replace

from samspill.analysis.marking import _
from samspill.analysis.tables.contract import Codes, Column, Contract, Kind, Rule
from samspill.analysis.tables.declared.shared_columns import (
    MUNICIPALITY,
    PERSON,
    SECTOR,
    TRUST,
    count,
    day,
    ident,
    text,
    time,
)

CODE_SYSTEMS = Codes("Direktoratet for e-helse", {"icd10": "ICD-10", "icpc2": "ICPC-2"})
ROLES = Codes("NPR", {"main": "hoveddiagnose", "other": "bidiagnose"})
CONTACTS = Codes(
    "Samspill",
    {
        "outpatient": "poliklinikk",
        "day_care": "dagbehandling",
        "gp": "fastlege",
        "emergency_clinic": "legevakt",
        "ambulance": "ambulanse",
        "emergency_place": "øyeblikkelig hjelp døgnopphold i kommunen",
    },
)
SERVICES = Codes(
    "Samspill; kommunens egne koder står i service_code",
    {
        "home_nursing": "hjemmesykepleie",
        "practical_help": "praktisk bistand",
        "rehabilitation": "rehabilitering",
        "short_stay": "korttidsopphold",
        "long_stay": "langtidsopphold",
        "day_activity": "dagaktivitet",
        "safety_alarm": "trygghetsalarm",
        "home_follow_up": "digital hjemmeoppfølging",
        "mental_health_and_substance_use": "psykisk helse og rus",
        "other": "annet",
    },
)
PLACES = Codes(
    "Samspill",
    {
        "emergency_place": "øyeblikkelig hjelp døgn (ØHD/KAD)",
        "after_care": "etterbehandlingsseng",
        "short_stay": "korttidsplass",
        "rehabilitation": "rehabiliteringsplass",
        "long_stay": "langtidsplass",
    },
)
REFERRALS = Codes(
    "Samspill",
    {
        "accepted": "tatt inn",
        "rejected": "avslått",
        "returned": "returnert for flere opplysninger",
        "withdrawn": "trukket",
    },
)
URGENCIES = Codes("Norsk indeks for medisinsk nødhjelp", {"red": "akutt", "yellow": "haster", "green": "vanlig"})

DIAGNOSES = Contract(
    name="diagnoses",
    label=_("Diagnoser"),
    row="Én diagnosekode på ett opphold eller én kontakt.",
    version=1,
    key=(),  # the same code may stand twice, in two roles
    columns=(
        ident("of_id", _("opphold eller kontakt"), "stay_id or contact_id that the diagnosis was set in."),
        PERSON,
        day("set_on", _("dato"), "Day of the stay's or the contact's beginning.", required=True),
        text(
            "code_system",
            _("kodeverk"),
            "ICD-10 in specialist care, ICPC-2 at the GP.",
            required=True,
            codes=CODE_SYSTEMS,
        ),
        replace(
            text("code", _("kode"), "The code, with or without its point. Stored without.", required=True),
            upper=True,
            shape=r"[A-Z]?\d[0-9A-Z]{0,6}",
            shape_words="en bokstav og sifre, som I509 eller P74",
        ),
        text("role", _("rolle"), "Main or other diagnosis.", codes=ROLES),
    ),
    rules=(
        Rule(
            name="icd10_shape",
            holds=r"code_system <> 'icd10' OR regexp_full_match(code, '[A-Z]\d[0-9A-Z]{1,5}')",
            sentence=_("Koden ser ikke ut som en ICD-10-kode (bokstav, siffer og minst ett tegn til)."),
            columns=("code", "code_system"),
        ),
    ),
)  # fmt: skip

CONTACTS_TABLE = Contract(
    name="contacts",
    label=_("Kontakter"),
    row="Én kontakt utenom sykehusopphold: poliklinikk, fastlege, legevakt, ambulanse, kommunal ø-hjelp.",
    version=1,
    key=("contact_id",),
    columns=(
        ident("contact_id", _("kontakt"), "Names the contact."),
        PERSON,
        text("kind", _("slag"), "What kind of contact.", required=True, codes=CONTACTS),
        time("began_at", _("begynte"), "Beginning; for an ambulance, when it was called.", required=True),
        time("arrived_at", _("framme"), "When the patient was seen, or the ambulance was with the patient."),
        time("ended_at", _("sluttet"), "End; for an ambulance, when the patient was delivered."),
        MUNICIPALITY,
        replace(TRUST, required=False),
        text("provider", _("behandler"), "Organisation number or local code of who gave it."),
        text("urgency", _("hastegrad"), "Of an ambulance mission or an emergency contact.", codes=URGENCIES),
        text("speciality", _("fagområde"), "Local or national code of the speciality."),
    ),
    rules=(
        Rule(
            name="contact_order",
            holds="NOT clearly_before(ended_at, began_at)",
            sentence=_("Kontakten slutter før den begynner."),
            columns=("ended_at", "began_at"),
        ),
        Rule(
            name="arrival_order",
            holds="NOT clearly_before(arrived_at, began_at)",
            sentence=_("Framme-tiden er før kontakten begynte."),
            columns=("arrived_at", "began_at"),
        ),
    ),
)

MUNICIPAL_SERVICES = Contract(
    name="municipal_services",
    label=_("Kommunale tjenester"),
    row="Én tjeneste til én person i et tidsrom.",
    version=1,
    key=("service_id",),
    columns=(
        ident("service_id", _("tjeneste"), "Names the decision or the service."),
        PERSON,
        replace(MUNICIPALITY, required=True),
        text("kind", _("slag"), "Kind of service.", required=True, codes=SERVICES),
        text("service_code", _("kommunens kode"), "Code list 9151, or the municipality's own code."),
        day("from_on", _("fra"), "First day.", required=True),
        day("until_on", _("til"), "First day without it; empty while it lasts."),
        Column(
            name="hours_a_week",
            kind=Kind.NUMBER,
            label=_("timer i uken"),
            meaning="Hours granted a week.",
            unit="timer",
            least=0,
            most=336,
        ),
    ),
    rules=(
        Rule(
            name="service_order",
            holds="until_on >= from_on",
            sentence=_("Tjenesten slutter før den begynner."),
            columns=("until_on", "from_on"),
        ),
    ),
)

MUNICIPAL_PLACES = Contract(
    name="municipal_places",
    label=_("Kommunale plasser"),
    row="Plassene av ett slag i én kommune én dag.",
    version=1,
    key=("municipality", "kind", "on_day"),
    columns=(
        replace(MUNICIPALITY, required=True),
        text("kind", _("slag"), "Kind of place.", required=True, codes=PLACES),
        day("on_day", _("dag"), "The day, counted at midnight when it ends.", required=True),
        count("places", _("plasser"), "Places that could be used.", required=True),
        count("taken", _("i bruk"), "Places taken."),
        count("waiting", _("venter"), "Persons who wait for a place of this kind."),
    ),
    rules=(
        Rule(
            name="over_full",
            holds="taken <= places",
            sentence=_("Flere plasser er i bruk enn det finnes."),
            columns=("taken", "places"),
            refuses=False,
        ),
    ),
)

REFERRALS_TABLE = Contract(
    name="referrals",
    label=_("Henvisninger"),
    row="Én henvisning til spesialisthelsetjenesten.",
    version=1,
    key=("referral_id",),
    columns=(
        ident("referral_id", _("henvisning"), "Names the referral."),
        PERSON,
        TRUST,
        replace(SECTOR, meaning="Kind of specialist care referred to."),
        text("speciality", _("fagområde"), "Local or national code, such as child and adolescent mental health."),
        time("received_at", _("mottatt"), "When the trust received it.", required=True),
        time("assessed_at", _("vurdert"), "When it was assessed."),
        text("outcome", _("utfall"), "What came of it.", codes=REFERRALS),
        text("referred_by", _("henviser"), "Kind or number of who referred."),
        MUNICIPALITY,
        Column(
            name="birth_year", kind=Kind.WHOLE, label=_("fødselsår"), meaning="Year of birth.", least=1880, most=2100,
            unit="år", personal=True,
        ),
    ),
    rules=(
        Rule(
            name="assessment_order",
            holds="NOT clearly_before(assessed_at, received_at)",
            sentence=_("Henvisningen er vurdert før den er mottatt."),
            columns=("assessed_at", "received_at"),
        ),
    ),
)  # fmt: skip
