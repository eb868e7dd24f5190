"""The hash of what a unit reported.

In:   a report.    Out:  64 hexadecimal digits.
Cost: none.
"""

from __future__ import annotations

from huiying.policy.core.hashing import hash_of_content
from huiying.work.casework.notices.models import UnitReport


def report_hash(report: UnitReport) -> str:
    """Return the hash that the record of a report names; its files have hashes of their own."""
    linked = {"by_label": report.by_label} if report.by_label else {}
    return hash_of_content(
        {
            **linked,
            "by": report.by_id,
            "finding": report.finding,
            "facts": report.facts,
            "handled": report.handled,
            "evidence": report.evidence,
            "no_file": report.no_file_reason,
        }
    )
