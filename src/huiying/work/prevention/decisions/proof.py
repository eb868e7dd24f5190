"""Compare signed assessments with the record of their signatures.

In:   a bureau.    Out:  what differs, each named by its number.
Cost: three queries for all of them, and three more for each file that is signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.policy.core.hashing import hash_of_content
from huiying.reasons.reason import Reason, reason
from huiying.work.prevention.decisions.content import decision_content
from huiying.work.prevention.decisions.models import (
    DecisionFile,
    FileState,
    SignedAssessment,
)

KIND, SIGNED = "decision", "decision.signed"
NAMES = ("lead_unit", "plan")  # another name of a unit or version of a plan is no change


def decision_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the files whose signed versions are not as they were signed."""
    recorded: dict[tuple[str, int], str] = {}
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=KIND, verb=SIGNED)
    for ref, data in records.order_by("seq").values_list("ref", "data").iterator():
        with reading(AuditRecord, ref):
            recorded[ref, data["version"]] = data["hash"]
    there: dict[tuple[str, int], SignedAssessment] = {}
    rows = SignedAssessment.objects.filter(bureau_id=bureau_id).select_related("decision")
    for row in rows.order_by("pk"):
        with reading(row):
            key = (row.decision.number, row.version)
            there[key] = row
            if key not in recorded:
                yield reason("record.decision_not_recorded", ref=key[0])
            elif not recorded[key] == row.content_hash == hash_of_content(row.content):
                yield reason("record.decision_differs", ref=key[0])
    for ref, _version in sorted(recorded.keys() - there.keys()):
        yield reason("record.decision_missing", ref=ref)
    files = DecisionFile.objects.filter(bureau_id=bureau_id, state=FileState.SIGNED)
    for file in files.select_related("lead_unit", "plan").order_by("pk"):
        with reading(file):
            signed = there.get((file.number, file.version))
            if signed is None or not _is_same(decision_content(file), signed.content):
                yield reason("record.decision_differs", ref=file.number)


def _is_same(now: Mapping[str, Any], then: Mapping[str, Any]) -> bool:
    return _plain(now) == _plain(then)


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in content.items() if key not in NAMES}
    found["points"] = [
        {key: value for key, value in one.items() if key != "unit"} for one in content["points"]
    ]
    return found
