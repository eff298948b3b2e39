"""The rest: population, messages, quality registers, deviations, the state of the plan."""

from __future__ import annotations

from dataclasses import replace

from samspill.analysis.marking import _
from samspill.analysis.tables.contract import Codes, Column, Contract, Kind, Rule
from samspill.analysis.tables.declared.shared_columns import (
    MUNICIPALITY,
    SECTOR,
    SEX,
    SIDES,
    TRUST,
    count,
    day,
    ident,
    text,
    time,
)

# HIS 1143-1149:2014, HIS 1151/1152, HIS 80603: code list 8279 (see docs/messages.md).
MESSAGE_STATES = Codes(
    "AppRec, kodeverk 8258",
    {"ok": "mottatt", "rejected": "avvist", "partly": "mottatt med feil", "no_answer": "ingen svar"},
)
THEMES = Codes(
    "Samspill: steg i pasientforløpet. En nasjonal liste er ikke funnet",
    {
        "admission": "innleggelse",
        "admission_report": "innleggelsesrapport",
        "early_notice": "tidligmelding",
        "discharge_without_notice": "utskrivning uten varsel",
        "discharge_documents": "utskrivningsrapport og epikrise",
        "medicines": "legemidler",
        "aids": "hjelpemidler",
        "transport": "transport",
        "referral": "henvisning",
        "messages": "elektroniske meldinger",
        "gp": "fastlege",
        "agreement": "avtalebrudd",
        "other": "annet",
    },
)
PLAN_STATES = Codes(
    "Samspill",
    {"not_begun": "ikke startet", "begun": "i gang", "done": "fullført", "delayed": "forsinket", "stopped": "stoppet"},
)
YEAR = Column(
    name="year",
    kind=Kind.WHOLE,
    label=_("år"),
    meaning="Calendar year.",
    unit="år",
    required=True,
    least=1900,
    most=2100,
)
MONTH = day("month", _("måned"), "First day of the month.", required=True)
FIRST_OF_MONTH = Rule(
    name="first_of_month",
    holds="day(month) = 1",
    sentence=_("Måneden skal skrives med sin første dag."),
    columns=("month",),
)

POPULATION = Contract(
    name="population",
    label=_("Befolkning"),
    row="Innbyggere i ett område av ett kjønn og én alder 1. januar.",
    version=1,
    key=("municipality", "sex", "age", "year"),
    columns=(
        replace(MUNICIPALITY, required=True),
        replace(SEX, required=True, personal=False),
        Column(
            name="age",
            kind=Kind.WHOLE,
            label=_("alder"),
            meaning="Age in whole years; the highest stands for itself and above.",
            unit="år",
            required=True,
            least=0,
            most=120,
        ),
        YEAR,
        count("persons", _("innbyggere"), "Persons living there on 1 January.", required=True, unit="personer"),
    ),
)

HOSPITAL_BEDS = Contract(
    name="hospital_beds",
    label=_("Senger"),
    row="Døgnplasser ved ett helseforetak i én sektor ett år.",
    version=1,
    key=("trust", "sector", "year"),
    columns=(
        TRUST,
        SECTOR,
        YEAR,
        Column(
            name="beds",
            kind=Kind.NUMBER,
            label=_("døgnplasser"),
            meaning="Beds that could be used, the mean of the year (SSB 13942 has them for each trust).",
            unit="senger",
            required=True,
            least=0,
        ),
    ),
)

MESSAGES = Contract(
    name="messages",
    label=_("Meldingslogg"),
    row="Én elektronisk melding mellom to parter.",
    version=1,
    key=("message_id",),
    columns=(
        ident("message_id", _("melding"), "MsgHead/MsgId."),
        text("kind", _("meldingstype"), "Code list 8279, such as LOG_UTSKRIVNINGSKLAR.", required=True),
        text("sender", _("avsender"), "Organisation number or HER-id of the sender.", required=True),
        text("receiver", _("mottaker"), "Organisation number or HER-id of the receiver.", required=True),
        text("sent_by", _("avsenders side"), "Which side sent it.", codes=SIDES),
        time("sent_at", _("sendt"), "When it was made (MsgHead/GenDate).", required=True),
        time(
            "receipt_at",
            _("kvittert"),
            "When the application receipt was made; none within 96 hours counts as refused.",
        ),
        text("receipt", _("kvittering"), "What the receipt said.", codes=MESSAGE_STATES),
        Column(
            name="stay_id",
            kind=Kind.TEXT,
            label=_("opphold"),
            meaning="The stay it is about, where known.",
            personal=True,
        ),
    ),
    rules=(
        Rule(
            name="receipt_order",
            holds="receipt_at >= sent_at - INTERVAL 1 HOUR",
            sentence=_("Kvitteringen er laget mer enn en time før meldingen."),
            columns=("receipt_at", "sent_at"),
            refuses=False,
        ),
    ),
)

