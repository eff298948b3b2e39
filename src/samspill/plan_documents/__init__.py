"""Action plans as documents: Word, spreadsheets, PDF, plain text, into one neutral model and out again.

Plain Python, usable on its own: `read_plan(bytes)` understands, `writing` makes documents. Nothing is dropped: each
word of the source is in the model or among its `unplaced`. What it understands, and how, stands in docs/plans.md.
"""

from samspill.plan_documents.model import Action, Area, Goal, Link, Mark, ReadPlan, Unplaced
from samspill.plan_documents.reading import read_plan
from samspill.plan_documents.source import Unreadable

__all__ = ["Action", "Area", "Goal", "Link", "Mark", "ReadPlan", "Unplaced", "Unreadable", "read_plan"]
