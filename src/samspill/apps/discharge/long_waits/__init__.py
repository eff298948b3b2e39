"""Long waits: lifted to a leader, then to a joint meeting, then to the body that owns the case. Never silently.

rules.py      which limit holds for a patient, and how far a wait is to be lifted: plain Python over rules that are data
models.py     the rules of a community, the waits, and each lift with why and to whom
lifting.py following.py   every write        listed.py   every read
"""
