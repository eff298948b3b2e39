"""Persons over a year: high utilisers, chronic conditions, multimorbidity, frailty."""

from __future__ import annotations

from typing import Any

from samspill.analysis.indicators.bits import chronic_groups_of, organ_systems_of
from samspill.analysis.indicators.declared.told import PLACE, a_stay
from samspill.analysis.indicators.indicator import Example, Indicator, Setting
from samspill.analysis.indicators.shapes import (
    AnyTrue,
    Bits,
    Count,
    Distinct,
    Fact,
    MostWithin,
    OfAll,
    Persons,
    Sum,
    Tally,
)
from samspill.analysis.marking import _

_CODES = Setting(
    name="codes",
    value="2026-11-25",
    label=_("Utgave av de kroniske gruppene"),
    confirmed=False,
    warning=_("Den nasjonale listen over kroniske lidelser er ikke funnet. Samspills liste er ikke bekreftet."),
)
_NO_LIMIT = _("Det finnes ingen nasjonal grense for storforbrukere. Grensen er valgt av Samspill og kan endres.")
_NOT_FOR = (
    _("Ikke for å finne enkeltpersoner. Lister med navn finnes bare hos den som er ansvarlig for opplysningene."),
    _("Bare diagnoser fra sykehus er med. Den som aldri er innlagt, synes ikke."),
)
_CHRONIC = (
    ("0", lambda p, s: chronic_groups_of(p.conditions) == 0),
    ("1-2", lambda p, s: chronic_groups_of(p.conditions).between(1, 2)),
    ("3+", lambda p, s: chronic_groups_of(p.conditions) >= 3),
)
_CHRONIC_LABELS = {"0": _("ingen kroniske"), "1-2": _("1–2 kroniske"), "3+": _("3 eller flere kroniske")}
_FOUR_STAYS = tuple(
    a_stay(f"{day} 10:00", f"{day} 20:00", stay_id=day)
    for day in ("2025-10-01", "2025-12-01", "2026-02-01", "2026-04-01")
)


def _diagnosis(code: str, of: str = "a", person: str = "p1", on: str = "2026-03-01") -> dict[str, Any]:
    return {"of_id": of, "person_id": person, "set_on": on, "code_system": "icd10", "code": code, "role": "main"}


ROLLING = Indicator(
    name="high_utilisers_rolling",
    version="1",
    title=_("Storforbrukere av sykehus"),
    question=_("Hvor mange er så ofte innlagt at de bør møtes med en felles plan?"),
    definition=_(
        "Personer med minst ett opphold i året, og hvor mange av dem som på et tidspunkt i året hadde minst så mange "
        "innleggelser "
        "i løpet av 365 dager på rad. Personen hører til kommunen ved siste opphold i året."
    ),
    numerator=_("Personer med mange innleggelser"),
    denominator=_("Personer med minst ett opphold"),
    source="Samspill",
    unit=_("prosent"),
    per=100,
    better="down",
    not_for=_NOT_FOR[:1],
    figure=Persons(
        of="stays",
        at="admitted_on",
        trust="",
        sector="",
        facts=lambda s: {"most": MostWithin(s.days)},
        numerator=lambda p, s: p.most >= s.stays,
    ),
    settings=(
        Setting(name="days", value=365, label=_("Dager på rad"), unit=_("dager")),
        Setting(
            name="stays",
            value=4,
            label=_("Innleggelser som skal til"),
            unit=_("opphold"),
            confirmed=False,
            warning=_(
                "Det finnes ingen nasjonal grense for storforbrukere. Grensen er valgt av Samspill og kan endres."
            ),
        ),
    ),
    examples=(
        Example(
            story=_("Fire innleggelser fra oktober til april: storforbruker i det året den fjerde kommer."),
            given={"stays": _FOUR_STAYS},
            gives=(
                {"period": "2025", "municipality": PLACE, "numerator": 0, "denominator": 1},
                {"period": "2026", "municipality": PLACE, "numerator": 1, "denominator": 1},
            ),
            kind="year",
        ),
    ),
)

_RULE = ("stays", "units", "doctors", "cost")


def _facts(s: Any) -> dict[str, Fact]:
    """Only those that the rule asks for."""
    known: dict[str, Fact] = {
        "stays": Count(), "units": Distinct("unit"), "doctors": Distinct("doctor"), "cost": Sum("cost"),
        "both_levels": AnyTrue("municipal_service"),
    }  # fmt: skip
    asked = {name: fact for name, fact in known.items() if getattr(s, name)}
    return {**asked, "rows": Count(), "conditions": Bits("conditions")}


def _by_rule(p: Any, s: Any) -> Any:
    """All that the rule asks for; what is 0 is not asked."""
    found = p.rows >= 1
    for name in _RULE:
        if getattr(s, name):
            found = found & (getattr(p, name) >= getattr(s, name))
    return found & p.both_levels if s.both_levels else found


