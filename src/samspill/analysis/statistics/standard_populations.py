"""Standard populations: how many people of each age (and sex) a rate is standardised to.

The tables lie in `populations/`, each with source and version at the top.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from samspill.analysis.statistics.arrays import Numbers, one_of
from samspill.analysis.statistics.unusable import Unusable

SEXES = ("female", "male")
OPEN_END = 1000  # no one is older: the upper end of "90+"


@dataclass(frozen=True)
class StandardPopulation:
    """People by age band, in the order of age; several sexes one after the other where sex is told.

    strata  (sex or "", age band) of each number
    """

    name: str
    source: str
    strata: tuple[tuple[str, str], ...]
    people: Numbers

    def in_bands(self, bands: Sequence[str]) -> Numbers:
        """People in wider age bands, shape (bands,), or (sexes × bands,) with one sex after the other.

        bands  such as "0-17", "18-66", "67+". Raises Unusable when they overlap, or would split a band we have.
        """
        wanted = [ages(band) for band in bands]
        if any(first[1] >= second[0] for first, second in pairwise(wanted)):
            raise Unusable(f"Aldersgruppene overlapper eller står ikke i rekkefølge: {', '.join(bands)}.")
        sexes = tuple(dict.fromkeys(sex for sex, _ in self.strata))
        return np.asarray([self._in_band(sex, low, high) for sex in sexes for low, high in wanted])

    def _in_band(self, sex: str, low: int, high: int) -> float:
        people = 0.0
        for (of_sex, band), number in zip(self.strata, self.people, strict=True):
            first, last = ages(band)
            if of_sex != sex or last < low or first > high:
                continue
            if first < low or last > high:
                raise Unusable(f"{self.name} har gruppen {band}, som ikke kan deles ved {low}-{high} år.")
            people += float(number)
        return people


def ages(band: str) -> tuple[int, int]:
    """First and last whole year of an age band written as "5-9" or "90+"."""
    found = re.fullmatch(r"(\d+)(?:-(\d+)|\+)", band.strip())
    if not found:
        raise Unusable(f"Aldersgruppen {band!r} skal skrives som 5-9 eller 90+.")
    low, high = int(found[1]), int(found[2]) if found[2] else OPEN_END
    if high < low:
        raise Unusable(f"Aldersgruppen {band!r} slutter før den begynner.")
    return low, high


def european() -> StandardPopulation:
    """The European Standard Population of 2013: 100 000 people in 21 bands, both sexes alike."""
    rows = _rows("esp2013.csv")
    strata = tuple(("", row["age_band"]) for row in rows)
    people = np.asarray([float(row["population"]) for row in rows])
    return StandardPopulation("Europeisk standardbefolkning 2013", _source("esp2013.csv"), strata, people)


def norwegian(year: int, sex: str | None = None) -> StandardPopulation:
    """Norway's people on 1 January of a year: women then men, or one sex ("female", "male"). Raises Unusable."""
    if sex is not None:
        one_of("sex", sex, SEXES)
    rows = [row for row in _rows("norway.csv") if row["year"] == str(year) and sex in (None, row["sex"])]
    if not rows:
        years = sorted({row["year"] for row in _rows("norway.csv")})
        raise Unusable(f"Folketallet for {year} er ikke lagt inn. Det finnes for {years[0]}–{years[-1]}.")
    strata = tuple((row["sex"], row["age_band"]) for row in rows)
    people = np.asarray([float(row["population"]) for row in rows])
    return StandardPopulation(f"Norge 1. januar {year}", _source("norway.csv"), strata, people)


def norwegian_both_sexes(year: int) -> StandardPopulation:
    """Norway's people on 1 January of a year, women and men together."""
    women, men = norwegian(year, "female"), norwegian(year, "male")
    strata = tuple(("", band) for _, band in women.strata)
    return StandardPopulation(women.name, women.source, strata, women.people + men.people)


@cache
def _text(name: str) -> str:
    return files("samspill.analysis.statistics").joinpath("populations", name).read_text(encoding="utf-8")


def _rows(name: str) -> list[Mapping[str, str]]:
    return list(csv.DictReader(line for line in _text(name).splitlines() if not line.startswith("#")))


def _source(name: str) -> str:
    return next(line for line in _text(name).splitlines() if line.startswith("# Source:"))[2:]
