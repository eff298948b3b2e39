"""Waiting in hospital after being ready for discharge."""

from __future__ import annotations

from samspill.analysis.indicators.declared.bands import SEX_AND_AGE
from samspill.analysis.indicators.declared.told import PLACE, a_ready_stay, people
from samspill.analysis.indicators.indicator import Example, Indicator, Setting
from samspill.analysis.indicators.shapes import Days, Expected, OfAll, People, Spread, Standardised, Tally
from samspill.analysis.marking import _

_REGULATION = "FOR-2011-11-18-1115 §§ 9–13; docs/stay.md"
_REGISTRATION = _("Sykehusene registrerer utskrivningsklare ulikt. Se siden om datakvalitet før kommuner sammenlignes.")
_NOT_STANDARDISED = _("Tar ikke hensyn til at innbyggerne er eldre noen steder enn andre. Se det justerte tallet.")
_ONE_WAIT = Example(
    story=_("Klar 30. januar, reiser 2. februar: to døgn i januar og ett i februar. Utskrivningsdagen teller ikke."),
    given={"stays": (a_ready_stay("2026-01-20 10:00", ready="2026-01-30", out="2026-02-02 12:00"),)},
    gives=({"period": "2026-01", "numerator": 2}, {"period": "2026-02", "numerator": 1}),
)
_A_LEAVE = Example(
    story=_("Ett døgn hjemme på permisjon er ikke et ventedøgn."),
    given={
        "stays": (a_ready_stay("2026-01-02 10:00", ready="2026-01-05", out="2026-01-10 12:00"),),
        "ready_periods": ({"stay_id": "a", "number": 1, "ready_on": "2026-01-05", "ended_on": "2026-01-10"},),
        "leaves": ({"stay_id": "a", "number": 1, "left_on": "2026-01-07", "back_on": "2026-01-08"},),
    },
    gives=({"period": "2026-01", "numerator": 4},),
)

WAITING_DAYS = Indicator(
    name="waiting_days",
    version="1",
    title=_("Ventende pasienter per dag"),
    question=_("Hvor mange senger er til enhver tid opptatt av pasienter som er klare for å reise hjem?"),
    definition=_(
        "Døgn i sykehus etter at pasienten er meldt utskrivningsklar, delt på dagene i perioden. Dagen ventingen "
        "begynner, "
        "teller; dagen den slutter, teller ikke. Døgn på permisjon teller ikke. Døgnet hører til måneden det faller i."
    ),
    numerator=_("Ventedøgn"),
    denominator=_("Dager i perioden"),
    source=_REGULATION,
    unit=_("pasienter per dag"),
    better="down",
    amount=True,
    not_for=(
        _("Ikke for å beregne hva kommunen skal betale: betalingsdøgn regnes etter forskriften, ikke her."),
        _REGISTRATION,
    ),
    figure=Spread(of="waits", begins="begin_on", ends="end_on", weight="weight", denominator=Days()),
    examples=(_ONE_WAIT, _A_LEAVE),
)

STAYS_WITH_WAITING = Indicator(
    name="stays_with_waiting",
    version="1",
    title=_("Opphold med venting"),
    question=_("Hvor mange av dem som meldes utskrivningsklare, må vente?"),
    definition=_(
        "Avsluttede opphold som ble meldt utskrivningsklare, etter måneden de ble utskrevet i, og hvor mange av dem "
        "som hadde "
        "minst ett ventedøgn."
    ),
    numerator=_("Opphold med minst ett ventedøgn"),
    denominator=_("Opphold som ble meldt utskrivningsklare"),
    source=_REGULATION,
    unit=_("prosent"),
    per=100,
    better="down",
    not_for=(
        _("Noen sykehus melder bare dem som venter. Da blir andelen for høy, og bare antallet kan brukes."),
        _REGISTRATION,
    ),
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: t.waiting_days.notnull(),
        numerator=lambda t, s: t.waiting_days >= s.days,
    ),
    settings=(Setting(name="days", value=1, label=_("Ventedøgn som skal til"), unit=_("døgn")),),
    examples=(
        Example(
            story=_("To reiser i mars; den ene ventet i to døgn, den andre reiste samme dag."),
            given={
                "stays": (
                    a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-07 12:00"),
                    a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-05 15:00", stay_id="b"),
                )
            },
            gives=({"period": "2026-03", "numerator": 1, "denominator": 2},),
        ),
    ),
)

