"""What is published, what left the house, decisions about charts, reports, requests, and who opened which list."""

from samspill.apps.insight.models.charts import ChartDecision, DecisionKind
from samspill.apps.insight.models.ledger import LedgerBook, LedgerEntry
from samspill.apps.insight.models.lists import ListOpening
from samspill.apps.insight.models.publications import Audience, Observation, Publication, PublishedIndicator, Shown
from samspill.apps.insight.models.reports import Report, ReportSection
from samspill.apps.insight.models.requests import AnalysisRequest
from samspill.apps.insight.models.watched import WatchedFigure

__all__ = [
    "AnalysisRequest",
    "Audience",
    "ChartDecision",
    "DecisionKind",
    "LedgerBook",
    "LedgerEntry",
    "ListOpening",
    "Observation",
    "Publication",
    "PublishedIndicator",
    "Report",
    "ReportSection",
    "Shown",
    "WatchedFigure",
]
