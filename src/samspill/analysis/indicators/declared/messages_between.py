"""Notices and answers between hospital and municipality, and how messages flow."""

from __future__ import annotations

from samspill.analysis.indicators.declared.told import a_ready_stay, a_stay
from samspill.analysis.indicators.indicator import Example, Indicator, Setting
from samspill.analysis.indicators.shapes import Tally
from samspill.analysis.marking import _

_HOUR = 60
_REGULATION = "FOR-2011-11-18-1115 §§ 8, 10, 11"
_PROFILE = "HIS 80704:2014; HIS 1144:2014 (08/2019)"
_HOURS = Setting(name="hours", value=24, label=_("Frist for tidligmelding"), unit=_("timer"), source=_PROFILE)
_EARLY_NOT_FOR = (_("Ikke for å vurdere enkeltpersoner. Meldinger på papir eller telefon er ikke med."),)

ANSWERED_IN_TIME = Indicator(
    name="answered_in_time",
    version="1",
    title=_("Svar fra kommunen innen fristen"),
    question=_("Hvor raskt svarer kommunen når sykehuset varsler at en pasient er utskrivningsklar?"),
    definition=_(
        "Opphold der kommunen er varslet og har svart, begge med klokkeslett, etter måneden de ble utskrevet i. "
        "Tiden går fra "
        "første varsel til siste svar."
    ),
    numerator=_("Opphold med svar innen fristen"),
    denominator=_("Opphold med varsel og svar"),
    source=_REGULATION,
    unit=_("prosent"),
    per=100,
    better="up",
    not_for=(_("Varsel uten svar er ikke med: se tallet for varsel uten svar."),),
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: t.answer_minutes >= 0,
        numerator=lambda t, s: t.answer_minutes <= s.hours * _HOUR,
    ),
    settings=(
        Setting(
            name="hours",
            value=4,
            label=_("Frist for svar"),
            unit=_("timer"),
            confirmed=False,
            warning=_("Forskriften sier «straks». Fristen i timer er valgt av Samspill og kan endres."),
        ),
    ),
    examples=(
        Example(
            story=_("Svar etter tre timer er innen fristen på fire; svar etter fem er ikke."),
            given={
                "stays": (
                    a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-07 12:00",
                                 notice_at="2026-03-05 10:00", answer_at="2026-03-05 13:00"),
                    a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-07 12:00", stay_id="b",
                                 notice_at="2026-03-05 10:00", answer_at="2026-03-05 15:00"),
                )
            },
            gives=({"period": "2026-03", "numerator": 1, "denominator": 2},),
        ),
    ),
)  # fmt: skip

UNANSWERED = Indicator(
    name="unanswered_notices",
    version="1",
    title=_("Varsel uten svar"),
    question=_("Hvor mange varsel om utskrivningsklar pasient får aldri svar?"),
    definition=_("Avsluttede opphold der kommunen er varslet, og hvor mange av dem som ikke har noe svar."),
    numerator=_("Opphold uten svar"),
    denominator=_("Opphold med varsel"),
    source=_REGULATION,
    unit=_("prosent"),
    per=100,
    better="down",
    not_for=_EARLY_NOT_FOR,
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: t.was_notified,
        numerator=lambda t, s: ~t.was_answered,
    ),
    examples=(
        Example(
            story=_("To varsel, ett svar."),
            given={
                "stays": (
                    a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-07 12:00",
                                 notice_at="2026-03-05 10:00", answer_at="2026-03-05 13:00"),
                    a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-07 12:00", stay_id="b",
                                 notice_at="2026-03-05 10:00"),
                )
            },
            gives=({"period": "2026-03", "numerator": 1, "denominator": 2},),
        ),
    ),
)  # fmt: skip

