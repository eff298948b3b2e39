"""Prepare once, ask often: from loaded tables to tables that every indicator is a short sum over.

columns.py       what the prepared tables hold
stays_made.py    how stays are prepared (Ibis: DuckDB or Spark)
others_made.py   how the other tables are
by_hand.py       the same for few rows, in plain Python: what the twin counts on
ground.py        where tables come from: a folder of loaded tables, or tables in memory
store.py         the prepared tables on disk: sorted by person and time, as Parquet and as plain arrays
"""
