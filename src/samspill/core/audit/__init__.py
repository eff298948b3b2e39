"""Two append-only logs: what was done (audit trail) and who saw which patient (access log), sealed in chained batches.

record(by=…, deed=…, about=…)       one row, in the transaction of the change itself
opened(by=…, patient=…, stay=…, …)  one row each time somebody opens a patient; `opened_many` for a list with names
seal_new_rows()                     close the rows that came since the last seal into a batch (the schedule does it)
verify()                            sentences about everything that does not add up; empty when all is well
removals()                          sentences about what retention has taken away (`removal` does it)
"""

from samspill.core.audit.chain import seal_new_rows
from samspill.core.audit.checking import counts, removals, verify
from samspill.core.audit.record import opened, opened_many, record

__all__ = ["counts", "opened", "opened_many", "record", "removals", "seal_new_rows", "verify"]
