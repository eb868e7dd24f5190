"""回执 of the files of 督办: in the form of the receipts of reports (``exchange/receipts.py``).

In:   what arrived.    Out:  JSON; the same one however often it is asked for.
Cost: pure.
"""

from __future__ import annotations

from typing import Any

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.zone import LOCAL
from huiying.work.reports.downward.models import ReceivedAnswer, SuperiorStep
from huiying.work.reports.exchange.receipts import RECEIPT_FORMAT, TAKEN


def receipt_of_step(row: SuperiorStep) -> dict[str, Any]:
    """Return the receipt of a step, for the superior; ``version`` is the number of the step."""
    superior = row.superior
    content = {
        "format": RECEIPT_FORMAT,
        "schema": 1,
        "receiver": superior.bureau.name,
        "receipt": superior.number,
        "bureau": superior.sender,
        "number": superior.sender_number,
        "version": row.step,
        "report_hash": row.content_hash,
        "received_at": row.at.astimezone(LOCAL).isoformat(),
        "state": TAKEN,
    }
    return {**content, "hash": hash_of_content(content)}


def receipt_of_answer(row: ReceivedAnswer) -> dict[str, Any]:
    """Return the receipt of an answer, for the subordinate."""
    supervision = row.supervision
    content = {
        "format": RECEIPT_FORMAT,
        "schema": 1,
        "receiver": supervision.bureau.name,
        "receipt": f"{supervision.number}-{row.version}",
        "bureau": supervision.report.subordinate.name,
        "number": supervision.number,
        "version": row.version,
        "report_hash": row.content_hash,
        "received_at": row.at.astimezone(LOCAL).isoformat(),
        "state": TAKEN,
    }
    return {**content, "hash": hash_of_content(content)}
