"""回执 between installations: what the superior answers, as a file or to the call.

In:   a report that arrived; the answer of a superior.    Out:  JSON; what it confirms.
Cost: pure, but for one query of the withdrawal.
"""

from __future__ import annotations

from typing import Any, Final

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.zone import LOCAL
from huiying.work.reports.exchange.models import ReceivedReport, ReceivedWithdrawal

RECEIPT_FORMAT: Final = "huiying.receipt"
TAKEN, WITHDRAWN = "RECEIVED", "WITHDRAWN"
FIELDS: Final = (
    "format", "schema", "receiver", "receipt", "bureau", "number", "version", "report_hash",
    "received_at", "state",
)  # fmt: skip


def receipt_of(row: ReceivedReport) -> dict[str, Any]:
    """Return the receipt of a report; the same one however often it is asked for."""
    withdrawn = ReceivedWithdrawal.objects.filter(report=row).exists()
    content = {
        "format": RECEIPT_FORMAT,
        "schema": 1,
        "receiver": row.bureau.name,
        "receipt": row.number,
        "bureau": row.subordinate.name,
        "number": row.sender_number,
        "version": row.version,
        "report_hash": row.content_hash,
        "received_at": row.at.astimezone(LOCAL).isoformat(),
        "state": WITHDRAWN if withdrawn else TAKEN,
    }
    return {**content, "hash": hash_of_content(content)}


def is_receipt(found: Any) -> bool:
    """Tell whether an answer is a receipt, whole and as it was made."""
    if not isinstance(found, dict) or set(found) != {*FIELDS, "hash"}:
        return False
    if found["format"] != RECEIPT_FORMAT or found["state"] not in (TAKEN, WITHDRAWN):
        return False
    return bool(hash_of_content({name: found[name] for name in FIELDS}) == found["hash"])
