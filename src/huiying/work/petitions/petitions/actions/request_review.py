"""申请复查、复核: who sent a petition in asks by his code that the superior body look again.

In:   a petition whose answer he does not accept.
Out:  the 30 days of the superior body run.
Cost: that of ``periods/actions/ask_review.py``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.house_text import house_text
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage
from huiying.policy.time.deadlines import PETITION_REVIEW, DeadlineUnit, due_at
from huiying.policy.time.petitions import ReviewStep
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.periods.actions.ask_review import ask_review

REQUEST_DAYS = 30
"""Days from the receipt of an answer in which a review may be asked for (art. 35, 36)."""


def review_until(petition: Petition, now: datetime) -> datetime | None:
    """Return until when a review may be asked for; None if there is none to ask for.

    The day of the answer is not counted, and a last day off moves to the next workday.

    Raises:
        UnknownYear: If the period leads through a year whose days off are not known.
    """
    answered = petition.settled_at
    kind, stage = PetitionKind(petition.kind), PetitionStage(petition.stage)
    if not kind.has_legal_periods or stage != PetitionStage.ANSWERED or answered is None:
        return None
    if petition.review_step >= ReviewStep.RE_REVIEW:
        return None
    rule = book_of(petition.bureau_id, now).deadline(PETITION_REVIEW)
    days = replace(rule, amount=REQUEST_DAYS, unit=DeadlineUnit.CALENDAR_DAYS)
    return due_at(answered, days, calendar_of(petition.bureau_id))


@transaction.atomic
def request_review(*, petition: Petition, now: datetime, revision: int | None = None) -> None:
    """Ask for a review, or after one for the re-review.

    Raises:
        Refused: If there is no answer that can be reviewed, or the 30 days are over.
        Stale: If somebody acted on it since.
    """
    until = review_until(petition, now)
    if until is None:
        raise Refused(_("现在不能申请复查、复核：还没有书面处理意见，或已经复核过。"))
    if now > until:
        raise Refused(_("收到答复满 30 日，已过申请复查、复核的期限。"))
    unit = petition.competent.name if petition.competent else petition.bureau.name
    ask_review(
        petition=petition,
        asked=now.astimezone(LOCAL).date(),
        superior=house_text("%(unit)s的上一级机关") % {"unit": unit},
        officer=None,
        now=now,
        revision=revision,
    )
