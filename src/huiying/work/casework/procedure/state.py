"""The state of an incident's procedure: consultation, proposal, assignment.

An approval binds the words, the grade and the incident's number: an edit, a regrade or a merge
during 报审 leaves the old approval without force, and the proposal must be submitted again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.heavy_path import BlockReason, PathRecord
from huiying.work.casework.procedure.content import minutes_in_force, proposal_content
from huiying.work.casework.procedure.models import (
    Assignment,
    AssignmentState,
    Consultation,
    ConsultationState,
    Proposal,
    ProposalState,
)
from huiying.work.casework.procedure.queries import (
    assignments_of,
    consultations_of,
    proposal_of,
)
from huiying.work.incidents.core.models import Incident

OPEN_CONSULTATIONS = (ConsultationState.CALLED, ConsultationState.TO_SIGN)


def procedure_state(incident: Incident) -> PathRecord:
    """Return what has happened so far, for the rules of the order."""
    return ProcedureRows(
        list(consultations_of(incident)),
        proposal_of(incident),
        list(assignments_of(incident)),
    ).on_record(incident)


@dataclass(frozen=True, slots=True)
class ProcedureRows:
    """The heavy path of an incident as it was read: newest first, tasks oldest first."""

    meetings: Sequence[Consultation]
    proposal: Proposal | None
    tasks: Sequence[Assignment]

    def on_record(self, incident: Incident) -> PathRecord:
        """Return what has happened so far, for the rules of the order."""
        return _state(incident, self)


def _state(incident: Incident, papers: ProcedureRows) -> PathRecord:
    meetings, proposal = papers.meetings, papers.proposal
    request = proposal.signoff if proposal else None
    submitted = proposal is not None and proposal.state != ProposalState.WRITING
    same = (
        proposal is not None
        and request is not None
        and request.content_hash == hash_of_content(proposal_content(proposal))
    )
    pending = request is not None and request.decision == Decision.PENDING
    return PathRecord(
        grade=Grade(incident.grade_in_force),
        called=any(row.state in OPEN_CONSULTATIONS for row in meetings),
        signed=any(minutes_in_force(row) for row in meetings),
        skipped=any(row.state == ConsultationState.SKIPPED for row in meetings),
        written=proposal is not None,
        submitted=submitted,
        approved=submitted and same and _approved(request),
        changed=submitted and not same,
        emergency=submitted and same and pending and bool(request and request.emergency),
        assigned=any(row.state != AssignmentState.RECALLED for row in papers.tasks),
    )


def _approved(request: SignoffRequest | None) -> bool:
    return request is not None and request.decision == Decision.APPROVED


def refuse_blocked(block: BlockReason | None) -> None:
    """Raise Refused with the sentence of a block, if there is one."""
    if block is not None:
        raise Refused(_(block.label))