EARLY_NOTICE = Indicator(
    name="early_notice_after_admission",
    version="1",
    title=_("Tidligmelding innen et døgn etter innleggelsen"),
    question=_("Får kommunen vite tidlig at en innbygger kan trenge hjelp etter sykehuset?"),
    definition=_(
        "Avsluttede opphold der pasienten ble meldt utskrivningsklar, og hvor mange av dem som hadde tidligmelding "
        "innen fristen "
        "regnet fra innleggelsen."
    ),
    numerator=_("Opphold med tidligmelding innen fristen"),
    denominator=_("Opphold som ble meldt utskrivningsklare"),
    source=_PROFILE,
    unit=_("prosent"),
    per=100,
    better="up",
    not_for=_EARLY_NOT_FOR,
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: t.waiting_days.notnull(),
        numerator=lambda t, s: t.notice_after_admission <= s.hours * _HOUR,
    ),
    settings=(_HOURS,),
    examples=(
        Example(
            story=_("Meldt etter 20 timer, og aldri meldt."),
            given={
                "stays": (
                    a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-07 12:00",
                                 early_notice_at="2026-03-02 06:00"),
                    a_ready_stay("2026-03-01 10:00", ready="2026-03-05", out="2026-03-07 12:00", stay_id="b"),
                )
            },
            gives=({"period": "2026-03", "numerator": 1, "denominator": 2},),
        ),
    ),
)  # fmt: skip

EARLY_NOTICE_AFTER_NEED = Indicator(
    name="early_notice_after_need",
    version="1",
    title=_("Tidligmelding innen et døgn etter at behovet ble sett"),
    question=_("Får kommunen vite det når sykehuset ser at en innbygger trenger hjelp etterpå?"),
    definition=_(
        "Avsluttede opphold der et behov for kommunale tjenester er registrert, og hvor mange av dem som hadde "
        "tidligmelding "
        "innen fristen regnet fra da behovet ble sett."
    ),
    numerator=_("Opphold med tidligmelding innen fristen"),
    denominator=_("Opphold der et behov er registrert"),
    source=_PROFILE,
    unit=_("prosent"),
    per=100,
    better="up",
    not_for=_EARLY_NOT_FOR,
    figure=Tally(
        of="stays",
        at="discharged_on",
        where=lambda t, s: t.need_seen,
        numerator=lambda t, s: t.notice_after_need <= s.hours * _HOUR,
    ),
    settings=(_HOURS,),
    examples=(
        Example(
            story=_("Behovet ble sett 3. mars, og meldt 23 timer etter."),
            given={
                "stays": (
                    a_stay("2026-03-01 10:00", "2026-03-07 12:00",
                           need_identified_at="2026-03-03 10:00", early_notice_at="2026-03-04 09:00"),
                )
            },
            gives=({"period": "2026-03", "numerator": 1, "denominator": 1},),
        ),
    ),
)  # fmt: skip

MESSAGES_REFUSED = Indicator(
    name="messages_refused",
    version="1",
    title=_("Meldinger som ikke kom fram"),
    question=_("Hvor mange av de elektroniske meldingene blir avvist eller aldri kvittert?"),
    definition=_(
        "Elektroniske meldinger etter meldingstype, og hvor mange av dem som ble avvist eller ikke fikk kvittering "
        "innen fristen."
    ),
    numerator=_("Meldinger uten god kvittering innen fristen"),
    denominator=_("Sendte meldinger"),
    source="Rammeverk for meldingsutveksling HIS 1037:2011",
    unit=_("prosent"),
    per=100,
    better="down",
    not_for=(_("En melding som kom fram, er ikke alltid lest."),),
    figure=Tally(
        of="messages",
        at="sent_on",
        trust="",
        municipality="",
        sector="",
        group="kind",
        numerator=lambda t, s: (
            (t.receipt.fill_null("no_answer") != "ok") | (t.receipt_minutes.fill_null(10**6) > s.hours * _HOUR)
        ),
    ),
    group_label=_("meldingstype"),
    settings=(
        Setting(name="hours", value=96, label=_("Frist for kvittering"), unit=_("timer"), source="HIS 1037:2011"),
    ),
    examples=(
        Example(
            story=_("Én kvittert, én avvist, én aldri kvittert."),
            given={
                "messages": tuple(
                    {"message_id": str(n), "kind": "LOG_UTSKRIVNINGSKLAR", "sender": "1", "receiver": "2",
                     "sent_at": "2026-03-05 10:00", "receipt": receipt,
                     "receipt_at": "2026-03-05 10:01" if receipt else None}
                    for n, receipt in enumerate(("ok", "rejected", None))
                )
            },
            gives=({"period": "2026-03", "group": "LOG_UTSKRIVNINGSKLAR", "numerator": 2, "denominator": 3},),
        ),
    ),
)  # fmt: skip

INDICATORS = (ANSWERED_IN_TIME, UNANSWERED, EARLY_NOTICE, EARLY_NOTICE_AFTER_NEED, MESSAGES_REFUSED)
