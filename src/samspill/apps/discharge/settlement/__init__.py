"""The monthly settlement between a trust and a municipality, by the rules of `samspill.stay` and by no others.

reckoning.py   days owed and days billed -> the lines of a month, and the corrections of months that are locked
owed.py        the payable days of a trust's stays, as the library counts them
life.py        the life of an objection, as a table
models.py      statements, their lines when locked, the ledger of billed days, objections
statement.py   a statement as it stands now, or as it was locked
keeping.py approving.py objecting.py     every write
files.py       the same statement as CSV, XLSX and tagged PDF, the same bytes each time
"""
