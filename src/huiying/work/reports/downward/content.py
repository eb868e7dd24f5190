"""What a signature on a step of a 督办 binds, and what the signed file says.

In:   a step.    Out:  JSON-able data, and its SHA-256.
Cost: none.
"""

from __future__ import annotations

from typing import Any

from huiying.policy.core.hashing import hash_of_content
from huiying.work.reports.downward.models import IssuedStep, IssuedSupervision
from huiying.work.reports.downward.queries import waiting_step
from huiying.work.reports.downward.signing import local_moment


def hash_of_step(step: IssuedStep) -> str:
    """Return the hash of what is signed: all of the file but who signed it, and when."""
    return hash_of_content(step_content(step))


def hash_of_waiting(row: IssuedSupervision) -> str:
    """Return the hash of the step that waits; "" = none does."""
    step = waiting_step(row)
    return hash_of_step(step) if step is not None else ""


def step_content(step: IssuedStep) -> dict[str, Any]:
    """Return what the file says, without who signed it and when."""
    row = step.supervision
    report = row.report
    return {
        "bureau": row.bureau.name,
        "to": report.subordinate.name,
        "number": row.number,
        "step": step.step,
        "act": step.act,
        "report": report.sender_number,
        "version": report.version,
        "title": report.title,
        "demand": row.demand,
        "words": step.words,
        "due": local_moment(step.due_at),
        "answer": step.answer.version if step.answer else 0,
    }
