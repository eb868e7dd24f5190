"""以本稿为准: a fact of another answer is replaced by this draft, once it is published.

In:   an open draft, the published fact that says otherwise, a reason.    Out:  the mark.
Cost: one conditional UPDATE, one row, a line of the record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.work.responses.content import fit
from huiying.work.responses.contradictions import contradictions_of
from huiying.work.responses.drafting import record, rewrite
from huiying.work.responses.exceptions import CannotAnswer
from huiying.work.responses.models import Draft, Supersession
from huiying.work.responses.secrecy import refuse_classified

REASON_CHARS = 400


@transaction.atomic
def supersede(
    *, draft: Draft, revision: int, fact_id: int, reason: str, officer: Officer, now: datetime
) -> Supersession:
    """Mark a contradiction: what this draft says replaces what the other answer says.

    Args:
        fact_id: The published fact.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        CannotAnswer: If there is no such contradiction, or the reason is missing or too long.
    """
    require(officer, Capability.DRAFT)
    reason = " ".join(fit(reason).split())
    refuse_classified(reason)
    if not reason:
        raise CannotAnswer(_("请写明为什么以本稿为准。"))
    if len(reason) > REASON_CHARS:
        raise CannotAnswer(_("理由最多 400 字。"))
    others = {row.other.pk: row.other for row in contradictions_of(draft)}
    if fact_id not in others:
        raise CannotAnswer(_("这里已经没有不一致。"))
    voided = rewrite(draft, revision=revision, officer=officer, now=now)
    mark, _new = Supersession.objects.update_or_create(
        draft=draft,
        fact=others[fact_id],
        defaults={
            "bureau_id": draft.bureau_id,
            "reason": reason,
            "officer": officer,
            "at": now,
        },
    )
    record(
        draft,
        verb="draft.supersedes",
        officer=officer,
        now=now,
        data={"answer": others[fact_id].answer.number, "reason": reason, "voided": voided},
    )
    return mark
