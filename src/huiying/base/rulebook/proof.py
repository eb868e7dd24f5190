"""Compare the versions of the rule book with the record of their adoption.

In:   a bureau.    Out:  the versions that are not as they were adopted.
Cost: two queries; a version is some ten kilobytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.base.rulebook.models import RuleVersion
from huiying.policy.core.hashing import hash_of_text
from huiying.reasons.reason import Reason, reason

KIND, ADOPTED, WITHDRAWN = "rulebook", "rulebook.adopted", "rulebook.withdrawn"


def version_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the versions whose rules, beginning or withdrawal no record tells.

    Records from before they named a hash say when a version begins, and no more.
    """
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=KIND)
    adopted = dict(records.filter(verb=ADOPTED).order_by("-seq").values_list("ref", "data"))
    withdrawn = set(records.filter(verb=WITHDRAWN).values_list("ref", flat=True))
    there = set()
    for row in RuleVersion.objects.filter(bureau_id=bureau_id).order_by("pk"):
        with reading(row):
            there.add(row.version)
            data = adopted.get(row.version)
            if data is None:
                yield reason("record.rules_not_adopted", ref=row.version)
            elif (
                data.get("hash", hash_of_text(row.body)) != hash_of_text(row.body)
                or datetime.fromisoformat(data["effective_from"]) != row.effective_from
                or (row.withdrawn_at is not None) != (row.version in withdrawn)
            ):
                yield reason("record.rules_differ", ref=row.version)
    for ref in sorted(adopted.keys() - there):
        yield reason("record.rules_missing", ref=ref)
