"""Municipal places: what is free now and the next days, who might fit where, and reserving without taking it twice.

kinds.py      which kinds of places there are: data
life.py       the life of a reservation, as a table
models.py     what is published, and the reservations; the database itself refuses to give one place away twice
fitting.py    who might fit where, with the reasons in words: plain Python, a proposal
publishing.py reserving.py     every write
overview.py   every read
"""
