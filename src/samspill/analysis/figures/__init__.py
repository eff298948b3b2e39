"""Figures: declared indicators counted over tables.

compute(tables, indicators, engine=…)   ->  a long pyarrow table; its columns stand in results.py    (computing.py)
run(data, into, engine=…)               ->  all of them to disk, resumable, published in one move    (running.py)
published(into).rows("waiting_days")    ->  what a page reads                                        (published.py)
with_values(rows, per)                  ->  with the value worked out                                (results.py)
"""
