"""What officers do with candidates, as several tests of them need it."""

from __future__ import annotations

from huiying.policy.procedure.candidates import CandidateMove
from huiying.work.incidents.candidates.actions.set_aside import set_aside


def dismiss(candidate, officer, now, reason):
    set_aside(
        candidate=candidate,
        move=CandidateMove.DISMISS,
        reason=reason,
        officer=officer,
        now=now,
    )
