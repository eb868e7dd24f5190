"""The heavy path of one incident: what is on record, and which hash binds what was approved.

In:   an incident with those merged into it.    Out:  what ``policy`` judges; contents, hashes.
Cost: four queries.

An approval binds the words, the grade and the incident's number: an edit, a regrade or a merge
in the middle of 报审 leaves the old approval without force, and the proposal is asked for anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiying.base.accounts.actions.take_number import take_number
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import Subject, append
from huiying.base.audit.chain import canonical
from huiying.base.rulebook.queries import book_of
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.grading import Grade
from huiying.policy.procedure import Block, OnRecord, ProcedureRules
from huiying.work.casework.models import (
    Assignment,
    AssignmentState,
    Consultation,
    ConsultationState,
    Invitation,
    Proposal,
    ProposalState,
)
from huiying.work.incidents.exceptions import CannotDecide
from huiying.work.incidents.models import Incident

__all__ = [
    "Assignment",
    "AssignmentState",
    "Consultation",
    "ConsultationState",
    "Invitation",
    "Papers",
    "Proposal",
    "ProposalState",
    "assignments_of",
    "consultation_by_number",
    "consultations_of",
    "incident_now",
    "minutes_stand",
    "on_record",
    "proposal_of",
    "rules_of",
    "tasks_of",
]

LOCAL = ZoneInfo("Asia/Shanghai")
OPEN = (ConsultationState.CALLED, ConsultationState.TO_SIGN)
MOST_MERGES = 50  # a chain of merged incidents is followed so far


def incident_now(incident: Incident) -> Incident:
    """Return the incident that an incident has become by merging."""
    for _step in range(MOST_MERGES):
        if incident.merged_into is None:
            break
        incident = incident.merged_into
    return incident


def _of(incident: Incident) -> Q:
    return Q(bureau_id=incident.bureau_id) & (
        Q(incident=incident)
        | Q(incident__merged_into=incident)
        | Q(incident__merged_into__merged_into=incident)
    )


def consultations_of(incident: Incident) -> QuerySet[Consultation]:
    """Return the consultations about an incident, newest first; also those of merged ones."""
    rows = Consultation.objects.filter(_of(incident)).select_related("signoff", "called_by")
    return rows.order_by("-called_at", "-pk")


def consultation_by_number(bureau_id: int, number: str) -> Consultation | None:
    """Return a consultation by its public number."""
    return Consultation.objects.filter(bureau_id=bureau_id, number=number).first()


def proposal_of(incident: Incident) -> Proposal | None:
    """Return the newest proposal about an incident that was not dropped."""
    rows = Proposal.objects.filter(_of(incident)).exclude(state=ProposalState.DROPPED)
    rows = rows.select_related("signoff__clock", "author", "incident__merged_into")
    return rows.order_by("-written_at", "-pk").first()


def assignments_of(incident: Incident) -> QuerySet[Assignment]:
    """Return what was assigned for an incident, oldest first, called back or not."""
    ours = Proposal.objects.filter(_of(incident))
    rows = Assignment.objects.filter(proposal__in=ours)
    return rows.select_related("unit", "team__head", "assigned_by")


def tasks_of(incident: Incident) -> QuerySet[Assignment]:
    """Return what was assigned for an incident, with all that a list shows of it."""
    return assignments_of(incident).select_related(
        "clock", "accepted_by", "proposal__incident__merged_into"
    )


def on_record(incident: Incident) -> OnRecord:
    """Return what has happened so far, for the rules of the order."""
    return Papers(
        list(consultations_of(incident)),
        proposal_of(incident),
        list(assignments_of(incident)),
    ).on_record(incident)


@dataclass(frozen=True, slots=True)
class Papers:
    """The heavy path of an incident as it was read: newest first, tasks oldest first."""

    meetings: Sequence[Consultation]
    proposal: Proposal | None
    tasks: Sequence[Assignment]

    def on_record(self, incident: Incident) -> OnRecord:
        """Return what has happened so far, for the rules of the order."""
        return _on_record(incident, self)


def _on_record(incident: Incident, papers: Papers) -> OnRecord:
    meetings, proposal = papers.meetings, papers.proposal
    request = proposal.signoff if proposal else None
    asked = proposal is not None and proposal.state != ProposalState.WRITING
    same = (
        proposal is not None
        and request is not None
        and request.content_hash == hash_of(proposal_content(proposal))
    )
    pending = request is not None and request.decision == Decision.PENDING
    return OnRecord(
        grade=Grade(incident.grade),
        called=any(row.state in OPEN for row in meetings),
        signed=any(minutes_stand(row) for row in meetings),
        skipped=any(row.state == ConsultationState.SKIPPED for row in meetings),
        written=proposal is not None,
        submitted=asked,
        approved=asked and same and _approved(request),
        changed=asked and not same,
        emergency=asked and same and pending and bool(request and request.emergency),
        assigned=any(row.state != AssignmentState.RECALLED for row in papers.tasks),
    )


def _approved(request: SignoffRequest | None) -> bool:
    return request is not None and request.decision == Decision.APPROVED


def rules_of(consultation: Consultation) -> ProcedureRules:
    """Return the numbers that hold for a consultation: those in force when it was called."""
    return book_of(consultation.bureau_id, consultation.called_at).procedure


def minutes_stand(consultation: Consultation) -> bool:
    """Tell whether the minutes are signed exactly as they stand."""
    request = consultation.signoff
    return (
        consultation.state == ConsultationState.SIGNED
        and request is not None
        and request.decision == Decision.APPROVED
        and request.content_hash == hash_of(minutes_content(consultation))
    )


def refuse(block: Block | None) -> None:
    """Raise CannotDecide with the sentence of a block, if there is one."""
    if block is not None:
        raise CannotDecide(_(block.label))


def invitations_of(consultation: Consultation) -> QuerySet[Invitation]:
    """Return who was invited, with what each said."""
    rows = Invitation.objects.filter(consultation=consultation)
    return rows.select_related("officer", "unit").prefetch_related("opinions__recorded_by")


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
                    {"text": said.text, "dissent": said.dissent} for said in row.opinions.all()
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
    incident = incident_now(proposal.incident)
    return {
        "number": proposal.number,
        "incident": incident.number,
        "grade": incident.grade,
        "measures": proposal.measures,
        "risks": proposal.risks,
    }


def hash_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of a content, 64 hexadecimal characters."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def number_for(incident: Incident, kind: str, letter: str, now: datetime) -> str:
    """Return the next public number of a kind: M2026-0001 (meeting), P…, A…."""
    year = now.astimezone(LOCAL).year
    number = take_number(bureau_id=incident.bureau_id, kind=kind, year=year)
    return f"{letter}{number}"


def record(
    row: Consultation | Proposal,
    verb: str,
    officer: Officer,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record, on the timeline of the incident."""
    kind = "consultation" if isinstance(row, Consultation) else "proposal"
    incident = incident_now(row.incident)
    append(
        bureau_id=row.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=Subject(kind, row.number, incident.title, f"incident:{incident.number}"),
        now=now,
        data=data or {},
    )
