"""Patients, their stays, what happened to them, and the messages that told it."""

from samspill.apps.discharge.long_waits.models import JointMeeting, JointPoint, Lift, LongWait, LongWaitRule
from samspill.apps.discharge.models.access import EMERGENCIES, GrantedAccess, Ground, Verdict
from samspill.apps.discharge.models.assessment import Diagnoses, FrailtyScore, JointAssessment, Pointing
from samspill.apps.discharge.models.coordination import (
    DelayCause,
    DocumentMark,
    Function,
    Matter,
    Meeting,
    Note,
    OfStay,
    StayCause,
    Task,
    TheSide,
)
from samspill.apps.discharge.models.events import StayEvent
from samspill.apps.discharge.models.messages import Outcome, OutgoingMessage, ReceivedMessage
from samspill.apps.discharge.models.patients import Patient
from samspill.apps.discharge.models.pulse import Pulse
from samspill.apps.discharge.models.rates import DailyRate
from samspill.apps.discharge.models.rounds import Round, RoundPoint, RoundSetting
from samspill.apps.discharge.models.stays import Stay
from samspill.apps.discharge.places.models import PlaceDay, PlaceKind, PlaceStock, Reservation
from samspill.apps.discharge.quiet_notices.models import ToldUntil
from samspill.apps.discharge.settlement.models import BilledDay, DocumentsSent, Objection, Statement, StatementLine

__all__ = [
    "EMERGENCIES",
    "BilledDay",
    "DailyRate",
    "DelayCause",
    "Diagnoses",
    "DocumentMark",
    "DocumentsSent",
    "FrailtyScore",
    "Function",
    "GrantedAccess",
    "Ground",
    "JointAssessment",
    "JointMeeting",
    "JointPoint",
    "Lift",
    "LongWait",
    "LongWaitRule",
    "Matter",
    "Meeting",
    "Note",
    "Objection",
    "OfStay",
    "Outcome",
    "OutgoingMessage",
    "Patient",
    "PlaceDay",
    "PlaceKind",
    "PlaceStock",
    "Pointing",
    "Pulse",
    "ReceivedMessage",
    "Reservation",
    "Round",
    "RoundPoint",
    "RoundSetting",
    "Statement",
    "StatementLine",
    "Stay",
    "StayCause",
    "StayEvent",
    "Task",
    "TheSide",
    "ToldUntil",
    "Verdict",
]
