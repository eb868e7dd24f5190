"""以本稿为准: replace a fact of another answer by this draft once it is published."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_classified
from huiying.work.responses.core.models import Draft
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.drafts.rewriting import rewrite_draft
from huiying.work.responses.facts.contradictions import contradictions_of
from huiying.work.responses.facts.models import Supersession

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
        Refused: If there is no such contradiction, or the reason is missing or too long.
    """
    require(officer, Capability.DRAFT)
    reason = " ".join(strip_unsafe(reason).split())
    refuse_classified(reason)
    if not reason:
        raise Refused(_("请填写以本稿为准的理由。"))
    if len(reason) > REASON_CHARS:
        raise Refused(_("理由最多 400 字。"))
    others = {row.other.pk: row.other for row in contradictions_of(draft)}
    if fact_id not in others:
        raise Refused(_("已无不一致。"))
    voided = rewrite_draft(draft, revision=revision, officer=officer, now=now)
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
        "draft.supersedes",
        officer,
        now,
        answer=others[fact_id].answer.number,
        reason=reason,
        voided=voided,
    )
    return mark
