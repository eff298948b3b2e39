"""Plans and their editions, actions and how they go, measures, rollouts, frameworks and improvement projects."""

from samspill.apps.plans.models.effect import (
    DefinitionChange,
    EditionVerdict,
    Judgement,
    Measure,
    MeasureKind,
    MeasurePoint,
    MeasureUnit,
    PublishedLink,
)
from samspill.apps.plans.models.frameworks import FrameworkReview, FrameworkTask, FrameworkUse
from samspill.apps.plans.models.incoming import IncomingPlan
from samspill.apps.plans.models.plan import (
    Action,
    ActionInEdition,
    ActionPlan,
    CrossReference,
    EditionState,
    Ending,
    FocusArea,
    Goal,
    PlanEdition,
    Responsible,
)
from samspill.apps.plans.models.projects import ImprovementProject, PdsaCycle
from samspill.apps.plans.models.rollout import Phase, PhaseChange, Rollout, RolloutPlace
from samspill.apps.plans.models.working import (
    ActionDecision,
    ActionDocument,
    ActionTask,
    Choice,
    PlanWorkGroup,
    Status,
    StatusEntry,
)

__all__ = [
    "Action",
    "ActionDecision",
    "ActionDocument",
    "ActionInEdition",
    "ActionPlan",
    "ActionTask",
    "Choice",
    "CrossReference",
    "DefinitionChange",
    "EditionState",
    "EditionVerdict",
    "Ending",
    "FocusArea",
    "FrameworkReview",
    "FrameworkTask",
    "FrameworkUse",
    "Goal",
    "ImprovementProject",
    "IncomingPlan",
    "Judgement",
    "Measure",
    "MeasureKind",
    "MeasurePoint",
    "MeasureUnit",
    "PdsaCycle",
    "Phase",
    "PhaseChange",
    "PlanEdition",
    "PlanWorkGroup",
    "PublishedLink",
    "Responsible",
    "Rollout",
    "RolloutPlace",
    "Status",
    "StatusEntry",
]
