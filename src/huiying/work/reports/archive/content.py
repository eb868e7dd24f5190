"""What the filing of a report says, as the record names it by a hash.

In:   a filing.    Out:  a hash.
Cost: pure.
"""

from __future__ import annotations

from datetime import UTC

from huiying.policy.core.hashing import hash_of_content
from huiying.work.reports.archive.models import ReportFiling


def report_filing_hash(row: ReportFiling) -> str:
    """Return the hash of a filing: its number and period, the text, who filed it."""
    return hash_of_content(
        {
            "schema": 1,
            "number": row.number,
            "fonds": row.fonds,
            "year": row.year,
            "period": row.period,
            "item": row.item,
            "report": row.report_id,
            "version": row.version,
            "text": row.text_hash,
            "title": row.title,
            "state": row.state,
            "proposed": row.proposed,
            "reason": row.reason,
            "filed_at": row.filed_at.astimezone(UTC).isoformat(),
            "filed_by": row.filed_by_id,
        }
    )
