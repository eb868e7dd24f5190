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

__all__ = [
    "Candidate",
    "CandidateState",
    "ConcernedUnit",
    "GradeDecision",
    "Incident",
    "IncidentEvent",
    "OfficerDecision",
    "OutsideLevel",
    "Placement",
    "Recusal",
    "SeverityDecision",
    "ValueDecision",
]
