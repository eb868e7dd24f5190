"""评价: who sent a petition in says how content he is with the answer (art. 21).

In:   a petition that was answered, two words, perhaps a reason.
Out:  one row an answer; changed within seven days, never doubled.
Cost: four writes the first time, two for a change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_accusation, refuse_classified
from huiying.policy.petitions.kinds import Satisfaction, StepKind
from huiying.policy.petitions.ratings import CHANGE_DAYS, may_change_until
from huiying.work.petitions.core.claim import claim_petition
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.ratings.models import Rating
from huiying.work.petitions.ratings.queries import newest_answer, rating_of

MAX_REASON = 500


@dataclass(frozen=True, slots=True)
class RatingWords:
    """What was chosen: of the bureau, and of the handling unit where another one handled it."""

    of_bureau: Satisfaction
    of_unit: Satisfaction | None = None
    reason: str = ""


@transaction.atomic
def rate_answer(
    *, petition: Petition, words: RatingWords, now: datetime, revision: int | None = None
) -> Rating:
    """Rate the newest answer, or change what was said of it.

    Raises:
        Refused: If there is no answer, the seven days are over, the reason is too long, or it
            accuses somebody: others read it.
        Classified: If the reason carries a classification mark.
        Stale: If somebody acted on the petition since.
    """
    refuse_classified(words.reason)
    refuse_accusation(words.reason)
    if len(words.reason) > MAX_REASON:
        raise Refused(_("理由最多 %(most)s 字。") % {"most": MAX_REASON})
    answer = newest_answer(petition)
    if answer is None:
        raise Refused(_("还没有答复，答复以后才能评价。"))
    claim_petition(petition, revision)
    before = rating_of(answer)
    reason = masked_text(words.reason.strip())[:MAX_REASON]
    of_unit = str(words.of_unit or "") if petition.competent_id else ""
    if before is None:
        row = Rating.objects.create(
            bureau_id=petition.bureau_id,
            petition=petition,
            answer=answer,
            unit=petition.competent,
            of_bureau=str(words.of_bureau),
            of_unit=of_unit,
            reason=reason,
            at=now,
        )
        add_step(petition, StepKind.RATED, now)
        record(petition, "petition.rated", None, now)
        return row
    if now > may_change_until(before.at):
        raise Refused(_("评价满 %(days)s 天后不能再改。") % {"days": CHANGE_DAYS})
    before.of_bureau, before.of_unit = str(words.of_bureau), of_unit
    before.reason, before.changed_at = reason, now
    before.save(update_fields=["of_bureau", "of_unit", "reason", "changed_at"])
    record(petition, "petition.rating_changed", None, now)
    return before
