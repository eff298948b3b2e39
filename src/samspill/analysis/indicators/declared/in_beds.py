"""Who lies in the beds: long stays, the midnight census, occupancy, priority groups."""

from __future__ import annotations

from typing import Any

from samspill.analysis.indicators.bits import chronic_groups_of
from samspill.analysis.indicators.declared.told import TRUST, a_stay
from samspill.analysis.indicators.indicator import Example, Indicator, Setting
from samspill.analysis.indicators.shapes import Beds, Condition, Days, OfAll, Spread, Tally
from samspill.analysis.marking import _
from samspill.analysis.prepared.codes import PriorityGroup, priority_groups

_SEED = "Avtale om helsefellesskap, St. Olavs hospital og kommunene"
_LIMITS = (
    Setting(name="somatic", value=8, label=_("Lange opphold i somatikken varer over"), unit=_("døgn"), source=_SEED),
    Setting(name="mental", value=18, label=_("Lange opphold i psykisk helsevern varer over"), unit=_("døgn"),
            source=_SEED),
)  # fmt: skip
_LONG_NOT_FOR = (_("Lange opphold kan være riktig behandling. Tallet sier hvor døgnene er, ikke hvor det svikter."),)
_TWO_STAYS = (
    a_stay("2026-03-01 10:00", "2026-03-11 12:00"),
    a_stay("2026-03-01 10:00", "2026-03-06 12:00", stay_id="b", person_id="p2"),
)


def _long(t: Any, s: Any) -> Any:
    return ((t.sector == "somatic") & (t.bed_days > s.somatic)) | (
        (t.sector == "mental_health") & (t.bed_days > s.mental)
    )


def _with_limit(t: Any, s: Any) -> Any:
    return t.sector.isin(["somatic", "mental_health"]) & t.bed_days.notnull()


LONG_STAYS = Indicator(
    name="long_stays",
    version="1",
    title=_("Lange opphold"),
    question=_("Hvor stor del av oppholdene er lange?"),
    definition=_(
        "Avsluttede opphold i somatikk og psykisk helsevern, og hvor mange som varte over grensen for sektoren."
    ),
    numerator=_("Lange opphold"),
    denominator=_("Opphold"),
    source=_SEED,
    unit=_("prosent"),
    per=100,
    better="neither",
    not_for=_LONG_NOT_FOR,
    figure=Tally(of="stays", at="discharged_on", where=_with_limit, numerator=_long),
    settings=_LIMITS,
    examples=(
        Example(
            story=_("Ett opphold på ti døgn og ett på fem."),
            given={"stays": _TWO_STAYS},
            gives=({"period": "2026-03", "numerator": 1, "denominator": 2},),
        ),
    ),
)

LONG_STAY_BED_DAYS = Indicator(
    name="long_stay_bed_days",
    version="1",
    title=_("Døgn brukt av lange opphold"),
    question=_("Hvor stor del av sykehusdøgnene går til de lange oppholdene?"),
    definition=_(
        "Døgn i avsluttede opphold i somatikk og psykisk helsevern, og hvor mange av dem som er i opphold over "
        "grensen for "
        "sektoren. Alle døgn i et opphold hører til måneden det ble avsluttet i."
    ),
    numerator=_("Døgn i lange opphold"),
    denominator=_("Døgn i alle opphold"),
    source=_SEED,
    unit=_("prosent"),
    per=100,
    better="neither",
    amount=True,
    not_for=_LONG_NOT_FOR,
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=_with_limit,
        numerator=lambda t, s: _long(t, s).cast("int64") * t.bed_days,
        denominator=lambda t, s: t.bed_days,
    ),
    settings=_LIMITS,
    examples=(
        Example(
            story=_("Ett opphold på ti døgn og ett på fem: to tredeler av døgnene."),
            given={"stays": _TWO_STAYS},
            gives=({"period": "2026-03", "numerator": 10, "denominator": 15},),
        ),
    ),
)

CENSUS = Indicator(
    name="midnight_census",
    version="1",
    title=_("Innlagte ved midnatt"),
    question=_("Hvor mange ligger i sykehuset?"),
    definition=_(
        "Pasienter som er innlagt ved midnatt når dagen slutter; for lengre perioder gjennomsnittet av dagene. "
        "Pasienter på "
        "permisjon regnes som innlagt. Opphold uten kjent slutt regnes ikke med."
    ),
    numerator=_("Innlagte ved midnatt, summert over dagene"),
    denominator=_("Dager i perioden"),
    source="Samspill",
    unit=_("pasienter"),
    better="neither",
    amount=True,
    not_for=(_("Dagbehandling er ikke med, og topper midt på dagen synes ikke."),),
    figure=Spread(
        of="stays", begins="admitted_on", ends="present_until", by_day=True, municipality="", denominator=Days()
    ),
    examples=(
        Example(
            story=_("To ligger inne; den ene reiser 6. mars, den andre 11."),
            given={"stays": _TWO_STAYS},
            gives=(
                {"period": "2026-03-05", "numerator": 2, "denominator": 1},
                {"period": "2026-03-06", "numerator": 1, "denominator": 1},
            ),
            kind="day",
        ),
    ),
)

