"""National messages to and from the events of a stay. Plain Python and lxml: no database, no network.

    message = read(data, schemas=Schemas(folder))           bytes to events, or Unreadable / NotForUs with the reason
    write_receipt(head, outcome=Outcome.ACCEPTED, …)        AppRec 1.0 and 1.1
    write_logistics(envelope, "LOG_INNLAGT", {Kind.ADMITTED: at})    the five logistics messages of PLO 1.6
    write_answer(envelope, can=True, expected=day)          the municipality's answer, dialogue 1.0 and 1.1
    write_note(envelope, "…")                               words about a ready notice that are no answer

What is read and written, every error code and why: docs/messages.md.
"""

from samspill.messages.answer_text import Answer, understand, write_answer_text
from samspill.messages.faults import ERROR_TEXTS, NotForUs, Unreadable
from samspill.messages.identity import Identity, WrongNumber, check_number, is_synthetic, synthetic_number
from samspill.messages.message import Contact, Envelope, Head, HealthWorker, Message, Outcome, Party, Patient, Status
from samspill.messages.reading import read
from samspill.messages.receipt import can_be_answered, write_receipt
from samspill.messages.schemas import SchemaFault, Schemas, SchemasMissing
from samspill.messages.writing import write_answer, write_logistics, write_note

__all__ = [
    "ERROR_TEXTS",
    "Answer",
    "Contact",
    "Envelope",
    "Head",
    "HealthWorker",
    "Identity",
    "Message",
    "NotForUs",
    "Outcome",
    "Party",
    "Patient",
    "SchemaFault",
    "Schemas",
    "SchemasMissing",
    "Status",
    "Unreadable",
    "WrongNumber",
    "can_be_answered",
    "check_number",
    "is_synthetic",
    "read",
    "synthetic_number",
    "understand",
    "write_answer",
    "write_answer_text",
    "write_logistics",
    "write_note",
    "write_receipt",
]
