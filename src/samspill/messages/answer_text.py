"""The municipality's answer to a ready notice as a Norwegian sentence, written and understood.

The standard gives the answer a theme code and free text; nothing structured says can, cannot or when (HIS 80704:2014
appendix C). Money follows from the answer, so the reader never guesses: what it cannot be sure of, a person reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from samspill.messages.answer_words import (
    AGREES,
    BESIDE_A_DAY,
    CONDITIONAL,
    DATES,
    DOUBT,
    EXPECTS,
    MARK,
    MONTH_NUMBER,
    NEGATION,
    REFUSES,
    SOME_TIME,
    WEEKDAY,
)

_CAN = "Kommunen kan ta imot pasienten"
_CANNOT = "Kommunen kan ikke ta imot pasienten nå."
_READY_ON = "Tilbud forventes klart"
_READY_UNKNOWN = "Det er ikke avklart når et tilbud er klart."
_NOTE = "Merknad:"
_LONGEST = 2000  # characters; an answer that long is a letter, and for a person to read

_OWN_CAN = re.compile(rf"{_CAN}(?: fra (\d{{4}}-\d\d-\d\d))?\.(?: {_NOTE} (.*))?", re.DOTALL)
_OWN_CANNOT = re.compile(
    rf"{re.escape(_CANNOT)} (?:{_READY_ON} (\d{{4}}-\d\d-\d\d)\.|{re.escape(_READY_UNKNOWN)})(?: {_NOTE} (.*))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Can the municipality receive the patient, and from when, or when does it expect to? No day: not said."""

    can: bool
    expected: date | None = None


def write_answer_text(answer: Answer, note: str = "") -> str:
    """The sentence that we send, with `note` after it. A note that sets conditions puts the whole answer in doubt."""
    if answer.can:
        text = f"{_CAN} fra {answer.expected.isoformat()}." if answer.expected else f"{_CAN}."
    elif answer.expected:
        text = f"{_CANNOT} {_READY_ON} {answer.expected.isoformat()}."
    else:
        text = f"{_CANNOT} {_READY_UNKNOWN}"
    note = " ".join(note.split())
    return f"{text} {_NOTE} {note}" if note else text


def understand(text: str, said_on: date) -> Answer | None:
    """What the municipality answered, or None when that is not beyond doubt.

    `said_on` is the Norwegian day it was said: "i morgen" is counted from it, and a day before it is not believed.
    """
    if len(text) > _LONGEST:
        return None
    text = " ".join(text.split())
    answer = _read_own(text) or _read_free(text.lower(), said_on)
    if answer and answer.expected and answer.expected < said_on:
        return None if answer.can else Answer(False)
    return answer


def _read_own(text: str) -> Answer | None:
    """Our own sentence, letter by letter; unless the note behind it speaks of the same matter."""
    for pattern, can in ((_OWN_CAN, True), (_OWN_CANNOT, False)):
        if found := pattern.fullmatch(text):
            day_given, note = found.group(1), (found.group(2) or "").lower()
            day = _calendar_day(*map(int, day_given.split("-"))) if day_given else None
            doubtful = (day_given and day is None) or any(p.search(note) for p in (REFUSES, AGREES, CONDITIONAL))
            return None if doubtful else Answer(can, day)
    return None


def _read_free(text: str, said_on: date) -> Answer | None:
    marked, days = _mark_days(text, said_on)
    sentences = [part.strip() for part in re.split(r"[.!;\n]+\s|[.!;]$|(?<=\?)", marked) if part.strip()]
    refusing = [sentence for sentence in sentences if REFUSES.search(sentence)]
    if refusing:
        return _read_refusal(sentences, refusing, days, said_on)
    agreeing = [sentence for sentence in sentences if AGREES.search(sentence)]
    return _read_agreement(sentences, agreeing, days) if len(agreeing) == 1 else None


def _read_refusal(sentences: list[str], refusing: list[str], days: list[date | None], said_on: date) -> Answer | None:
    """No is no only when it is said once, without a question, a condition or a second negation beside it."""
    if len(refusing) > 1 or CONDITIONAL.search(refusing[0]) or len(NEGATION.findall(refusing[0])) != 1:
        return None
    rest = [sentence for sentence in sentences if sentence not in refusing]
    if any("?" in sentence or (AGREES.search(sentence) and not MARK.search(sentence)) for sentence in rest):
        return None  # it asks, or says both
    hopeful = [sentence for sentence in sentences if EXPECTS.search(REFUSES.sub(" ", sentence))]
    if refusing[0] not in hopeful and any(day and day > said_on for day in _days_in(refusing[0], days)):
        return None  # it refuses a later day, and says nothing of now
    found = {day for sentence in hopeful for day in _days_in(sentence, days)} - {said_on}
    return Answer(False, found.pop() if len(found) == 1 else None)


def _read_agreement(sentences: list[str], agreeing: list[str], days: list[date | None]) -> Answer | None:
    """Yes is yes only without any negation, doubt or question, and with either one readable day or no word of time."""
    whole, sentence = " ".join(sentences), agreeing[0]
    if NEGATION.search(whole) or DOUBT.search(whole):
        return None
    found = _days_in(sentence, days)
    if not found:
        return None if days or SOME_TIME.search(sentence) else Answer(True)
    day = found.pop()
    if day is None or found or not _weekday_fits(sentence, day):
        return None
    return None if SOME_TIME.search(BESIDE_A_DAY.sub(" ", MARK.sub(" ", sentence))) else Answer(True, day)


def _weekday_fits(sentence: str, day: date) -> bool:
    """A weekday beside the day must be that day's: otherwise one of them is wrong, and nobody knows which."""
    return all(found.lastindex == day.isoweekday() for found in WEEKDAY.finditer(sentence))


def _mark_days(text: str, said_on: date) -> tuple[str, list[date | None]]:
    """The text with each day replaced by its number in the list, so that a full stop in a date ends no sentence.

    A day that is not in the calendar is None in the list.
    """
    days: list[date | None] = []

    def mark(found: re.Match[str]) -> str:
        days.append(_day(found, said_on))
        return f"«{len(days) - 1}»"

    return DATES.sub(mark, text), days


def _days_in(sentence: str, days: list[date | None]) -> set[date | None]:
    return {days[int(number)] for number in MARK.findall(sentence)}


def _day(found: re.Match[str], said_on: date) -> date | None:
    if found["word"]:
        return said_on + timedelta(days="morg" in found["word"])
    if found["iso"]:
        return _calendar_day(*map(int, found["iso"].split("-")))
    if found["dots"]:
        day, month, year = (int(part) for part in found["dots"].replace(" ", "").split("."))
        return _calendar_day(year if year > 99 else 2000 + year, month, day)
    month, day = MONTH_NUMBER[found["month"]], int(found["day"])
    if found["year"]:
        return _calendar_day(int(found["year"]), month, day)
    return next((one for one in _soon(month, day, said_on)), None)


def _soon(month: int, day: int, said_on: date) -> Iterator[date]:
    """A day without a year is the next such day, if that is within half a year: nobody promises longer ahead."""
    for year in (said_on.year, said_on.year + 1):
        one = _calendar_day(year, month, day)
        if one and timedelta() <= one - said_on <= timedelta(days=183):
            yield one


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