BY_RULE = Indicator(
    name="high_utilisers_by_rule",
    version="1",
    title=_("Storforbrukere etter egen regel"),
    question=_("Hvem bruker mye, når vi selv velger hva som er mye, og har de flere kroniske lidelser?"),
    definition=_(
        "Personer med minst ett opphold i året, og hvor mange av dem som oppfyller alt som regelen spør etter: "
        "opphold, enheter, "
        "epikriseskrivere, kostnad og tjenester på begge nivåer. Det som er satt til 0, spørres det ikke etter."
    ),
    numerator=_("Personer som oppfyller regelen"),
    denominator=_("Personer med minst ett opphold"),
    source=_("Oslos arbeid med storforbrukere nevner hva som kan måles, ikke hvor grensene går"),
    unit=_("prosent"),
    per=100,
    better="neither",
    requires=("diagnoses",),
    not_for=_NOT_FOR,
    figure=Persons(
        of="stays", at="admitted_on", trust="", sector="", facts=_facts, numerator=_by_rule, group=_CHRONIC
    ),
    groups=_CHRONIC_LABELS,
    group_label=_("kroniske lidelser"),
    settings=(
        Setting(
            name="stays",
            value=4,
            label=_("Opphold i året, minst"),
            unit=_("opphold"),
            confirmed=False,
            warning=_NO_LIMIT,
        ),
        Setting(name="units", value=0, label=_("Ulike enheter, minst"), unit=_("enheter")),
        Setting(name="doctors", value=0, label=_("Ulike epikriseskrivere, minst"), unit=_("leger")),
        Setting(name="cost", value=0, label=_("Kostnad i året, minst"), unit=_("kroner")),
        Setting(name="both_levels", value=False, label=_("Også kommunale tjenester")),
        _CODES,
    ),
    examples=(
        Example(
            story=_("To enheter og tjenester fra kommunen: oppfyller en regel om to enheter og begge nivåer."),
            given={
                "stays": (
                    a_stay("2026-03-01 10:00", "2026-03-03 10:00", unit="Lunge"),
                    a_stay("2026-04-01 10:00", "2026-04-03 10:00", stay_id="b", unit="Hjerte"),
                    a_stay("2026-04-01 10:00", "2026-04-03 10:00", stay_id="c", unit="Hjerte", person_id="p2"),
                ),
                "diagnoses": (_diagnosis("I500"), _diagnosis("J440", "b")),
                "municipal_services": (
                    {"service_id": "1", "person_id": "p1", "municipality": PLACE, "kind": "home_nursing",
                     "from_on": "2026-02-01"},
                ),
            },
            gives=(
                {"period": "2026", "group": "1-2", "numerator": 1, "denominator": 1},
                {"period": "2026", "group": "0", "numerator": 0, "denominator": 1},
            ),
            kind="year",
            settings={"stays": 0, "units": 2, "both_levels": True},
        ),
    ),
)  # fmt: skip

CHRONIC_GROUPS = Indicator(
    name="chronic_conditions",
    version="2026-11-25",
    title=_("Kroniske lidelser hos dem som legges inn"),
    question=_("Hvor mange av de innlagte har flere kroniske lidelser?"),
    definition=_(
        "Personer med minst ett opphold i året, fordelt etter hvor mange kroniske grupper de fikk en diagnose i det "
        "året."
    ),
    numerator=_("Personer i gruppen"),
    denominator=_("Personer med minst ett opphold"),
    source="Samspill, prepared/groups/condition_groups.csv",
    unit=_("prosent"),
    per=100,
    better="neither",
    requires=("diagnoses",),
    not_for=_NOT_FOR,
    figure=Persons(
        of="stays",
        at="admitted_on",
        trust="",
        sector="",
        facts={"conditions": Bits("conditions")},
        numerator=lambda p, s: p.conditions >= 0,
        group=_CHRONIC,
        denominator=OfAll(),
    ),
    groups=_CHRONIC_LABELS,
    group_label=_("kroniske lidelser"),
    settings=(_CODES,),
    examples=(
        Example(
            story=_("Hjertesvikt, kols og diabetes hos den ene, ingen hos den andre."),
            given={
                "stays": (
                    a_stay("2026-03-01 10:00", "2026-03-03 10:00"),
                    a_stay("2026-04-01 10:00", "2026-04-03 10:00", stay_id="c", person_id="p2"),
                ),
                "diagnoses": (_diagnosis("I500"), _diagnosis("J440"), _diagnosis("E119")),
            },
            gives=(
                {"period": "2026", "group": "3+", "numerator": 1, "denominator": 2},
                {"period": "2026", "group": "0", "numerator": 1, "denominator": 2},
            ),
            kind="year",
        ),
    ),
)

