"""Compare signed minutes and approved proposals with the record of their signatures.

In:   a bureau.    Out:  what differs, each named.
Cost: a few queries for all of them, some for each that is signed or approved.

Minutes have the hash that the last record of their signing names. The hash of a proposal also
covers grade and number of its incident as they were: each that the incident had is tried.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.reasons.reason import Reason, reason
from huiying.work.casework.procedure.content import minutes_content, proposal_content
from huiying.work.casework.procedure.models import (
    Consultation,
    ConsultationState,
    Proposal,
    ProposalState,
)

SIGNED = "minutes.signed"
MINUTES_OPENED = (
    "consultation.called",
    "consultation.invited",
    "consultation.attendance",
    "consultation.opinion",
    "consultation.dissent",
    "consultation.cancelled",
    "minutes.written",
    "minutes.sent",
    "minutes.returned",
)
APPROVED = ("proposal.approved", "proposal.ratified")
PROPOSAL_OPENED = (
    "proposal.started",
    "proposal.edited",
    "proposal.submitted",
    "proposal.emergency",
    "proposal.returned",
    "proposal.not_ratified",
)


def minutes_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the minutes that are not as they were signed."""
    last = _last_records(bureau_id, "consultation", (SIGNED, *MINUTES_OPENED))
    complete = _complete_signatures(bureau_id)
    signed = {
        ref: row.data["hash"]
        for ref, row in last.items()
        if row.verb == SIGNED and (ref, row.data["hash"]) in complete
    }
    there = set()
    rows = Consultation.objects.filter(bureau_id=bureau_id).select_related("incident")
    for row in rows.order_by("pk"):
        with reading(row):
            there.add(row.number)
            is_signed = row.state == ConsultationState.SIGNED
            if is_signed and row.number not in signed:
                yield reason("record.minutes_not_signed", ref=row.number)
            elif row.number in signed and not is_signed:
                yield reason("record.minutes_signed", ref=row.number)
            elif is_signed and hash_of_content(minutes_content(row)) != signed[row.number]:
                yield reason("record.minutes_differ", ref=row.number)
    for ref in sorted(signed.keys() - there):
        yield reason("record.minutes_missing", ref=ref)


def _complete_signatures(bureau_id: int) -> set[tuple[str, str]]:
    """Return the minutes of which the last signature that was needed is recorded."""
    rows = AuditRecord.objects.filter(
        bureau_ref=bureau_id,
        kind="signoff",
        verb="signoff.approved",
        ref__startswith="minutes:",
    )
    return {
        (ref.removeprefix("minutes:"), data["hash"])
        for ref, data in rows.values_list("ref", "data")
    }


def proposal_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the proposals that are not as they were approved."""
    last = _last_records(bureau_id, "proposal", (*APPROVED, *PROPOSAL_OPENED))
    approved = {ref: row.data["hash"] for ref, row in last.items() if row.verb in APPROVED}
    there = set()
    rows = Proposal.objects.filter(bureau_id=bureau_id).select_related("incident__merged_into")
    for row in rows.order_by("pk"):
        with reading(row):
            there.add(row.number)
            is_approved = row.state == ProposalState.APPROVED
            if is_approved and row.number not in approved:
                yield reason("record.proposal_not_approved", ref=row.number)
            elif row.number in approved and row.state not in (
                ProposalState.APPROVED,
                ProposalState.DROPPED,
            ):
                yield reason("record.proposal_approved", ref=row.number)
            elif row.number in approved and approved[row.number] not in _hashes(row):
                yield reason("record.proposal_differs", ref=row.number)
    for ref in sorted(approved.keys() - there):
        yield reason("record.proposal_missing", ref=ref)


def _hashes(proposal: Proposal) -> set[str]:
    """Return the hashes of a proposal's words under each incident and grade it was about."""
    numbers = [proposal.incident.number]
    incident = proposal.incident
    while incident.merged_into is not None and incident.merged_into.number not in numbers:
        incident = incident.merged_into
        numbers.append(incident.number)
    content = proposal_content(proposal)
    return {
        hash_of_content({**content, "incident": number, "grade": int(grade)})
        for number in numbers
        for grade in Grade
    }


def _last_records(bureau_id: int, kind: str, verbs: tuple[str, ...]) -> dict[str, AuditRecord]:
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=kind, verb__in=verbs)
    return {row.ref: row for row in rows.order_by("seq").iterator()}
