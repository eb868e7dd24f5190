"""What a filing and a request for a shorter period say, as the record names them by a hash.

In:   a filing.    Out:  a hash.
Cost: pure.
"""

from __future__ import annotations

from datetime import UTC

from huiying.policy.core.hashing import hash_of_content
from huiying.work.closing.archive.models import Filing


def filing_hash(row: Filing) -> str:
    """Return the hash of a filing: its number and period, who filed and who signed it."""
    return hash_of_content(
        {
            "schema": 1,
            "number": row.number,
            "fonds": row.fonds,
            "year": row.year,
            "period": row.period,
            "item": row.item,
            "incident": row.incident_id,
            "closing": row.closing_id,
            "title": row.title,
            "grade": int(row.grade),
            "proposed": row.proposed,
            "reason": row.reason,
            "filed_at": row.filed_at.astimezone(UTC).isoformat(),
            "filed_by": row.filed_by_id,
            "signed_by": row.signed_by_id,
        }
    )
