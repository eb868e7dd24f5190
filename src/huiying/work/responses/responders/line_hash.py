"""The hash of a line of the public roster: whose it is, and what readers see.

In:   a line.    Out:  64 hexadecimal digits.
Cost: none.

The record names the hash and not the work name, which is public only while he is on the roster.
"""

from __future__ import annotations

from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.responders.models import Responder


def line_hash(line: Responder) -> str:
    """Return the hash that the record of each act on a line names."""
    return hash_of_content(
        {
            "number": line.number,
            "officer": line.officer_id,
            "work_name": line.work_name,
            "unit": line.unit_name,
            "role": line.role,
            "covers": line.covers,
        }
    )