WAITING_DAYS_RATE = Indicator(
    name="waiting_days_rate",
    version="1",
    title=_("Ventedøgn per 1000 innbyggere"),
    question=_("Hvor mye venter kommunens innbyggere i sykehus, når det tas hensyn til hvor mange de er?"),
    definition=_(
        "Ventedøgn i perioden per 1000 innbyggere og år. Et kvartal med 5 ventedøgn per 1000 innbyggere gir altså 20."
    ),
    numerator=_("Ventedøgn"),
    denominator=_("Innbyggere ganger år (personår)"),
    source=_REGULATION,
    unit=_("døgn per 1000 innbyggere og år"),
    per=1000,
    better="down",
    amount=True,
    not_for=(_NOT_STANDARDISED, _REGISTRATION),
    figure=Spread(
        of="waits", begins="begin_on", ends="end_on", weight="weight", trust="", sector="", denominator=People()
    ),
    examples=(
        Example(
            story=_(
                "To ventedøgn i en kommune der 1000 bor. Dataene dekker 14 dager, så personårene er 1000 · 14/365,25."
            ),
            given={
                "stays": (a_ready_stay("2026-01-20 10:00", ready="2026-01-31", out="2026-02-02 12:00"),),
                "population": people(1000),
            },
            gives=({"period": "2026", "municipality": PLACE, "numerator": 2, "denominator": 1000 * 14 / 365.25},),
            kind="year",
        ),
    ),
)

WAITING_DAYS_STANDARDISED = Indicator(
    name="waiting_days_standardised",
    version="1",
    title=_("Ventedøgn, justert for alder og kjønn"),
    question=_("Venter kommunens innbyggere mer enn ventet, når det tas hensyn til alder og kjønn?"),
    definition=_(
        "Ventedøgn for dem som reiste i perioden, delt på det som var ventet om hver aldersgruppe og hvert kjønn i "
        "kommunen "
        "hadde samme rate som i alle kommunene i dataene det året. 1 er som ventet (indirekte standardisering)."
    ),
    numerator=_("Ventedøgn"),
    denominator=_("Ventet antall ventedøgn"),
    source=_REGULATION,
    unit=_("forholdstall"),
    decimals=2,
    better="down",
    amount=True,
    not_for=(_("Ikke for å sammenligne to kommuner direkte med hverandre: hver sammenlignes med alle."), _REGISTRATION),
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: t.waiting_days.notnull(),
        numerator=lambda t, s: t.waiting_days,
        trust="",
        municipality="residence",
        sector="",
        group=SEX_AND_AGE,
        denominator=Expected(),
    ),
    examples=(
        Example(
            story=_(
                "To like kommuner; bare i den ene ventet noen. Der er det dobbelte av det ventede, i den andre "
                "ingenting."
            ),
            given={
                "stays": (a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-07 12:00"),),
                "population": people(500) + people(500, "9902"),
            },
            gives=(
                {"period": "2026-03", "municipality": PLACE, "numerator": 2, "denominator": 1},
                {"period": "2026-03", "municipality": "9902", "numerator": 0, "denominator": 1},
            ),
        ),
    ),
)

