"""回应价值: an officer decides whether an answer in public is due, and on which grounds.

In:   an incident, a value, grounds; of "no answer" a legal ground and a day of review.
Out:  a decision row, or a request for a leader's signature.
Cost: a few writes.

An answer is the rule: it is decided by one officer. Not to answer takes effect when a leader
has signed too; the 48 hours run until then, and go on where a ground or a grave grade holds
them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.engine.reading.no_reason import words_of_no_reason
from huiying.policy.grading.response_value import (
    DutyGround,
    ResponseValue,
    needs_reason,
)
from huiying.policy.release.no_answer import NO_ANSWER_GROUNDS, review_day_allowed
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradingRequest, RequestKind
from huiying.work.incidents.grading.queries import last_review_day
from huiying.work.incidents.grading.requests import ask_second_signature, void_requests
from huiying.work.incidents.grading.value_effects import apply_value


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """On which ground of the law no answer is given, what one would do, when it is reviewed."""

    ground: str  # a key of ``policy.release.no_answer.NO_ANSWER_GROUNDS``
    review_on: date
    harm: str = ""


@transaction.atomic
def decide_value(
    *,
    incident: Incident,
    value: ResponseValue,
    grounds: Collection[DutyGround],
    reason: str,
    officer: Officer,
    now: datetime,
    no_answer: NoAnswer | None = None,
    revision: int | None = None,
) -> GradingRequest | None:
    """Sign what is due in public (Article 6, 准确研判回应价值).

    Returns:
        What waits for a leader's signature; None if the decision took effect.

    Raises:
        Refused: If no answer is due without a reason, a ground of the law, the harm that the
            ground asks for, or a day of review that is allowed.
        Stale: If the incident changed since ``revision``.
    """
    terms: dict[str, Any] = {
        "value": str(value),
        "grounds": [str(ground) for ground in DutyGround if ground in grounds],
        "reason": masked_text(reason.strip())[:400],
    }
    if needs_reason(value):
        terms |= _no_answer_terms(incident, masked_text(reason.strip())[:400], no_answer, now)
    if not claim_row(incident, revision):
        raise Stale(_("事件已被他人更新，回应价值未作更改。请核对最新内容后重新提交。"))
    if needs_reason(value):
        return ask_second_signature(
            incident, RequestKind.VALUE, terms, officer=officer, now=now
        )
    why = Reason("clocks.public_answer")
    void_requests(incident, reason=why, now=now, kind=RequestKind.VALUE)
    apply_value(incident, terms, officer=officer, second=None, now=now)
    return None


def _no_answer_terms(
    incident: Incident, reason: str, no_answer: NoAnswer | None, now: datetime
) -> dict[str, Any]:
    rule = NO_ANSWER_GROUNDS.get(no_answer.ground) if no_answer else None
    if no_answer is None or rule is None:
        raise Refused(
            _("仅《政府信息公开条例》列举的情形可不公开回应；“负面”“引起关注”均不是理由。")
        )
    if not reason:
        raise Refused(_("不公开回应的，须写明适用该条的理由。"))
    harm = " ".join(no_answer.harm.split())
    if rule.harm and not harm:
        raise Refused(_("依据该条的，须写明公开将造成的损害。"))
    if refused := words_of_no_reason(f"{reason}\n{harm}"):
        raise Refused(
            _("“%(words)s”不是不公开的理由。请写明适用该条的事实和公开将造成的具体损害。")
            % {"words": refused}
        )
    last, today = last_review_day(incident.bureau_id, now), now.astimezone(LOCAL).date()
    if not review_day_allowed(no_answer.review_on, today=today, last=last):
        words = {"last": last.isoformat()}
        raise Refused(_("复审日期须在今天以后，最迟 %(last)s。") % words)
    return {
        "no_answer": no_answer.ground,
        "harm": harm,
        "review_on": no_answer.review_on.isoformat(),
    }
