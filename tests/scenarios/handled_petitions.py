"""How far a petition has come, in the tests: forwarded to the reception, answered by it."""

from __future__ import annotations

from datetime import timedelta

from huiying.policy.petitions.kinds import PetitionKind, ReplyKind
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.replies.actions.draft import ReplyDraft
from tests.factories import T0, Cast
from tests.scenarios.petitions import OPINION, forward, register, signed, submit

DAY = timedelta(days=1)


def forwarded(cast: Cast, row: Petition, now=T0) -> Petition:
    """It was registered and went to 来访接待科."""
    return forward(cast, register(cast, row, now=now), now=now)


def answered(cast: Cast, row: Petition | None = None, now=T0) -> Petition:
    """A claim that the reception accepted and answered by its opinion."""
    found = row or submit(cast, kind=PetitionKind.CLAIM, now=now).row
    forwarded(cast, found, now)
    signed(cast, found, ReplyDraft(ReplyKind.ACCEPTANCE), now=now)
    found.refresh_from_db()
    signed(cast, found, OPINION, now=now)
    found.refresh_from_db()
    return found