WAITING_DAYS_ADJUSTED = Indicator(
    name="waiting_days_adjusted_rate",
    version="1",
    title=_("Ventedøgn per 1000 innbyggere, justert for alder og kjønn"),
    question=_("Hvor mye ville kommunens innbyggere ventet om de var like gamle som folk i hele landet?"),
    definition=_(
        "Ventedøgn for dem som reiste i perioden, per 1000 innbyggere og år, om kommunen hadde like mange av hvert "
        "kjønn og hver aldersgruppe som landet (direkte standardisering). Flere kommuner eller år sammen er "
        "gjennomsnittet av dem, vektet med folketallet."
    ),
    numerator=_("Ventedøgn, vektet til landets alders- og kjønnsfordeling"),
    denominator=_("Innbyggere ganger år (personår)"),
    source=_("Forskriften som for ventedøgn. Standard: folketallet i Norge 1. januar 2026, Statistisk sentralbyrå."),
    unit=_("døgn per 1000 innbyggere og år"),
    per=1000,
    better="down",
    amount=True,
    not_for=(
        _("Ikke for å si hvor mange som venter: tallet er slik det ville vært med en annen befolkning."),
        _("Svinger mye der få er gamle: én gammel pasient i en ung kommune kan telle som mange."),
        _REGISTRATION,
    ),
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: t.waiting_days.notnull(),
        numerator=lambda t, s: t.waiting_days,
        trust="",
        municipality="residence",
        sector="",
        group=SEX_AND_AGE,
        denominator=Standardised(year=2026),
    ),
    examples=(
        Example(
            story=_(
                "To kommuner med bare kvinner over 80 år. Alle er i én gruppe, så tallet blir som uten justering: to "
                "ventedøgn på 1000 innbyggere i den ene."
            ),
            given={
                "stays": (a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-07 12:00"),),
                "population": people(1000) + people(500, "9902"),
            },
            gives=(
                {"period": "2026-03", "municipality": PLACE, "numerator": 2, "denominator": 1000 * 7 / 365.25},
                {"period": "2026-03", "municipality": "9902", "numerator": 0, "denominator": 500 * 7 / 365.25},
            ),
        ),
    ),
)

WAIT_LENGTHS = Indicator(
    name="wait_lengths",
    version="1",
    title=_("Hvor lenge de venter"),
    question=_("Hvordan fordeler ventetiden seg: er det mange som venter kort, eller noen få som venter lenge?"),
    definition=_("Avsluttede opphold som ble meldt utskrivningsklare, fordelt etter antall ventedøgn."),
    numerator=_("Opphold med så mange ventedøgn"),
    denominator=_("Opphold som ble meldt utskrivningsklare"),
    source=_REGULATION,
    unit=_("prosent"),
    per=100,
    better="neither",
    not_for=(_REGISTRATION,),
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: t.waiting_days.notnull(),
        group=(
            ("0", lambda t, s: t.waiting_days <= 0),
            ("1", lambda t, s: t.waiting_days == 1),
            ("2-3", lambda t, s: t.waiting_days <= 3),
            ("4-7", lambda t, s: t.waiting_days <= 7),
            ("8+", lambda t, s: t.waiting_days >= 8),
        ),
        denominator=OfAll(),
    ),
    groups={
        "0": _("ingen"),
        "1": _("ett døgn"),
        "2-3": _("2–3 døgn"),
        "4-7": _("4–7 døgn"),
        "8+": _("8 døgn eller mer"),
    },
    group_label=_("ventetid"),
    examples=(
        Example(
            story=_("Én ventet i to døgn, én ikke i det hele tatt."),
            given={
                "stays": (
                    a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-07 12:00"),
                    a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-05 15:00", stay_id="b"),
                )
            },
            gives=(
                {"period": "2026-03", "group": "0", "numerator": 1, "denominator": 2},
                {"period": "2026-03", "group": "2-3", "numerator": 1, "denominator": 2, "count": 2, "hits": 1},
            ),
        ),
    ),
)

INDICATORS = (
    WAITING_DAYS,
    STAYS_WITH_WAITING,
    WAITING_DAYS_RATE,
    WAITING_DAYS_STANDARDISED,
    WAITING_DAYS_ADJUSTED,
    WAIT_LENGTHS,
)
