"""What a stored file proves, what prevents its destruction, and the state of its destruction.

In:   a file.    Out:  its owners with their incidents, what holds it, requests.
Cost: eight queries.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from huiying.base.files.models import StoredFile
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.stages import Stage
from huiying.policy.release.erasure import EraseHold
from huiying.work.casework.notices.models import ReportFile
from huiying.work.casework.tasks.models import Material
from huiying.work.casework.verification.models import Evidence, FindingState
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradeObjection
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.disclosure.models import EvidenceRelease, FileErasure
from huiying.work.responses.mechanism.models import MechanismReview
from huiying.work.responses.outlets.models import Carried

KIND = "erase_file"
STANDING = (FindingState.PROPOSED, FindingState.CONFIRMED)
OVER = (Stage.CLOSED, Stage.DISMISSED)


@dataclass(frozen=True, slots=True)
class Owner:
    """One thing that a file belongs to: what it is, its number, whether that holds the file."""

    kind: str  # docket, task, commitment, answer, mechanism, report, objection
    number: str
    words: str  # what the file shows
    incident: Incident
    holds: EraseHold | None


def owners_of(file: StoredFile) -> list[Owner]:
    """Return everything that a file belongs to."""
    return [
        *_evidence(file),
        *_materials(file),
        *_carried(file),
        *_scans(file),
        *_opinions(file),
        *_reports(file),
        *_objections(file),
    ]


def _evidence(file: StoredFile) -> list[Owner]:
    rows = Evidence.objects.filter(file=file).select_related("finding__docket")
    return [
        Owner(
            "docket",
            row.finding.docket.number,
            row.words,
            row.finding.docket.origin_incident,
            EraseHold.FINDING if row.finding.state in STANDING else None,
        )
        for row in rows
    ]


def _materials(file: StoredFile) -> list[Owner]:
    rows = Material.objects.filter(file=file).select_related(
        "entry__assignment__proposal__incident__merged_into",
        "commitment__incident__merged_into",
    )
    found = []
    for row in rows:
        if row.commitment is not None:
            promise = row.commitment
            matter = promise.incident.current
            found.append(
                Owner("commitment", promise.number, row.words, matter, EraseHold.PROMISE)
            )
        elif row.entry is not None:
            task = row.entry.assignment
            matter = task.proposal.incident.current
            hold = None if matter.stage in OVER else EraseHold.TASK
            found.append(Owner("task", task.number, row.words, matter, hold))
    return found


def _carried(file: StoredFile) -> list[Owner]:
    rows = Carried.objects.filter(file=file).select_related(
        "release__answer__incident__merged_into"
    )
    return [
        Owner(
            "answer",
            row.release.answer.number,
            row.proof,
            row.release.answer.incident.current,
            EraseHold.CARRIED,
        )
        for row in rows
    ]


def _scans(file: StoredFile) -> list[Owner]:
    rows = Confirmation.objects.filter(file=file).select_related(
        "unit", "draft__answer__incident__merged_into"
    )
    return [
        Owner(
            "answer",
            row.draft.answer.number,
            f"{row.unit.name} {row.number}",
            row.draft.answer.incident.current,
            None if row.state == ConfirmationState.VOID else EraseHold.CONFIRMED,
        )
        for row in rows
    ]


def _reports(file: StoredFile) -> list[Owner]:
    rows = ReportFile.objects.filter(file=file).select_related(
        "report__notice__unit", "report__notice__incident__merged_into"
    )
    found = []
    for row in rows:
        notice = row.report.notice
        matter = notice.incident.current
        hold = None if matter.stage in OVER else EraseHold.REPORT
        words = f"{notice.unit.name} {row.words}"
        found.append(Owner("report", notice.number, words, matter, hold))
    return found


def _objections(file: StoredFile) -> list[Owner]:
    rows = GradeObjection.objects.filter(file=file).select_related(
        "unit", "incident__merged_into"
    )
    found = []
    for row in rows:
        matter = row.incident.current
        hold = None if matter.stage in OVER else EraseHold.OBJECTION
        found.append(Owner("objection", str(row.pk), row.unit.name, matter, hold))
    return found


def _opinions(file: StoredFile) -> list[Owner]:
    rows = MechanismReview.objects.filter(file=file).select_related(
        "draft__answer__incident__merged_into"
    )
    return [
        Owner(
            "mechanism",
            row.number,
            f"{row.office_name} {row.document}",
            row.draft.answer.incident.current,
            None if row.voided_at is not None else EraseHold.MECHANISM,
        )
        for row in rows
    ]


def evidence_release_of(file: StoredFile) -> EvidenceRelease | None:
    """Return who said that a file need no longer prove anything."""
    return EvidenceRelease.objects.filter(file=file).select_related("by").first()


def holds_of(file: StoredFile) -> list[Owner]:
    """Return what forbids to destroy a file now; nothing, once it was released."""
    if evidence_release_of(file) is not None:
        return []
    return [owner for owner in owners_of(file) if owner.holds is not None]


def erasures_of(file: StoredFile) -> QuerySet[FileErasure]:
    """Return the requests to destroy a file, newest first."""
    rows = FileErasure.objects.filter(file=file)
    return rows.select_related("requested_by", "signoff__decided_by")


def erasure_hash(row: FileErasure) -> str:
    """Return the hash of what is signed: this file, this ground, these words."""
    return hash_of_content(
        {
            "schema": 1,
            "file": row.file.number,
            "hash": row.file.sha256,
            "ground": row.ground,
            "reason": row.reason,
        }
    )
