"""The same six figures as an analyst would write them in pandas and in SQL on DuckDB, over the raw Parquet files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from samspill.analysis.prepared.codes import bit_of, chronic_bits

EIGHT_HOURS, MONTH = 8 * 3600, 30 * 86400
CHRONIC = {code: bits for code, bits in bit_of().items() if bits & chronic_bits()}

_EPISODES = """
WITH s AS (
    SELECT *, max(discharged_at) OVER w AS so_far,
           max(discharged_at) OVER (PARTITION BY person_id ORDER BY admitted_at, discharged_at, stay_id
                                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM stays WINDOW w AS (PARTITION BY person_id ORDER BY admitted_at, discharged_at, stay_id)
), b AS (SELECT *, before IS NULL OR epoch(admitted_at - before) >= 28800 AS first FROM s
), e AS (
    SELECT *, coalesce(lead(first) OVER w, true) AS last,
           min(CASE WHEN first AND urgency = 'acute' THEN admitted_at END) OVER (
               PARTITION BY person_id ORDER BY admitted_at, discharged_at, stay_id
               ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS again
    FROM b WINDOW w AS (PARTITION BY person_id ORDER BY admitted_at, discharged_at, stay_id)
)
"""
SQL = {
    "waiting": """
        SELECT trust, municipality, 12 * year(m) + month(m) - 1 AS "at",
               sum(least(CAST(discharged_at AS DATE), CAST(m + INTERVAL 1 MONTH AS DATE)) - greatest(ready_on, m)) AS n
        FROM (SELECT trust, municipality, ready_on, discharged_at,
                     unnest(generate_series(date_trunc('month', ready_on), CAST(discharged_at AS DATE) - 1,
                                            INTERVAL 1 MONTH))::DATE AS m
              FROM stays WHERE ready_on < CAST(discharged_at AS DATE))
        GROUP BY ALL""",
    "readmission": _EPISODES
    + """
        SELECT trust, 4 * year(discharged_at) + quarter(discharged_at) - 1 AS "at", count(*) AS d,
               count(*) FILTER (epoch(again - so_far) < 2592060) AS n
        FROM e WHERE last AND ending = 'discharged' AND sector = 'somatic' AND year(admitted_at) - birth_year >= 67
                 AND CAST(discharged_at AS DATE) <= (SELECT CAST(max(discharged_at) AS DATE) FROM stays) - 30
        GROUP BY ALL""",
    "long stays": """
        SELECT sector, year(discharged_at) AS "at", sum(days) AS d,
               sum(CASE WHEN days > CASE sector WHEN 'somatic' THEN 8 ELSE 18 END THEN days ELSE 0 END) AS n
        FROM (SELECT sector, discharged_at, CAST(discharged_at AS DATE) - CAST(admitted_at AS DATE) AS days FROM stays
              WHERE sector IN ('somatic', 'mental_health')) GROUP BY ALL""",
    "utilisers": """
        WITH c AS (SELECT person_id, municipality, admitted_at, discharged_at, stay_id,
            count(*) OVER (PARTITION BY person_id ORDER BY CAST(admitted_at AS DATE)
                           RANGE BETWEEN INTERVAL 364 DAY PRECEDING AND CURRENT ROW) AS c FROM stays),
        p AS (SELECT person_id, year(admitted_at) AS "at", max(c) AS c,
                     arg_max(municipality, (admitted_at, discharged_at)) AS municipality FROM c GROUP BY ALL)
        SELECT municipality, "at", count(*) AS d, count(*) FILTER (c >= 4) AS n FROM p GROUP BY ALL""",
    "census": """
        WITH d AS (SELECT trust, day, sum(n) AS n FROM (
            SELECT trust, CAST(admitted_at AS DATE) AS day, 1 AS n FROM stays
            UNION ALL SELECT trust, CAST(discharged_at AS DATE), -1 FROM stays) GROUP BY ALL),
        g AS (SELECT * FROM (SELECT DISTINCT trust FROM d), 
            (SELECT unnest(generate_series(min(day), max(day), INTERVAL 1 DAY))::DATE AS day FROM d))
        SELECT trust, epoch(day)::BIGINT // 86400 AS "at",
               sum(coalesce(n, 0)) OVER (PARTITION BY trust ORDER BY day) AS n FROM g LEFT JOIN d USING (trust, day)""",
    "chronic": """
        WITH b AS (SELECT of_id, bit_or(bit) AS bits FROM diagnoses JOIN codes ON code[1:3] = prefix GROUP BY ALL),
        p AS (SELECT person_id, year(admitted_at) AS "at", bit_count(coalesce(bit_or(bits), 0)) AS c,
                     arg_max(municipality, (admitted_at, discharged_at)) AS municipality
              FROM stays LEFT JOIN b ON stay_id = of_id GROUP BY ALL)
        SELECT municipality, "at", CASE WHEN c = 0 THEN '0' WHEN c <= 2 THEN '1-2' ELSE '3+' END AS "group",
        count(*) AS n FROM p GROUP BY ALL""",
}


def plain_duckdb(folder: Path) -> dict[str, Callable[[], pd.DataFrame]]:
    """Each figure straight from the files."""
    connection = duckdb.connect()
    connection.execute(
        f"SET memory_limit = '4GB'; SET temp_directory = '{folder}/spill'; SET enable_progress_bar = false"
    )
    for name in ("stays", "diagnoses"):
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{folder}/{name}.parquet')")
    connection.register("pairs", pd.DataFrame({"prefix": list(CHRONIC), "bit": list(CHRONIC.values())}))
    connection.execute("CREATE TABLE codes AS FROM pairs")
    return {name: lambda sql=sql: connection.execute(sql).df() for name, sql in SQL.items()}


class Pandas:
    """The frames are read once, as one would in a notebook; texts as categories, which is the fastest."""

    def __init__(self, folder: Path) -> None:
        columns = [name for name in pq.read_schema(folder / "stays.parquet").names if name != "sex"]
        self.stays = pq.read_table(folder / "stays.parquet", columns=columns, read_dictionary=["person_id"]).to_pandas()
        self.stays["person"] = self.stays.pop("person_id").cat.codes
        self._folder = folder

    def figures(self) -> dict[str, Callable[[], Any]]:
        return {"waiting": self.waiting, "readmission": self.readmission, "long stays": self.long_stays,
                "utilisers": self.utilisers, "census": self.census, "chronic": self.chronic}  # fmt: skip

    def waiting(self) -> pd.DataFrame:
        s = self.stays
        end = s["discharged_at"].dt.normalize()
        begin = pd.to_datetime(s["ready_on"])
        w = pd.DataFrame({"trust": s["trust"], "municipality": s["municipality"], "b": begin, "e": end})[begin < end]
        parts = []
        while len(w):
            month = w["b"].dt.to_period("M")
            following = (month + 1).dt.to_timestamp()
            days = (np.minimum(w["e"], following) - w["b"]).dt.days
            parts.append(
                w.assign(at=month.dt.year * 12 + month.dt.month - 1, n=days)[["trust", "municipality", "at", "n"]]
            )
            w = w.assign(b=following)[w["e"] > following]
        return pd.concat(parts).groupby(["trust", "municipality", "at"], observed=True)["n"].sum().reset_index()

    def _sorted(self) -> pd.DataFrame:
        return self.stays.sort_values(["person", "admitted_at", "discharged_at", "stay_id"], kind="stable")

    def readmission(self) -> pd.DataFrame:
        s = self._sorted()
        person = s["person"]
        so_far = s["discharged_at"].groupby(person).cummax()
        gap = (s["admitted_at"] - so_far.groupby(person).shift()).dt.total_seconds()
        first = ~(gap < EIGHT_HOURS)
        last = first.groupby(person).shift(-1, fill_value=True)
        start = s["admitted_at"].where(first & (s["urgency"] == "acute"))
        again = start[::-1].groupby(person[::-1]).ffill().groupby(person[::-1]).shift()[::-1]
        old = s["admitted_at"].dt.year - s["birth_year"] >= 67
        known = s["discharged_at"].dt.normalize() <= s["discharged_at"].max().normalize() - pd.Timedelta(days=30)
        kept = last & old & known & (s["ending"] == "discharged") & (s["sector"] == "somatic")
        back = (again - so_far).dt.total_seconds() < MONTH + 60
        at = s["discharged_at"].dt.year * 4 + s["discharged_at"].dt.quarter - 1
        frame = pd.DataFrame({"trust": s["trust"], "at": at, "n": back, "d": 1})[kept]
        return frame.groupby(["trust", "at"], observed=True)[["d", "n"]].sum().reset_index()

    def long_stays(self) -> pd.DataFrame:
        s = self.stays[self.stays["sector"].isin(["somatic", "mental_health"])]
        days = (s["discharged_at"].dt.normalize() - s["admitted_at"].dt.normalize()).dt.days
        long = days > s["sector"].map({"somatic": 8, "mental_health": 18}).astype(int)
        frame = pd.DataFrame(
            {"sector": s["sector"], "at": s["discharged_at"].dt.year, "d": days, "n": days.where(long, 0)}
        )
        return frame.groupby(["sector", "at"], observed=True)[["d", "n"]].sum().reset_index()

    def utilisers(self) -> pd.DataFrame:
        s = self._sorted()
        day = s["admitted_at"].dt.normalize()
        frame = pd.DataFrame({"person": s["person"].to_numpy(), "one": 1}, index=pd.DatetimeIndex(day))
        count = frame.groupby("person", sort=False)["one"].rolling("365D").count().to_numpy()
        people = pd.DataFrame({"person": s["person"].to_numpy(), "at": day.dt.year.to_numpy(), "c": count,
                               "municipality": s["municipality"].to_numpy()})  # fmt: skip
        of_year = (
            people.groupby(["person", "at"]).agg(c=("c", "max"), municipality=("municipality", "last")).reset_index()
        )
        of_year["n"] = of_year["c"] >= 4
        found = of_year.groupby(["municipality", "at"], observed=True).agg(d=("n", "size"), n=("n", "sum"))
        return found.reset_index()

    def census(self) -> pd.DataFrame:
        s = self.stays
        into = s.groupby([s["trust"], s["admitted_at"].dt.normalize()], observed=True).size().unstack(0, fill_value=0)
        out = s.groupby([s["trust"], s["discharged_at"].dt.normalize()], observed=True).size().unstack(0, fill_value=0)
        days = pd.date_range(into.index.min(), out.index.max(), name="at")
        change = into.reindex(days, fill_value=0) - out.reindex(days, fill_value=0)
        found = change.cumsum().stack().rename("n").reset_index()
        return found.set_axis(["at", "trust", "n"], axis=1)

    def chronic(self) -> pd.DataFrame:
        d = pq.read_table(self._folder / "diagnoses.parquet", columns=["of_id", "code"]).to_pandas()
        d["bits"] = d["code"].astype(str).str[:3].map(CHRONIC).fillna(0).astype(np.int64)
        d = d[d["bits"] > 0]
        number = pd.Series(np.arange(len(self.stays)), index=self.stays["stay_id"].to_numpy())
        row = number.reindex(d["of_id"].to_numpy()).to_numpy().astype(np.int64)
        bits = np.zeros(len(self.stays), dtype=np.int64)
        np.bitwise_or.at(bits, row, d["bits"].to_numpy())
        s = self.stays.assign(bits=bits).sort_values(["person", "admitted_at", "discharged_at"], kind="stable")
        year = s["admitted_at"].dt.year.to_numpy()
        new = np.flatnonzero(np.append(True, (np.diff(s["person"]) != 0) | (np.diff(year) != 0)))
        count = np.bitwise_count(np.bitwise_or.reduceat(s["bits"].to_numpy(), new))
        place = s["municipality"].to_numpy()[np.append(new[1:], len(s)) - 1]
        group = np.where(count == 0, "0", np.where(count <= 2, "1-2", "3+"))
        frame = pd.DataFrame({"municipality": place, "at": year[new], "group": group})
        return frame.groupby(["municipality", "at", "group"], observed=True).size().rename("n").reset_index()
