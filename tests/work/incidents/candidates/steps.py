"""What officers do with candidates, as several tests of them need it."""

from __future__ import annotations

from huiying.policy.procedure.candidates import CandidateMove
from tests.scenarios.grading import set_aside_with_second


def dismiss(candidate, officer, now, reason):
    """Dismiss a candidate, with a second signature where it takes one."""
    set_aside_with_second(
        candidate=candidate,
        move=CandidateMove.DISMISS,
        reason=reason,
        officer=officer,
        now=now,
    )
