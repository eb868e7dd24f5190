"""The models of incidents, gathered for Django; import them from their own modules."""

from huiying.work.incidents.candidates.models import Candidate, SetAsideRequest
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.grading.models import (
    GradeDecision,
    GradeObjection,
    GradingRequest,
    OutsideLevel,
    SeverityDecision,
    ValueDecision,
)
from huiying.work.incidents.grading.rise_models import GradeRise
from huiying.work.incidents.incidents.models import ConcernedUnit, SuperiorCall
from huiying.work.incidents.merge_questions.models import MergeQuestion
from huiying.work.incidents.placements.models import OfficerDecision, Placement
from huiying.work.incidents.recusals.models import Recusal
from huiying.work.incidents.situation.models import SituationRevision

__all__ = [
    "Candidate",
    "ConcernedUnit",
    "GradeDecision",
    "GradeObjection",
    "GradeRise",
    "GradingRequest",
    "Incident",
    "IncidentEvent",
    "MergeQuestion",
    "OfficerDecision",
    "OutsideLevel",
    "Placement",
    "Recusal",
    "SetAsideRequest",
    "SeverityDecision",
    "SituationRevision",
    "SuperiorCall",
    "ValueDecision",
]
