"""Compare the grades of incidents, and objections to them, with the record.

In:   a bureau.    Out:  what differs, each named by its incident.
Cost: two queries for each of the two; one short pass over the records of each.

An incident has the grade of its last signed decision, or the graver one of an incident that was
merged into it since. One without a record of its opening is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradeObjection
from huiying.work.incidents.grading.objections import objection_hash

OPENED, MERGED = "incident.opened", "incident.merged"
SIGNED = ("incident.graded", "incident.grade_signed")


def grade_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the incidents whose grade nobody signed, and those that are gone."""
    recorded = _recorded_grades(bureau_id)
    grades = dict(Incident.objects.filter(bureau_id=bureau_id).values_list("number", "grade"))
    for ref, grade in sorted(recorded.items()):
        if ref not in grades:
            yield reason("record.incident_missing", ref=ref)
        elif grades[ref] != grade:
            yield reason("record.grade_differs", ref=ref)


def objection_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the incidents of which an objection is gone, changed, or was never recorded."""
    records = AuditRecord.objects.filter(
        bureau_ref=bureau_id, kind="objection", verb__startswith="objection."
    )
    recorded: dict[str, tuple[str, str]] = {}
    for ref, topic, data in records.order_by("seq").values_list("ref", "topic", "data"):
        with reading(AuditRecord, ref):
            recorded[ref] = data["hash"], topic.removeprefix("incident:")
    rows = GradeObjection.objects.filter(bureau_id=bureau_id).order_by()
    wrong = set()
    for row in rows.select_related("incident", "file"):
        with reading(row):
            digest, _number = recorded.pop(str(row.pk), ("", ""))
            if digest != objection_hash(row):
                wrong.add(row.incident.number)
    wrong |= {number for _digest, number in recorded.values()}
    for ref in sorted(wrong):
        yield reason("record.objection_differs", ref=ref)


def _recorded_grades(bureau_id: int) -> dict[str, int]:
    """Return the grade of each incident, by number, as the records leave it."""
    found: dict[str, int] = {}
    rows = AuditRecord.objects.filter(
        bureau_ref=bureau_id, kind="incident", verb__in=(OPENED, MERGED, *SIGNED)
    )
    for ref, verb, data in rows.order_by("seq").values_list("ref", "verb", "data").iterator():
        with reading(AuditRecord, ref):
            if verb == OPENED:
                found[ref] = data["grade"]
            elif ref not in found:
                continue
            elif verb in SIGNED:
                found[ref] = data["to"]
            elif data["into"] in found:
                found[data["into"]] = max(found[data["into"]], found[ref])
    return found
