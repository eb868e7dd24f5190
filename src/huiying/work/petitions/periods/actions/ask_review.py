"""复查、复核: who sent a petition asks the superior body to look again (art. 35, 36)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage, StepKind
from huiying.policy.time.deadlines import PETITION_REVIEW
from huiying.policy.time.petitions import ReviewStep
from huiying.work.petitions.core.claim import claim_petition
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.periods.running import day_of, start_next, start_of_day

MAX_BODY = 100


@transaction.atomic
def ask_review(
    *,
    petition: Petition,
    asked: date,
    superior: str,
    officer: Officer | None,
    now: datetime,
    revision: int | None = None,
) -> Clock:
    """Begin the 30 days of the superior body; twice at most.

    Args:
        officer: Who records it; None = who sent the petition asked for it on the web.

    Raises:
        Refused: If it was not answered yet, the day lies before the answer, no superior body is
            named, or a re-review was asked for before.
        Stale: If somebody acted on it since.
    """
    answered = petition.settled_at
    if (
        not PetitionKind(petition.kind).has_legal_periods
        or answered is None
        or petition.stage != PetitionStage.ANSWERED
    ):
        raise Refused(_("已答复的信访件和来访方可登记复查、复核申请。"))
    if petition.review_step >= ReviewStep.RE_REVIEW:
        raise Refused(_("复核意见是终结意见，不再受理（第三十六条）。"))
    body = " ".join(superior.split())[:MAX_BODY]
    if not body:
        raise Refused(_("请填写复查、复核的上一级机关。"))
    at = max(start_of_day(asked, now), answered)
    if asked < day_of(answered):
        raise Refused(_("申请日期不得早于答复日期。"))
    claim_petition(petition, revision)
    petition.settled_at = None
    petition.review_step += 1
    petition.stage = PetitionStage.UNDER_REVIEW
    petition.save(update_fields=["settled_at", "review_step", "stage"])
    rule = book_of(petition.bureau_id, now).deadline(PETITION_REVIEW)
    started = start_next(petition, rule, at, Holder(body), now)
    step = ReviewStep(petition.review_step).name
    add_step(petition, StepKind.REVIEW_ASKED, now, officer, body=body, step=step)
    record(petition, "petition.review_asked", officer, now, step=step, body=body)
    return started
