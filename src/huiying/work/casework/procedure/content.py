"""Canonical content of minutes and proposals, as signatures and approvals bind it.

In:   a consultation or a proposal.    Out:  contents; whether signed minutes are in force.
Cost: one query for minutes.
"""

from __future__ import annotations

from typing import Any

from huiying.base.rulebook.queries import book_of
from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.heavy_path import ProcedureRules
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.procedure.models import Consultation, ConsultationState, Proposal
from huiying.work.casework.procedure.queries import invitations_of


def procedure_rules_of(consultation: Consultation) -> ProcedureRules:
    """Return the numbers that hold for a consultation: those in force when it was called."""
    return book_of(consultation.bureau_id, consultation.called_at).procedure


def minutes_in_force(consultation: Consultation) -> bool:
    """Tell whether the minutes are signed exactly as they stand."""
    request = consultation.signoff
    return (
        consultation.state == ConsultationState.SIGNED
        and request is not None
        and request.decision == Decision.APPROVED
        and request.content_hash == hash_of_content(minutes_content(consultation))
    )


def minutes_content(consultation: Consultation) -> dict[str, Any]:
    """Return the minutes in their one canonical shape: people, views, dissents, conclusions."""
    met = consultation.meets_at
    return {
        "number": consultation.number,
        "incident": consultation.incident.number,
        "meets_at": met.astimezone(LOCAL).isoformat() if met else "",
        "place": consultation.place,
        "invited": [
            {
                "who": row.label,
                "attendance": row.attendance,
                "opinions": [
                    {"text": opinion.text, "dissent": opinion.dissent}
                    for opinion in row.opinions.all()
                ],
            }
            for row in invitations_of(consultation)
        ],
        "nature": consultation.nature,
        "trend": consultation.trend,
        "risks": consultation.risks,
        "proposal": consultation.proposal,
    }


def proposal_content(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal in its canonical shape, with the incident and grade that it is for."""
    incident = proposal.incident.current
    return {
        "number": proposal.number,
        "incident": incident.number,
        "grade": incident.grade,
        "measures": proposal.measures,
        "risks": proposal.risks,
    }
