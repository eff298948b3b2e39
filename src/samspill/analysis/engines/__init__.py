"""Engines: each counts the same declared indicators, and they must agree.

    duckdb     the default: Ibis expressions on DuckDB
    memory     the twin: plain Python over the rows, slow and easy to read
    kernels    compiled loops over the prepared arrays, where every millisecond counts
    spark://…  the same Ibis expressions on a Spark cluster

An engine gives *cells*: the finest rows of an indicator. What follows (totals, quarters and years, denominators
that are looked up) is the same for all and stands in `figures.finishing`.

Cells are a pyarrow table:
    at             int: the month as 12 × year + month − 1, the day as days since 1970-01-01, or the year
    trust, municipality, sector, group   text, those that the indicator has; "unknown" where the data does not say
    count          rows (or persons) in the denominator
    hits           of these, how many are in the numerator
    numerator, denominator   sums, as float64
    begun          of a Spread: of the count, those that begin at that time
"""
