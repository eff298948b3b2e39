"""Invented patients: names that nobody can take for real, and synthetic identity numbers.

The names are an adjective and a noun, as in Norway's national test data.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from samspill.messages.identity import synthetic_number

ADJECTIVES = """
Aktuell Blid Blank Bred Dristig Dyktig Elegant Ekte Erfaren Fargerik Fast Fin Flink Frodig Gjestfri Glad Grønn
Hjelpsom Høflig Ivrig Jevn Klok Kvikk Lang Leken Lett Lun Lys Lydhør Modig Munter Myk Nøktern Nysgjerrig Omtenksom
Ordentlig Pen Presis Rask Rolig Rund Rutete Rødmusset Sindig Skarp Slank Snill Solid Spinkel Sporadisk Sprek Staselig
Stille Stripete Stødig Søvnig Tapper Tydelig Uvanlig Varm Vennlig Våken Yndig Ærlig Åpen
""".split()  # noqa: SIM905
NOUNS = """
Agurk Anorakk Bark Benk Bjelle Blomst Bok Bris Brygge Bukett Drage Eske Fjellsti Fjær Flaske Furu Gitar Gran Gryte
Hage Hammer Hatt Hylle Isbre Jakke Kaffekopp Kajakk Kanne Klokke Knapp Koffert Kompass Konvolutt Krakk Kubbe Kvist
Lampe Lue Lykt Løk Måke Nellik Nøkkel Padde Paraply Pensel Plomme Potet Påskelilje Ramme Regnfrakk Ryggsekk Sekk Skje
Skjerf Snelle Sokk Spade Stol Strikkepinne Sykkel Teppe Trompet Tømmerstokk Vaffel Vase Vott Øks
""".split()  # noqa: SIM905
MAN, WOMAN = "1", "2"  # code list 3101
BETWEEN_STAYS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class DemoPatient:
    """Somebody who does not exist. `number` is a synthetic identity number, month + 80."""

    given_name: str
    family_name: str
    born: date
    sex: str
    number: str

    def age(self, on: date) -> int:
        """Whole years."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


class People:
    """Makes patients, and remembers who may come back."""

    def __init__(self, rng: Random, first_serial: int = 0) -> None:
        self.rng, self._first = rng, first_serial
        self._numbers: Counter[tuple[date, str]] = Counter()
        self._at_home: dict[tuple[str, str, bool], list[tuple[datetime, DemoPatient]]] = {}

    def new(self, admitted: datetime, age: int) -> DemoPatient:
        """Somebody of that age, with a number that nobody else in this run has."""
        rng = self.rng
        born = admitted.date() - timedelta(days=int(age * 365.25) + rng.randrange(365))
        sex = rng.choice((MAN, WOMAN))
        serial = self._first + self._numbers[born, sex]
        self._numbers[born, sex] += 1
        return DemoPatient(rng.choice(ADJECTIVES), rng.choice(NOUNS), born, sex, synthetic_number(born, serial, sex))

    def somebody(
        self, admitted: datetime, age: int, ages: range, group: tuple[str, str, bool], returning: float
    ) -> DemoPatient:
        """With the chance `returning` somebody of the group, and of those ages, who has been in before and is home
        again; else somebody new, `age` years old."""
        home = self._at_home.get(group, [])
        if home and self.rng.random() < returning:
            place = self.rng.randrange(len(home))
            since, patient = home[place]
            if since <= admitted and patient.age(admitted.date()) in ages:
                return home.pop(place)[1]
        return self.new(admitted, age)

    def goes_home(self, patient: DemoPatient, left: datetime, group: tuple[str, str, bool]) -> None:
        self._at_home.setdefault(group, []).append((left + BETWEEN_STAYS, patient))
