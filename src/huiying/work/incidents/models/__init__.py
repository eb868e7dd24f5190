"""Nouns of incidents, a module each; everybody imports them from here.

In:   the modules of this folder.    Out:  their models, which Django finds by this import.
Cost: none.
"""

from __future__ import annotations

from huiying.work.incidents.models.decisions import (
    GradeDecision,
    OfficerDecision,
    OutsideLevel,
    Recusal,
    SeverityDecision,
    ValueDecision,
)
from huiying.work.incidents.models.matters import (
    Candidate,
    CandidateState,
    ConcernedUnit,
    Incident,
    IncidentEvent,
    Placement,
)
from huiying.work.incidents.models.questions import MergeQuestion, QuestionState

__all__ = [
    "Candidate",
    "CandidateState",
    "ConcernedUnit",
    "GradeDecision",
    "Incident",
    "IncidentEvent",
    "MergeQuestion",
    "OfficerDecision",
    "OutsideLevel",
    "Placement",
    "QuestionState",
    "Recusal",
    "SeverityDecision",
    "ValueDecision",
]
