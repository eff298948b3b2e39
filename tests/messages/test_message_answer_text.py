"""What municipalities write: understood only where it is beyond doubt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspill.messages import Answer, understand, write_answer_text

SAID = date(2018, 2, 1)  # a Thursday
THIRD, FIFTH = date(2018, 2, 3), date(2018, 2, 5)
NO_DAY = None

CAN = {
    "Kommunen kan ta imot pasienten.": NO_DAY,
    "Vi kan ta i mot pasienten": NO_DAY,
    "Hei. Kommunen kan ta imot pasienten nå. Mvh tildelingskontoret": NO_DAY,
    "Pasienten kan tas imot fra og med 03.02.2018": THIRD,
    "Kommunen kan ta imot pasienten 3. februar.": THIRD,
    "Kommunen kan ta imot pasienten fra 3. februar 2018 kl. 12.00.": THIRD,
    "Vi kan ta imot pasienten lørdag 3. feb.": THIRD,
    "Kommunen kan ta imot pasienten på korttidsavdeling fra 3.2.18": THIRD,
    "Kommunen har ledig plass frå 2018-02-03": THIRD,
    "Me kan ta imot pasienten frå laurdag 3. februar": THIRD,
    "Plassen er klar 3. februar": THIRD,
    "Kommunen tar imot pasienten i dag.": SAID,
    "Vi kan ta imot pasienten i morgen": SAID + timedelta(days=1),
    "Me kan ta imot pasienten i morgon": SAID + timedelta(days=1),
    "Viser til melding om utskrivningsklar pasient 31.01.2018. Kommunen kan ta imot pasienten fra 03.02.2018.": THIRD,
}
CANNOT = {
    "Kommunen kan ikke ta imot pasienten.": NO_DAY,
    "KOMMUNEN KAN DESSVERRE IKKE TA IMOT PASIENTEN NÅ": NO_DAY,
    "Kommunen kan diverre ikkje ta imot pasienten no.": NO_DAY,
    "Vi har ikke ledig plass": NO_DAY,
    "Vi har ingen ledige plasser på korttidsavdelingen.": NO_DAY,
    "Ikke ledig plass nå": NO_DAY,
    "Vi har ikke kapasitet til å ta imot pasienten": NO_DAY,
    "Kommunen er ikke i stand til å ta imot pasienten": NO_DAY,
    "Kommunen kan ikke gi tilbud nå, vi kommer tilbake med dato.": NO_DAY,
    "Kommunen kan ikke ta imot pasienten per i dag. Plass forventes klar 5.2.18.": FIFTH,
    "Kommunen kan ikke motta pasienten nå. Forventet klar: 05.02.2018": FIFTH,
    "Kommunen kan dessverre ikke ta imot pasienten nå, men kan ta imot fra 05.02.2018.": FIFTH,
    "Pasienten kan ikke tas imot i dag. Vi regner med å ha plass mandag 5. februar.": FIFTH,
    "Me har ikkje ledig plass før 05.02.2018": FIFTH,
    "Kommunen kan ikkje ta imot pasienten. Tilbod ventar vi er klart 5. februar 2018.": FIFTH,
    "Viser til melding om utskrivningsklar pasient 31.01.2018. Kommunen kan ikke ta imot pasienten.": NO_DAY,
    "Kommunen kan ikke ta imot pasienten. Plass forventes klar 5.2.2018 eller 7.2.2018.": NO_DAY,
    "Kommunen kan ikke ta imot pasienten. Tilbud var forventet klart 05.01.2018.": NO_DAY,
}
DOUBTFUL = [
    "",
    "Ok",
    "Nei",
    "Takk for meldingen.",
    "Kan dere ta imot?",
    "Kan kommunen ta imot pasienten? Gi beskjed.",
    "Vi kan ta imot pasienten dersom hjelpemidler er på plass.",
    "Vi kan ta imot pasienten hvis epikrisen følger med",
    "Vi vet ikke om vi kan ta imot pasienten.",
    "Det er ikke slik at vi ikke kan ta imot.",
    "Vi kan ta imot pasienten, men ikke i helgen",
    "Vi kan ta imot. Men ikke før 5. februar",
    "Kommunen kan trolig ta imot pasienten",
    "Kommunen vurderer om pasienten kan tas imot",
    "Kommunen kan ta imot pasienten neste uke",
    "Kommunen kan ta imot pasienten om to uker",
    "Vi kan ta imot pasienten på mandag",
    "Vi kan ta imot pasienten mandag 3. februar",  # that day is a Saturday
    "Vi kan ta imot pasienten 3. februar eller 5. februar",
    "Kommunen kan ta imot pasienten fra 31. februar",
    "Kommunen kan ta imot pasienten fra 03.02",
    "Kommunen kan ta imot pasienten etter avtale",
    "Kommunen kan ta imot pasienten 01.01.2018",  # a month ago
    "Kommunen kan ta imot pasienten fra 2018-01-01.",
    "Kommunen kan ikke ta imot pasienten 05.02.2018",  # and until then?
    "Vi kan ikke ta imot 3. februar, men 5. februar",
    "Kommunen kan ikke ta imot pasienten i dag. Kommunen kan ta imot pasienten.",
    "Vi kan ikke ta noen avgjørelse nå",
    "Vi har ikke kapasitet til å svare nå",
    "Vi kan ta imot meldingen elektronisk",
    "Kommunen kan ta imot pasienten. Merknad: dersom hjelpemidler er på plass",
    "Kommunen kan ta imot pasienten fra 2018-02-03. Merknad: nei, vi kan ikke ta imot",
    "Kommunen kan ta imot pasienten. " + "Og så videre. " * 200,
]


@pytest.mark.parametrize(("text", "day"), CAN.items())
def test_yes(text: str, day: date | None) -> None:
    assert understand(text, SAID) == Answer(True, day)


@pytest.mark.parametrize(("text", "day"), CANNOT.items())
def test_no(text: str, day: date | None) -> None:
    assert understand(text, SAID) == Answer(False, day)


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_is_in_doubt_is_left_to_a_person(text: str) -> None:
    assert understand(text, SAID) is None


@given(st.booleans(), st.none() | st.integers(0, 400), st.dates(date(2012, 1, 1), date(2100, 1, 1)))
def test_what_we_write_we_understand(can: bool, days: int | None, said: date) -> None:
    answer = Answer(can, None if days is None else said + timedelta(days=days))
    assert understand(write_answer_text(answer), said) == answer
    assert understand(write_answer_text(answer, "Ring Kari på\navdelingen, 73 55 55 55."), said) == answer


@given(st.text(max_size=200))
def test_any_text_gives_an_answer_or_none(text: str) -> None:
    answer = understand(text, SAID)
    assert answer is None or answer.expected is None or answer.expected >= SAID


def test_long_repetitions_take_no_time() -> None:
    assert understand("kan nå nå nå " * 150, SAID) is None
    assert understand("kan " + "«1» " * 400, SAID) is None


def test_a_day_without_a_year_is_the_next_one_soon() -> None:
    december = date(2018, 12, 28)
    assert understand("Kommunen kan ta imot pasienten 3. januar", december) == Answer(True, date(2019, 1, 3))
    assert understand("Kommunen kan ta imot pasienten 3. november", december) is None
