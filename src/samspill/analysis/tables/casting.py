"""From what was handed over to the contract's type, as SQL. What cannot be read becomes NULL, and is then reported.

Nothing is guessed: 31/01/2024, 31.01.24 and 1.234 (a thousand, or one and a bit?) are refused where they could mean two
things. Leading zeros lost in a spreadsheet are given back, and counted in the report.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from samspill.analysis.tables.contract import Column, Kind
from samspill.analysis.tables.sql import literal

_WHOLE_TYPES = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT"}
_FLOATS = {"DOUBLE", "FLOAT"}
_ZONED = "TIMESTAMP WITH TIME ZONE"
_TIMES = {"TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S", "DATE"}
_PLAIN = _WHOLE_TYPES | _TIMES | {_ZONED, "BOOLEAN"}
_ISO = r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d([.,]\d+)?)?)?"
_NORWEGIAN = r"\d{1,2}[.]\d{1,2}[.]\d{4}( +(kl[.]? *)?\d{1,2}[:.]\d\d([:.]\d\d)?)?"
_WITH_ZONE = r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d([.]\d+)?)? ?(Z|[+-]\d\d(:?\d\d)?)"
_YES = ("true", "1", "ja", "j", "yes", "y", "sann", "x")
_NO = ("false", "0", "nei", "n", "no", "usann")
# What spreadsheets and statistics programs write for a missing value.
_NOTHING = ("", "na", "n/a", "nan", "null", "none", "nat", "#n/a", ".")


def text_of(raw: str, raw_type: str, meant: Collection[str] = ()) -> str:
    """The value as trimmed text, NULL for what stands for nothing. `raw` is SQL for the value.

    meant   words (in lower case) that mean something in this column, though elsewhere they stand for nothing
    """
    if raw_type == "VARCHAR":
        trimmed = f"trim({raw}, ' \t\r\n\u00a0')"
    elif raw_type in _FLOATS:
        whole = f"TRY_CAST({raw} AS BIGINT)"
        trimmed = f"CASE WHEN {whole} = {raw} THEN CAST({whole} AS VARCHAR) ELSE CAST({raw} AS VARCHAR) END"
    else:
        trimmed = f"CAST({raw} AS VARCHAR)"
    if raw_type in _PLAIN:
        return trimmed
    nothing = ", ".join(literal(word) for word in _NOTHING if word not in meant)
    short = f"WHEN lower({trimmed}) NOT IN ({nothing}) THEN {trimmed} END"
    # Most values are longer than all that stand for nothing, which saves a look in the list.
    return f"CASE WHEN strlen({trimmed}) > 4 OR {trimmed} IS NULL THEN {trimmed} {short}"


def given_of(raw: str, raw_type: str, text: str) -> str:
    """Was anything given? `text` is SQL for what `text_of` gave."""
    if raw_type in _FLOATS:
        return f"({raw} IS NOT NULL AND NOT isnan({raw}))"
    return f"({raw if raw_type in _PLAIN else text} IS NOT NULL)"


def value_of(column: Column, raw: str, raw_type: str, text: str, decimal: str, words: Mapping[str, str]) -> str:
    """The value with the contract's type, NULL when missing or not readable. `text` is SQL for what `text_of` gave."""
    if column.kind is Kind.TIME:
        return _time(raw, raw_type, text)
    if column.kind is Kind.DAY:
        return _day(raw, raw_type, text)
    if column.kind is Kind.YES_NO:
        return raw if raw_type == "BOOLEAN" else _yes_no(text)
    if column.kind in (Kind.WHOLE, Kind.NUMBER):
        return _number(column.kind, raw, raw_type, text, decimal)
    return _words(column, _text(column, text), words)


def _time(raw: str, raw_type: str, text: str) -> str:
    if raw_type == _ZONED:
        return f"CAST(timezone('Europe/Oslo', {raw}) AS TIMESTAMP)"
    if raw_type in _TIMES:
        return f"CAST({raw} AS TIMESTAMP)"
    if raw_type in _WHOLE_TYPES | _FLOATS:
        return "CAST(NULL AS TIMESTAMP)"
    # DuckDB wants seconds, and a colon in the zone.
    seconds = f"regexp_replace({text}, '([ T]\\d\\d:\\d\\d) ?([Z+-])', '\\1:00\\2')"
    zoned = f"regexp_replace({seconds}, '([+-]\\d\\d)(\\d\\d)$', '\\1:\\2')"
    # 31.01.2024 kl. 10.20 -> 31.01.2024 10:20:
    norwegian = f"regexp_replace({text}, ' +(kl[.]? *)?', ' ')"
    norwegian = f"regexp_replace({norwegian}, ' (\\d+)[.](\\d+)[.]?', ' \\1:\\2:')"
    formats = "['%d.%m.%Y', '%d.%m.%Y %H:%M', '%d.%m.%Y %H:%M:', '%d.%m.%Y %H:%M:%S']"
    return (
        f"CASE WHEN regexp_full_match({text}, '{_ISO}') THEN TRY_CAST(replace({text}, ',', '.') AS TIMESTAMP)"
        f" WHEN regexp_full_match({text}, '{_NORWEGIAN}') THEN try_strptime({norwegian}, {formats})"
        f" WHEN regexp_full_match({text}, '{_WITH_ZONE}')"
        f" THEN CAST(timezone('Europe/Oslo', TRY_CAST({zoned} AS TIMESTAMPTZ)) AS TIMESTAMP) END"
    )


