"""What the states, steps and oddities are called on a page. The codes are `samspill.stay`'s; the words are ours."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from samspill.apps.discharge.assessment.rules import Reason
from samspill.apps.discharge.coordination.clocks import Running
from samspill.apps.discharge.models.access import Ground
from samspill.apps.discharge.rules import Relation
from samspill.stay import Kind, Oddity, Side, State, Step

STATES = {
    State.ADMITTED: _("Innlagt"),
    State.READY: _("Utskrivningsklar, ikke varslet"),
    State.AWAITING_ANSWER: _("Venter på svar"),
    State.AWAITING_PLACE: _("Venter på plass"),
    State.PLACE_READY: _("Kommunen kan ta imot"),
    State.DISCHARGED: _("Utskrevet"),
    State.DIED: _("Død"),
    State.CANCELLED: _("Kansellert"),
}

# The tone of each state's mark (docs/ui.md); the words carry the meaning, the tone only helps the eye.
TONES = {
    State.ADMITTED: "neutral",
    State.READY: "info",
    State.AWAITING_ANSWER: "waiting",
    State.AWAITING_PLACE: "waiting",
    State.PLACE_READY: "leaving",
    State.DISCHARGED: "done",
    State.DIED: "neutral",
    State.CANCELLED: "stopped",
}

VIEWS = {"ready": _("Utskrivningsklare"), "admitted": _("Innlagte"), "gone": _("Reist siste uke")}

STEPS = {
    Step.SEND_EARLY_NOTICE: _("Send tidligmelding"),
    Step.SEND_ADMISSION_REPORT: _("Send innleggelsesrapport"),
    Step.SEND_READY_NOTICE: _("Varsle kommunen"),
    Step.ANSWER_NOTICE: _("Svar på varselet"),
    Step.PROVIDE_PLACE: _("Skaff plass"),
    Step.SEND_HOME: _("Avtal hjemreise"),
    Step.CORRECT_MUNICIPALITY: _("Rett oppholdskommune eller identitet"),
}

SIDES = {
    Side.HOSPITAL: _("Sykehuset"),
    Side.MUNICIPALITY: _("Kommunen"),
    Side.GP: _("Fastlegen"),
    Side.NOBODY: _("Ingen"),
}

KINDS = {
    Kind.ADMITTED: _("Innlagt"),
    Kind.NEED_IDENTIFIED: _("Behov for kommunale tjenester sett"),
    Kind.EARLY_NOTICE: _("Tidligmelding sendt"),
    Kind.ADMISSION_REPORT: _("Innleggelsesrapport mottatt"),
    Kind.EXPECTED_DISCHARGE: _("Forventet utskrivning"),
    Kind.READY: _("Erklært utskrivningsklar"),
    Kind.READY_NOTICE: _("Kommunen varslet om utskrivningsklar pasient"),
    Kind.CANNOT: _("Kommunen kan ikke ta imot nå"),
    Kind.CAN: _("Kommunen kan ta imot"),
    Kind.NOT_KNOWN: _("Kommunen melder at pasienten er ukjent"),
    Kind.MUNICIPALITY_CONFIRMED: _("Sykehuset holder fast ved oppholdskommunen"),
    Kind.ASSESSED: _("Rask tverrfaglig avklaring gjort"),
    Kind.PLAN_MEETING_CALLED: _("Innkalt til møte om oppfølgingsplan"),
    Kind.FOLLOW_UP_CLARIFIED: _("Sykehusets egen oppfølging avklart"),
    Kind.WITHDRAWN: _("Avmeldt: ikke lenger utskrivningsklar"),
    Kind.TRANSFERRED: _("Flyttet til annen post"),
    Kind.ON_LEAVE: _("På permisjon"),
    Kind.BACK_FROM_LEAVE: _("Tilbake fra permisjon"),
    Kind.MUNICIPALITY_CHANGED: _("Ny oppholdskommune"),
    Kind.DISCHARGED: _("Utskrevet"),
    Kind.DIED: _("Død"),
    Kind.CANCELLED: _("Melding kansellert"),
}

# The last thing that happened, in a word or two: for a row of the board.
HAPPENED = {
    Kind.ADMITTED: _("innlagt"),
    Kind.NEED_IDENTIFIED: _("behov sett"),
    Kind.EARLY_NOTICE: _("tidligmelding"),
    Kind.ADMISSION_REPORT: _("innleggelsesrapport"),
    Kind.EXPECTED_DISCHARGE: _("utskrivning anslått"),
    Kind.READY: _("erklært klar"),
    Kind.READY_NOTICE: _("varslet"),
    Kind.CANNOT: _("svar: kan ikke nå"),
    Kind.CAN: _("svar: kan ta imot"),
    Kind.NOT_KNOWN: _("ukjent i kommunen"),
    Kind.MUNICIPALITY_CONFIRMED: _("kommune bekreftet"),
    Kind.ASSESSED: _("avklaring gjort"),
    Kind.PLAN_MEETING_CALLED: _("innkalt til møte"),
    Kind.FOLLOW_UP_CLARIFIED: _("oppfølging avklart"),
    Kind.WITHDRAWN: _("avmeldt"),
    Kind.TRANSFERRED: _("flyttet post"),
    Kind.ON_LEAVE: _("på permisjon"),
    Kind.BACK_FROM_LEAVE: _("tilbake"),
    Kind.MUNICIPALITY_CHANGED: _("ny kommune"),
    Kind.DISCHARGED: _("utskrevet"),
    Kind.DIED: _("død"),
    Kind.CANCELLED: _("kansellert"),
}

ODDITIES = {
    Oddity.NO_ADMISSION: _("Oppholdet begynte uten melding om innlagt pasient."),
    Oddity.NOT_DISCHARGED: _("Pasienten er innlagt på nytt uten at utskrivning er meldt."),
    Oddity.ENDED_TWICE: _("Utskrivning eller død er meldt mer enn én gang, med ulike datoer."),
    Oddity.ANSWER_TO_NOTHING: _(
        "Det er kommet et svar som ikke gjelder noe varsel, eller fra en annen kommune enn pasientens."
    ),
}

# The 24-hour clocks, both ways of counting the early notice.
CLOCKS = {
    "early_notice_from_admission": _("Tidligmelding, regnet fra innleggelsen"),
    "early_notice_from_need": _("Tidligmelding, regnet fra behovet ble sett"),
    "admission_report": _("Innleggelsesrapport fra kommunen"),
}

CLOCK_STANDS = {
    Running.RUNS: _("løper"),
    Running.KEPT: _("holdt"),
    Running.BROKEN: _("over frist"),
    Running.LATE: _("kom for sent"),
}

CLOCK_TONES = {Running.RUNS: "waiting", Running.KEPT: "done", Running.BROKEN: "broken", Running.LATE: "broken"}

FUNCTION_GROUPS = {
    "mind": _("Tanke og samvær"),
    "body": _("Kropp og egenomsorg"),
    "home": _("Hjem og hverdag"),
    "senses": _("Sanser"),
}

REASONS = {
    Reason.AGE_OVER_85: _("85 år eller eldre"),
    Reason.AGE_OVER_75: _("75–84 år"),
    Reason.FRAIL: _("skrøpelig (CFS 5–6)"),
    Reason.VERY_FRAIL: _("svært skrøpelig (CFS 7–9)"),
    Reason.FRAILTY_CODES_HIGH: _("høy skrøpelighet etter koder (HFRS)"),
    Reason.FRAILTY_CODES_SOME: _("noe skrøpelighet etter koder (HFRS)"),
    Reason.WAITED_BEFORE: _("ventet utskrivningsklar sist"),
    Reason.BACK_WITHIN_30_DAYS: _("innlagt igjen innen 30 dager"),
    Reason.HAS_SERVICES: _("har tjenester fra kommunen"),
    Reason.NEEDS_HELP: _("trenger mye hjelp til minst én ting"),
}

ASSESSMENT_STEPS = {
    "notice": _("Varsel om utskrivningsklar"),
    "begun": _("Avklaring begynt"),
    "assessed": _("Funksjon avklart sammen"),
    "planned": _("Plan laget"),
}

BANDS = {"low": _("lav"), "intermediate": _("middels"), "high": _("høy")}

# Why a patient was opened. A log is written in one language, and read in any.
RELATIONS = {
    Relation.HERE: gettext_noop("Pasienten ligger hos oss, og skal videre"),
    Relation.COMING_HOME: gettext_noop("Pasienten ligger på sykehus, og skal hjem til oss"),
    Relation.JUST_ENDED: gettext_noop("Oppfølging rett etter oppholdet"),
}

GROUNDS_LOGGED: dict[str, str] = {
    Ground.ACUTE_CARE: gettext_noop("Nødtilgang: akutt behov for helsehjelp"),
    Ground.PATIENT_ASKS: gettext_noop("Nødtilgang: pasienten ba om hjelp"),
    Ground.SETTLEMENT: gettext_noop("Etter oppholdet: oppgjør for ventedøgn"),
    Ground.COMPLAINT: gettext_noop("Etter oppholdet: klage eller innsynskrav"),
    Ground.DEVIATION: gettext_noop("Etter oppholdet: avvik som skal følges opp"),
    Ground.FOLLOW_UP: gettext_noop("Etter oppholdet: oppfølging etter utskrivning"),
}

# What the municipality says is wrong, when it does not know a patient: the note of the event.
NOT_KNOWN_WHY = {
    "elsewhere": _("Personen bor eller oppholder seg ikke hos oss"),
    "no_such_person": _("Vi finner ingen med dette navnet og nummeret"),
}

NO_SUCH_NUMBER = _("Dette er ikke et gyldig fødselsnummer, D-nummer eller hjelpenummer. Se etter om et siffer er feil.")
