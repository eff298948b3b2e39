"""Compiled loops over the prepared arrays: the engine for many millions of rows.

columns.py   whole columns with the operators that declarations use, so conditions are read as they stand
loops.py     the few loops that are compiled (numba): sums by place, rolling counts, different values within a run
engine.py    the shapes over them, block by block
"""
