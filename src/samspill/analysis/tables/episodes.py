"""Stays that belong together, made into episodes: one illness in hospital, though it was split or told by two trusts.

Two stays of a person are of one episode when the time between them is under 8 hours (a setting), or they overlap, or a
third stay links them. Every stay is part of exactly one episode; none is dropped, also when two are the same.
"""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from samspill.analysis.statistics.arrays import one_of
from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.sql import MEMORY, limits, literal

ENDED, RUNNING = "ended", "running"
OPEN_STAYS = (ENDED, RUNNING)
NEEDED = ("stay_id", "person_id", "trust", "admitted_at", "discharged_at")


@dataclass(frozen=True, kw_only=True)
class EpisodeRule:
    """What is one episode.

    gap_hours       stays with less than this between them are one; 8 hours is where the national indicator for
                    readmission begins, so that a transfer never counts as a readmission
    across_trusts   whether a stay at another trust may be part of it
    open_stays      a stay without discharge, followed by another: "ended" takes it to have ended before that, unknown
                    when, so it links only by its admission; "running" takes it to last still, so later stays join it
    """

    gap_hours: float = 8
    across_trusts: bool = True
    open_stays: str = ENDED

    def __post_init__(self) -> None:
        one_of("open_stays", self.open_stays, OPEN_STAYS)
        if not 0 <= self.gap_hours < 24 * 366:
            raise Unusable("gap_hours skal være et antall timer, null eller mer.")


@dataclass(frozen=True)
class Episodes:
    """parts      one row per stay: stay_id, episode_id, part (from 1), parts, gap_hours (to the parts before; negative
               when they overlap; empty for the first)
    episodes   one row per episode: episode_id (the stay_id of its first part), person_id, admitted_at, discharged_at
               (empty while open), parts, trusts (how many), first_trust, last_trust, stay_hours (sum of the parts)
    """

    parts: pa.Table
    episodes: pa.Table


def episodes(stays: Any, rule: EpisodeRule | None = None, *, memory: str = MEMORY) -> Episodes:
    """Put stays together.

    stays   a Parquet file (`rows_of(place, "stays")`), or a pandas or pyarrow table with the columns of NEEDED
    A stay without person or admission cannot be placed: it is an episode of its own. A discharge before the admission
    counts as at the admission. Raises Unusable when a column is missing.
    """
    with _parted(stays, rule, memory) as connection:
        parts = connection.execute(_PARTS).to_arrow_table()
        return Episodes(parts, connection.execute(_EPISODES).to_arrow_table())


def write_episodes(
    stays: Any, folder: str | Path, rule: EpisodeRule | None = None, *, memory: str = MEMORY
) -> tuple[Path, Path]:
    """The same for tables of any size: parts.parquet and episodes.parquet in a folder. Gives their paths."""
    parts, whole = Path(folder) / "parts.parquet", Path(folder) / "episodes.parquet"
    parts.parent.mkdir(parents=True, exist_ok=True)
    with _parted(stays, rule, memory) as connection:
        for path, sql in ((parts, _PARTS), (whole, _EPISODES)):
            connection.execute(f"COPY ({sql}) TO {literal(path)} (FORMAT parquet)")
    return parts, whole


@contextmanager
def _parted(stays: Any, rule: EpisodeRule | None, memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the table `parts`: in a file, so that it need not be in memory."""
    with TemporaryDirectory() as folder, duckdb.connect(f"{folder}/parts.duckdb") as connection:
        limits(connection, Path(folder), memory)
        relation = _relation(connection, stays)
        try:
            connection.execute(f"CREATE TABLE parts AS {parts_sql(relation, rule or EpisodeRule())}")
        except duckdb.Error as error:
            raise Unusable(f"Oppholdene kan ikke settes sammen ({type(error).__name__}).") from None
        yield connection


def _relation(connection: duckdb.DuckDBPyConnection, stays: Any) -> str:
    if isinstance(stays, str | Path):
        if not Path(stays).exists():
            raise Unusable(f"Finner ikke filen {Path(stays).name}.")
        relation = f"read_parquet({literal(stays)})"
    else:
        connection.register("given_stays", stays)
        relation = "given_stays"
    names = {str(row[0]) for row in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}
    if missing := [name for name in NEEDED if name not in names]:
        raise Unusable(f"Oppholdene mangler kolonner: {', '.join(missing)}.")
    return relation


def parts_sql(relation: str, rule: EpisodeRule) -> str:
    """SQL for one row per stay with its episode. `relation` is SQL with the columns of NEEDED.

    Sorted by admission, a stay begins a new episode when it begins long enough after the latest end of all before it.
    """
    whose = "person_id" if rule.across_trusts else "person_id, trust"
    own = "CASE WHEN person_id IS NULL OR admitted_at IS NULL THEN stay_id END"
    order = f"PARTITION BY {whose}, alone ORDER BY admitted_at, reach, stay_id"
    open_end = "admitted_at" if rule.open_stays == ENDED else "TIMESTAMP '9999-01-01'"
    return f"""
    WITH placed AS (
        SELECT {", ".join(NEEDED)}, {own} AS alone,
               greatest(admitted_at, coalesce(discharged_at, {open_end})) AS reach
        FROM {relation}
    ), linked AS (
        SELECT *, epoch(admitted_at - max(reach) OVER (
            {order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) / 3600 AS gap
        FROM placed
    ), numbered AS (
        SELECT *, sum(CASE WHEN gap < {rule.gap_hours} THEN 0 ELSE 1 END) OVER ({order}
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS number
        FROM linked
    )
    SELECT stay_id, person_id, trust, admitted_at, discharged_at, reach,
           first_value(stay_id) OVER within AS episode_id,
           row_number() OVER within AS part,
           count(*) OVER (PARTITION BY {whose}, alone, number) AS parts,
           CASE WHEN row_number() OVER within > 1 AND isfinite(gap) THEN gap END AS gap_hours,
           discharged_at IS NULL AND ({_still_open(rule, whose)}) AS open_end
    FROM numbered
    WINDOW within AS (PARTITION BY {whose}, alone, number ORDER BY admitted_at, reach, stay_id)
    """


def _still_open(rule: EpisodeRule, whose: str) -> str:
    """Does a stay without discharge last still? With "ended", only if none was admitted after it."""
    if rule.open_stays == RUNNING:
        return "true"
    return f"admitted_at IS NOT DISTINCT FROM max(admitted_at) OVER (PARTITION BY {whose}, alone)"


_PARTS = """
SELECT stay_id, episode_id, part, parts, gap_hours FROM parts ORDER BY person_id, episode_id, part
"""
_EPISODES = """
SELECT episode_id, any_value(person_id) AS person_id, min(admitted_at) AS admitted_at,
       CASE WHEN NOT bool_or(open_end) THEN max(reach) END AS discharged_at,
       count(*) AS parts, count(DISTINCT trust) AS trusts,
       arg_min(trust, part) AS first_trust, arg_max(trust, part) AS last_trust,
       sum(epoch(reach - admitted_at) / 3600) FILTER (discharged_at IS NOT NULL) AS stay_hours
FROM parts GROUP BY episode_id, person_id ORDER BY person_id, admitted_at, episode_id
"""
