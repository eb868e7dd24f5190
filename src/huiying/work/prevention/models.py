"""The models of prevention, gathered for Django; import them from their own modules."""

from huiying.work.prevention.decisions.models import (
    DecisionFile,
    DecisionIncident,
    Dissent,
    MethodUse,
    RiskPoint,
    SignedAssessment,
)
from huiying.work.prevention.drills.models import Drill, DrillResult
from huiying.work.prevention.plans.models import (
    Plan,
    PlanActivation,
    PlanItem,
    PlanVersion,
)
from huiying.work.prevention.risks.models import Risk, RiskChange, RiskDate, RiskVersion
from huiying.work.prevention.sweeps.models import Sweep, SweepPart

__all__ = [
    "DecisionFile",
    "DecisionIncident",
    "Dissent",
    "Drill",
    "DrillResult",
    "MethodUse",
    "Plan",
    "PlanActivation",
    "PlanItem",
    "PlanVersion",
    "Risk",
    "RiskChange",
    "RiskDate",
    "RiskPoint",
    "RiskVersion",
    "SignedAssessment",
    "Sweep",
    "SweepPart",
]
