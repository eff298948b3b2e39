"""Who is who: communities, the units that belong to them, the people who work there, and what they offer and do."""

from samspill.directory.models.areas import Catchment, ClusterMember, Edition, NumberChange
from samspill.directory.models.community import Community, Membership
from samspill.directory.models.contact import ContactKind, ContactWay, OpeningHours, Substitute, Topic
from samspill.directory.models.exchange import FileIn, FileStatus
from samspill.directory.models.history import EarlierUnit
from samspill.directory.models.joint_work import (
    JointWork,
    JointWorkKind,
    JointWorkStatus,
    OverlapAnswer,
    OverlapReply,
    Participant,
    StatusChange,
)
from samspill.directory.models.map_place import MapPlace
from samspill.directory.models.newcomer import Newcomer
from samspill.directory.models.offers import CourseFeed, OfferDate, OfferKind, OfferLevel, ServiceOffer
from samspill.directory.models.people import Person, Position
from samspill.directory.models.representation import FeeAgreement, Representation, Side, Support, SupportKind
from samspill.directory.models.search import (
    SearchChange,
    SearchEntry,
    SearchNear,
    SearchPart,
    SearchPosting,
    SearchState,
    SearchWord,
)
from samspill.directory.models.units import Unit, UnitKind

__all__ = [
    "Catchment",
    "ClusterMember",
    "Community",
    "ContactKind",
    "ContactWay",
    "CourseFeed",
    "EarlierUnit",
    "Edition",
    "FeeAgreement",
    "FileIn",
    "FileStatus",
    "JointWork",
    "JointWorkKind",
    "JointWorkStatus",
    "MapPlace",
    "Membership",
    "Newcomer",
    "NumberChange",
    "OfferDate",
    "OfferKind",
    "OfferLevel",
    "OpeningHours",
    "OverlapAnswer",
    "OverlapReply",
    "Participant",
    "Person",
    "Position",
    "Representation",
    "SearchChange",
    "SearchEntry",
    "SearchNear",
    "SearchPart",
    "SearchPosting",
    "SearchState",
    "SearchWord",
    "ServiceOffer",
    "Side",
    "StatusChange",
    "Substitute",
    "Support",
    "SupportKind",
    "Topic",
    "Unit",
    "UnitKind",
]