def _day(raw: str, raw_type: str, text: str) -> str:
    """A point in time is no day, unless its hour is midnight."""
    time = _time(raw, raw_type, text)
    if raw_type == "DATE":
        return raw
    return f"CASE WHEN date_trunc('day', {time}) = {time} THEN CAST({time} AS DATE) END"


def _yes_no(text: str) -> str:
    yes, no = (", ".join(map(literal, words)) for words in (_YES, _NO))
    return f"CASE WHEN lower({text}) IN ({yes}) THEN true WHEN lower({text}) IN ({no}) THEN false END"


def _number(kind: Kind, raw: str, raw_type: str, text: str, decimal: str) -> str:
    if raw_type in _WHOLE_TYPES:
        return f"TRY_CAST({raw} AS {kind.value})"
    number = f"TRY_CAST({raw} AS DOUBLE)" if raw_type in _FLOATS else _number_in_text(text, decimal)
    number = f"CASE WHEN isfinite({number}) THEN {number} END"
    if kind is Kind.NUMBER:
        return number
    return f"CASE WHEN floor({number}) = {number} THEN TRY_CAST({number} AS BIGINT) END"


def _number_in_text(text: str, decimal: str) -> str:
    """Blanks part thousands. A sign with three digits after it is the decimal sign of the source, or refused."""
    bare = f"regexp_replace({text}, '[ \u00a0\u202f]', '', 'g')"
    other = "." if decimal == "," else ","
    plain = f"regexp_full_match({bare}, '[+-]?\\d+')"
    own = f"regexp_full_match({bare}, '[+-]?\\d*[{decimal}]\\d+')"
    theirs = f"regexp_full_match({bare}, '[+-]?\\d+[{other}](\\d{{1,2}}|\\d{{4,}})')"
    both = f"regexp_full_match({bare}, '[+-]?\\d{{1,3}}([{other}]\\d{{3}})+[{decimal}]\\d+')"
    pointed = f"replace({bare}, ',', '.')"
    without = f"replace(replace({bare}, '{other}', ''), ',', '.')"
    return (
        f"CASE WHEN {plain} OR {own} OR {theirs} THEN TRY_CAST({pointed} AS DOUBLE)"
        f" WHEN {both} THEN TRY_CAST({without} AS DOUBLE) END"
    )


def _text(column: Column, text: str) -> str:
    if column.upper:
        return f"upper(regexp_replace({text}, '[^A-Za-z0-9]', '', 'g'))"
    if column.digits:
        return f"CASE WHEN {short_of_zeros(column, text)} THEN '0' || {text} ELSE {text} END"
    return text


def short_of_zeros(column: Column, text: str) -> str:
    """Did it lose a leading zero: 301 for 0301, or 30102 for 030102 (of districts, only Oslo's begin with 0)?"""
    return f"regexp_full_match({text}, '[1-9]\\d{{{column.digits - 2}}}|301\\d\\d')"


def known_words(column: Column, words: Mapping[str, str]) -> dict[str, str]:
    """What may be written in the column, in lower case, and the code it means: the giver's words first."""
    labels = column.codes.labels if column.codes else {}
    known = {label.casefold(): code for code, label in labels.items()}
    known |= {code.casefold(): code for code in labels}
    return known | {theirs.strip().casefold(): ours for theirs, ours in words.items()}


def _words(column: Column, text: str, words: Mapping[str, str]) -> str:
    """The giver's words, the codes and their labels, all to the code. An unknown word stays, and is then reported."""
    known = known_words(column, words)
    if not known:
        return text
    cases = " ".join(f"WHEN {literal(theirs)} THEN {literal(ours)}" for theirs, ours in known.items())
    as_is = ", ".join(map(literal, sorted(set(column.codes.labels) - set(words)) if column.codes else ()))
    translated = f"CASE lower({text}) {cases} ELSE {text} END"
    return f"CASE WHEN {text} IN ({as_is}) THEN {text} ELSE {translated} END" if as_is else translated