REGISTER_ROWS = Contract(
    name="register_rows",
    label=_("Kvalitetsregister"),
    row="Ett måltall fra ett kvalitetsregister, for én enhet i ett tidsrom.",
    version=1,
    key=("register", "measure", "of_whom", "from_on", "until_on"),
    columns=(
        text("register", _("register"), "Name of the register.", required=True),
        text("measure", _("måltall"), "The register's name of the measure.", required=True),
        text(
            "of_whom", _("enhet"), "Trust, hospital or area: organisation number, or number of the area.", required=True
        ),
        day("from_on", _("fra"), "First day of the period.", required=True),
        day("until_on", _("til"), "First day after the period.", required=True),
        count("numerator", _("teller"), "Patients who met the measure.", unit="pasienter"),
        count("denominator", _("nevner"), "Patients it was measured on.", required=True, unit="pasienter"),
        Column(
            name="coverage",
            kind=Kind.NUMBER,
            label=_("dekningsgrad"),
            meaning="Share of those who should be in the register that are.",
            unit="andel",
            least=0,
            most=1,
        ),
    ),
    rules=(
        Rule(
            name="share",
            holds="numerator <= denominator",
            sentence=_("Telleren er større enn nevneren."),
            columns=("numerator", "denominator"),
        ),
        Rule(
            name="register_period",
            holds="until_on > from_on",
            sentence=_("Tidsrommet slutter før det begynner."),
            columns=("until_on", "from_on"),
        ),
    ),
)

DEVIATIONS = Contract(
    name="deviations",
    label=_("Samhandlingsavvik etter tema"),
    row="Samhandlingsavvik av ett tema mellom to parter i én måned.",
    version=1,
    key=("month", "theme", "reported_by", "about", "municipality"),
    columns=(
        MONTH,
        text("theme", _("tema"), "What it was about.", required=True, codes=THEMES),
        text("reported_by", _("meldt av"), "Which side reported.", required=True, codes=SIDES),
        text("about", _("gjelder"), "Which side it is about.", required=True, codes=SIDES),
        replace(MUNICIPALITY, required=True),
        count("reported", _("meldt"), "Deviations reported.", required=True),
        count("closed_in_time", _("lukket i tide"), "Of these, how many were closed within the agreed time."),
    ),
    rules=(
        FIRST_OF_MONTH,
        Rule(
            name="closed_of_reported",
            holds="closed_in_time <= reported",
            sentence=_("Flere avvik er lukket enn meldt."),
            columns=("closed_in_time", "reported"),
        ),
    ),
)

PLAN_STATUS = Contract(
    name="plan_status",
    label=_("Status for planen"),
    row="Status for ett tiltak i én handlingsplan på én dag, for én kommune der det rulles ut.",
    version=1,
    key=("plan", "action", "municipality", "on_day"),
    columns=(
        text("plan", _("plan"), "Id or title of the action plan.", required=True),
        text("action", _("tiltak"), "Number of the action, such as 1.2.1.", required=True),
        replace(MUNICIPALITY, required=True, meaning="Where it is rolled out; 0000 for the whole community."),
        day("on_day", _("dag"), "The day the status was given.", required=True),
        text("status", _("status"), "How it stands.", required=True, codes=PLAN_STATES),
        text("phase", _("fase"), "Phase of the rollout, in the plan's own words."),
        Column(
            name="progress",
            kind=Kind.NUMBER,
            label=_("framdrift"),
            meaning="Share done.",
            unit="andel",
            least=0,
            most=1,
        ),
        day("due_on", _("frist"), "When it should be done."),
    ),
)