OCCUPANCY = Indicator(
    name="occupancy",
    version="1",
    title=_("Belegg"),
    question=_("Hvor fullt er sykehuset?"),
    definition=_("Døgn i sykehus (innlagte ved midnatt), delt på døgnplassene ganger dagene i perioden."),
    numerator=_("Døgn i sykehus"),
    denominator=_("Døgnplasser ganger dager"),
    source=_("SSB tabell 13942 har døgnplasser per helseforetak"),
    unit=_("prosent"),
    per=100,
    better="neither",
    amount=True,
    not_for=(_("Gjennomsnittet skjuler dagene da det var for fullt. Se innlagte ved midnatt dag for dag."),),
    figure=Spread(of="stays", begins="admitted_on", ends="present_until", municipality="", denominator=Beds()),
    requires=("hospital_beds",),
    examples=(
        Example(
            story=_("15 døgn på to senger i de elleve dagene som dataene dekker."),
            given={
                "stays": _TWO_STAYS,
                "hospital_beds": ({"trust": TRUST, "sector": "somatic", "year": 2026, "beds": 2},),
            },
            gives=({"period": "2026-03", "trust": TRUST, "sector": "somatic", "numerator": 15, "denominator": 22},),
        ),
    ),
)


def _fits(group: PriorityGroup) -> Condition:
    def holds(t: Any, s: Any) -> Any:
        found = t.age.between(group.least_age, group.most_age)
        if group.sectors:
            found = found & t.sector.isin(list(group.sectors))
        if group.chronic_least:
            found = found & (chronic_groups_of(t.conditions) >= group.chronic_least)
        return found & ((t.conditions & group.bits) != 0) if group.bits else found

    return holds


PRIORITY_GROUPS = Indicator(
    name="priority_group_bed_days",
    version="2026-11-25",
    title=_("Døgn brukt av de prioriterte pasientgruppene"),
    question=_("Hvor stor del av sykehusdøgnene går til gruppene som helsefellesskapet skal prioritere?"),
    definition=_(
        "Døgn i avsluttede opphold, fordelt på de prioriterte gruppene. Et opphold hører til den første gruppen som "
        "passer, etter "
        "alder, sektor og diagnosene på oppholdet. Gruppene og hvordan de kjennes igjen, er data med versjon og kilde."
    ),
    numerator=_("Døgn i gruppens opphold"),
    denominator=_("Døgn i alle opphold"),
    source="Meld. St. 9 (2023–2024) kap. 4",
    unit=_("prosent"),
    per=100,
    better="neither",
    amount=True,
    requires=("diagnoses",),
    not_for=(_("Ikke for å si hvem som er skrøpelig: funksjonsnivå finnes ikke i tallene over opphold."),),
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: t.bed_days.notnull(),
        numerator=lambda t, s: t.bed_days,
        group=(*((each.group, _fits(each)) for each in priority_groups()), ("others", lambda t, s: t.bed_days >= 0)),
        denominator=OfAll(),
    ),
    groups={
        "birth": _("svangerskap, fødsel og barseltid"),
        "children": _("barn og unge"),
        "mental_and_substance": _("psykiske lidelser og rusproblemer"),
        "frail": _("skrøpelige eldre"),
        "multimorbid": _("flere kroniske lidelser"),
        "others": _("andre"),
    },
    group_label=_("pasientgruppe"),
    settings=(
        Setting(
            name="groups",
            value="2026-11-25",
            label=_("Utgave av gruppene"),
            confirmed=False,
            warning=_(
                "Nasjonale koder for de prioriterte gruppene er ikke funnet. Samspills utgave er ikke bekreftet."
            ),
        ),
    ),
    examples=(
        Example(
            story=_("En kvinne på 82 med ti døgn og en på 30 med fem."),
            given={"stays": (_TWO_STAYS[0], {**_TWO_STAYS[1], "birth_year": 1996}), "diagnoses": ()},
            gives=({"period": "2026-03", "group": "frail", "numerator": 10, "denominator": 15},),
        ),
    ),
)

INDICATORS = (LONG_STAYS, LONG_STAY_BED_DAYS, CENSUS, OCCUPANCY, PRIORITY_GROUPS)
