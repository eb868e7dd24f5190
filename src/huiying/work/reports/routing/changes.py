"""Changes of the table of recipients that wait for another person.

In:   a row of the table.    Out:  its newest change; what a decision on one is bound to.
Cost: one query.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.work.reports.routing.models import RecipientChange

KIND: Final = "recipient_change"


def change_hash(row: RecipientChange) -> str:
    """Return the hash of what is adopted: which row, from what, to what, and why."""
    content = {
        "schema": 1,
        "rule": row.rule_id,
        "revision": row.revision,
        "before": row.before,
        "after": row.after,
        "reason": row.reason,
    }
    return hash_of_content(content)


def pending_changes(bureau_id: int, rules: Collection[int] = ()) -> dict[int, RecipientChange]:
    """Return the change that waits, by the key of its row.

    Args:
        rules: Keys of rows; none = of all.
    """
    rows = RecipientChange.objects.filter(
        bureau_id=bureau_id, signoff__decision=Decision.PENDING
    )
    if rules:
        rows = rows.filter(rule_id__in=rules)
    rows = rows.select_related("rule__superior", "requested_by", "signoff")
    return {row.rule_id: row for row in rows.order_by("requested_at", "pk")}
