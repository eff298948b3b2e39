"""What codes are called on pages: file faults, doubts, statuses, verdicts and their grounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.analysis.effect import Ground, Word
from samspill.plan_documents import Unreadable
from samspill.ui import formats

STATUS_TONES: Mapping[str, str] = {
    "planned": "neutral",
    "started": "info",
    "on_track": "done",
    "delayed": "broken",
    "waits": "waiting",
    "done": "done",
    "ended": "stopped",
}
PHASE_TONES: Mapping[str, str] = {
    "not_started": "neutral",
    "preparing": "info",
    "pilot": "waiting",
    "rolled_out": "ours",
    "in_operation": "done",
    "stopped": "stopped",
}
WORD_TONES: Mapping[str, str] = {
    "too_early": "neutral",
    "no_change": "info",
    "better": "done",
    "worse": "broken",
    "cannot_tell": "waiting",
}
WORDS: Mapping[str, Any] = {
    "too_early": _("For tidlig å si"),
    "no_change": _("Ingen endring å se"),
    "better": _("Bedre"),
    "worse": _("Dårligere"),
    "cannot_tell": _("Kan ikke avgjøres"),
}
SEASONS: Mapping[str, Any] = {"spring": _("vår"), "autumn": _("høst"), "": ""}
MARKS: Mapping[str, Any] = {
    "start": _("oppstart"),
    "ongoing": _("pågår"),
    "postponed": _("utsatt"),
    "done": _("ferdig"),
}

_UNREADABLE: Mapping[str, Any] = {
    "empty": _("Filen er tom."),
    "too_large": _("Filen er for stor. Den kan være på høyst %(most)s MB."),
    "broken": _(
        "Filen er skadet eller ufullstendig (%(kind)s). Åpne den i programmet den er laget i, og lagre på nytt."
    ),
    "locked": _("Filen er låst med passord. Lagre en kopi uten passord."),
    "no_text": _("Fant ingen tekst i PDF-en. Er den skannet som bilde, må den leses inn som tekst først."),
    "old_word": _("Dette er det gamle Word-formatet (.doc). Åpne filen i Word og lagre den som .docx."),
    "old_excel": _("Dette er det gamle Excel-formatet (.xls). Åpne filen i Excel og lagre den som .xlsx."),
    "unknown_kind": _("Filen er ikke et Word-dokument, regneark, PDF eller CSV."),
    "too_many_rows": _("For mange rader: høyst %(most)s."),
    "too_many_pages": _("For mange sider: høyst %(most)s."),
}
DOUBTS: Mapping[str, Any] = {
    "continued": _("fortsetter over et sideskift eller i raden under; se at teksten er hel"),
    "owners_not_parted": _("flere tiltak, men ikke like mange ansvarlige: alle fikk alle"),
    "when_not_parted": _("flere tiltak, men ikke like mange tidspunkter: alle fikk alle"),
    "numbers_not_parted": _("flere numre i én celle som ikke kunne fordeles"),
    "parted_by_blank": _("flere tiltak i én celle, delt der det var en tom linje"),
    "no_number": _("uten nummer"),
    "number_twice": _("nummeret står flere ganger"),
    "color_only": _("merket med farge, uten tekst"),
    "mark_unknown": _("et ord i årskolonnen vi ikke kjenner"),
    "dangling": _("viser til et nummer som ikke finnes i planen"),
    "no_goal": _("uten mål"),
    "guessed_columns": _("vi er usikre på hvilken kolonne som er tiltak"),
}
GROUNDS: Mapping[str, Any] = {
    "definition_changed": _(
        "Tallet skiftet betydning for nær starten: det er ikke tre perioder på hver side med samme definisjon."
    ),
    "no_figures": _("Det er ingen tall å se på ennå."),
    "no_baseline": _("Det er ingen tall fra før tiltaket startet, og dermed ingenting å sammenligne med."),
    "not_yet": _("Det er bestemt at ingen skal vurdere dette før %(day)s."),
    "not_begun": _("Det finnes ikke tall fra etter starten, %(day)s."),
    "few_after": _("Det er %(points)s perioder etter start; det trengs minst %(least)s."),
    "not_fitted": _("Tallene lar seg ikke modellere: %(why)s"),
    "too_few_to_model": _("For få perioder, og uten nok grunnlag (nevner) til å skille endring fra tilfeldighet."),
    "interval_moved": _(
        "Sammenlignet med hvordan det ville gått uten tiltaket, ligger hele intervallet på én side av null."
    ),
    "interval_holds_none": _("Intervallet rommer at ingenting er endret."),
    "chart_signals": _("Styringsdiagrammet, med grenser fra før start, gir signal samme vei."),
    "chart_quiet": _(
        "Styringsdiagrammet, med grenser fra før start, gir ikke signal samme vei (lengste rekke på én side: "
        "%(longest)s)."
    ),
    "chart_alone": _(
        "Styringsdiagrammet gir signal, men endringen kan like gjerne være en utvikling som var i gang fra før."
    ),
    "beyond_comparison": _("Det som også skjedde hos sammenligningen, er trukket fra."),
    "groups_differ": _(
        "Periodene etter start skiller seg fra periodene før mer enn tilfeldigheter forklarer (1 %%-nivå)."
    ),
    "groups_alike": _("Periodene etter start skiller seg ikke fra periodene før mer enn tilfeldigheter kan forklare."),
    "few_points": _("Få perioder: %(before)s før og %(after)s etter start. Vurderingen er usikker."),
    "concurrent": _("Andre tiltak startet omtrent samtidig og kan ikke skilles fra dette: %(names)s."),
    "missing": _("%(points)s perioder mangler tall."),
    "small_numbers": _("Små tall: under fem hendelser per periode i snitt."),
    "no_comparison": _("Ingen sammenligning: noe annet som skjedde samtidig, kan være årsaken."),
    "only_one_definition": _(
        "Tallet har skiftet definisjon. %(left_out)s perioder med en annen definisjon er holdt utenfor."
    ),
    "no_trend": _("For få perioder til å ta hensyn til en utvikling som var i gang fra før."),
    "trend_before": _("Tallet var på vei et sted allerede før start. Den utviklingen er regnet med."),
    "redefined": _(
        "Definisjonen av tallet er endret (fra versjon %(before)s til %(now)s) siden noen sist leste den. Hele rekken "
        "er regnet etter den nye; les den, og si om den fortsatt måler det tiltaket skal endre."
    ),
    "old_edition": _("Tallet er ikke med i den nyeste utgaven av Tall. Dette er fra utgave %(edition)s."),
    "left_out": _("Ikke med i sammenligningen, fordi de mangler tall for noen av periodene: %(names)s."),
    "also_begun": _("Disse er også i gang med tiltaket, så sammenligningen kan skjule en virkning: %(names)s."),
    "hidden": _(
        "%(points)s perioder er skjult av hensyn til personvernet. Det er perioder med små tall, så bildet kan bli "
        "skjevt."
    ),
    "note": "%(text)s",
}
AT_ONE_PER_CENT = _("Med så få perioder kreves det 99 %% sikkerhet.")


def of_unreadable(fault: Unreadable) -> str:
    said = str(_UNREADABLE.get(fault.code, _UNREADABLE["unknown_kind"]))
    return said % fault.values if fault.values else said


def of_ground(ground: Ground) -> str:
    values = {key: _said(value) for key, value in ground.values.items()}
    return str(GROUNDS[ground.code]) % values


def _said(value: Any) -> str:
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def of_word(word: Word | str) -> Any:
    return WORDS[str(word)]
