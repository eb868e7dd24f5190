"""等级异议: find what units object to the grade of an incident, and answer it by a new grade.

In:   an incident, a bureau, a decision on the grade.    Out:  rows; objections answered.
Cost: one query; for each open objection that a decision answers an update, a record and its
      message.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.audit.record import record
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import merged_from
from huiying.work.incidents.grading.models import GradeDecision, GradeObjection, ObjectionState
from huiying.work.incidents.grading.objection_messages import queue_answer


def objections_of(incident: Incident, family: Collection[int]) -> QuerySet[GradeObjection]:
    """Return the objections about an incident and what was merged into it, oldest first."""
    rows = GradeObjection.objects.filter(
        bureau_id=incident.bureau_id, incident_id__in=[incident.pk, *family]
    )
    return rows.select_related("unit", "lodged_by", "settled_by", "decision", "file")


def open_objections_of(
    incident: Incident, family: Collection[int] | None = None
) -> QuerySet[GradeObjection]:
    """Return the objections about an incident that wait for an answer, oldest first.

    Args:
        family: Keys of what was merged into it; ``None`` = read, a query a step.
    """
    keys = [row.pk for row in merged_from(incident)] if family is None else family
    return objections_of(incident, keys).filter(state=ObjectionState.OPEN)


def open_objections(bureau_id: int) -> QuerySet[GradeObjection]:
    """Return all objections of a bureau that wait for an answer, oldest first."""
    rows = GradeObjection.objects.filter(bureau_id=bureau_id, state=ObjectionState.OPEN)
    return rows.select_related("unit", "incident__merged_into")


def objection_hash(row: GradeObjection) -> str:
    """Return the hash of what a unit wrote and of how it was answered, for the record."""
    return hash_of_content(
        {
            "incident": row.incident_id,
            "unit": row.unit_id,
            "grade": row.grade,
            "wanted": row.wanted,
            "content": row.content,
            "reaction": row.reaction,
            "media": row.media,
            "file": row.file.sha256 if row.file else "",
            "lodged_by": row.lodged_by_id,
            "state": str(row.state),
            "answer": row.answer,
            "decision": row.decision_id,
            "settled_by": row.settled_by_id,
        }
    )


def upholding_capability(incident: Incident) -> Capability:
    """Return what allows an officer to uphold a grade: of 重大 and graver it is a leader's."""
    return Capability.APPROVE if incident.grade >= Grade.MAJOR else Capability.GRADE


def standing_decisions(incident: Incident) -> list[GradeDecision]:
    """Return the decisions that the grade of an incident rests on.

    After a merge the grade may be that of the other matter: then its decision is among them.
    """
    keys = [incident.pk, *(row.pk for row in merged_from(incident))]
    rows = GradeDecision.objects.filter(incident_id__in=keys).select_related("by", "second")
    last = {row.incident_id: row for row in rows.order_by("at", "pk")}
    return [row for row in last.values() if row.grade == incident.grade]


def is_another_than_who_signed(officer: Officer, incident: Incident, now: datetime) -> bool:
    """Tell whether an officer is a second person beside everybody who signed the grade."""
    return all(
        is_second_person(officer, signer, since=row.at, now=now)
        for row in standing_decisions(incident)
        for signer in (row.by, row.second)
        if signer is not None
    )


def may_uphold(officer: Officer, row: GradeObjection, now: datetime) -> bool:
    """Tell whether an officer may uphold the grade that an objection is about."""
    incident = row.incident.current
    return (
        may(officer, upholding_capability(incident))
        and is_second_person(officer, row.lodged_by, since=row.lodged_at, now=now)
        and is_another_than_who_signed(officer, incident, now)
    )


def answer_by_grade(
    incident: Incident, decision: GradeDecision, *, officer: Officer, now: datetime
) -> None:
    """Answer the open objections of an incident by a new grade, with its reason.

    Args:
        officer: Who made the grade stand: of two signatures the second one.
    """
    for row in open_objections_of(incident):
        row.state, row.decision = ObjectionState.REGRADED, decision
        row.settled_at, row.settled_by = now, officer
        row.save(update_fields=["state", "decision", "settled_at", "settled_by"])
        record(
            row,
            "objection.regraded",
            officer,
            now,
            to=decision.grade,
            reason=decision.reason,
            hash=objection_hash(row),
        )
        queue_answer(row, Grade(decision.grade), now)