MULTIMORBIDITY = Indicator(
    name="complex_multimorbidity",
    version="2026-11-25",
    title=_("Kompleks multimorbiditet"),
    question=_("Hvor mange voksne har kroniske lidelser i flere organsystemer samtidig?"),
    definition=_(
        "Voksne med minst ett opphold i året, og hvor mange av dem som det året fikk diagnoser i minst tre kroniske "
        "grupper i "
        "minst tre organsystemer."
    ),
    numerator=_("Personer med kompleks multimorbiditet"),
    denominator=_("Voksne med minst ett opphold"),
    source=_("Helsedirektoratets styringsinformasjon 2021 for regelen; kodene er Samspills"),
    unit=_("prosent"),
    per=100,
    better="neither",
    requires=("diagnoses",),
    not_for=_NOT_FOR,
    figure=Persons(
        of="stays",
        at="admitted_on",
        where=lambda t, s: t.age >= s.least_age,
        trust="",
        sector="",
        facts={"conditions": Bits("conditions")},
        numerator=lambda p, s: (
            (chronic_groups_of(p.conditions) >= s.conditions) & (organ_systems_of(p.conditions) >= s.systems)
        ),
    ),
    settings=(
        Setting(name="least_age", value=18, label=_("Fra alder"), unit=_("år")),
        Setting(name="conditions", value=3, label=_("Kroniske lidelser, minst"), source="Helsedirektoratet 2021"),
        Setting(name="systems", value=3, label=_("Organsystemer, minst"), source="Helsedirektoratet 2021"),
        _CODES,
    ),
    examples=(
        Example(
            story=_("Tre lidelser i tre systemer hos den ene; tre lidelser i hjerte og kar hos den andre."),
            given={
                "stays": (
                    a_stay("2026-03-01 10:00", "2026-03-03 10:00"),
                    a_stay("2026-04-01 10:00", "2026-04-03 10:00", stay_id="c", person_id="p2"),
                ),
                "diagnoses": (
                    _diagnosis("I500"), _diagnosis("J440"), _diagnosis("E119"),
                    _diagnosis("I500", "c", "p2"), _diagnosis("I480", "c", "p2"), _diagnosis("I109", "c", "p2"),
                ),
            },
            gives=({"period": "2026", "numerator": 1, "denominator": 2},),
            kind="year",
        ),
    ),
)  # fmt: skip

FRAILTY = Indicator(
    name="frailty_bands",
    version="1",
    title=_("Skrøpelighet hos eldre som legges inn akutt"),
    question=_("Hvor skrøpelige er de eldre som kommer akutt?"),
    definition=_(
        "Akutte opphold av pasienter på 75 år eller mer, fordelt etter Hospital Frailty Risk Score: poeng for "
        "diagnosekoder de "
        "siste to årene, oppholdet selv medregnet."
    ),
    numerator=_("Opphold i gruppen"),
    denominator=_("Akutte opphold av pasienter på 75 år eller mer"),
    source="Gilbert T et al., Lancet 2018;391:1775–82",
    unit=_("prosent"),
    per=100,
    better="neither",
    requires=("diagnoses",),
    told=("urgency",),
    not_for=(_("Ikke som en vurdering av den enkelte: poengene kommer av koder, ikke av at noen har sett pasienten."),),
    figure=Tally(
        of="stays",
        at="admitted_on",
        where=lambda t, s: t.frailty.notnull(),
        group=(
            ("low", lambda t, s: t.frailty < s.low),
            ("high", lambda t, s: t.frailty > s.high),
            ("intermediate", lambda t, s: t.frailty >= s.low),
        ),
        denominator=OfAll(),
    ),
    groups={"low": _("lav"), "intermediate": _("middels"), "high": _("høy")},
    group_label=_("skrøpelighet"),
    settings=(
        Setting(name="low", value=5, label=_("Lav under"), unit=_("poeng"), confirmed=False,
                warning=_("Grensene for lav og høy skrøpelighet er ikke kontrollert mot artikkelen.")),
        Setting(name="high", value=15, label=_("Høy over"), unit=_("poeng")),
    ),
    examples=(
        Example(
            story=_("Demens (F03) gir 2,1 poeng: lav."),
            given={"stays": (a_stay("2026-03-01 10:00", "2026-03-03 10:00"),), "diagnoses": (_diagnosis("F03"),)},
            gives=({"period": "2026-03", "group": "low", "numerator": 1, "denominator": 1},),
        ),
    ),
)  # fmt: skip

INDICATORS = (ROLLING, BY_RULE, CHRONIC_GROUPS, MULTIMORBIDITY, FRAILTY)
