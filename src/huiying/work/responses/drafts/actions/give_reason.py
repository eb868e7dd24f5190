"""说明理由: record why a sentence states no fact, or how a question is treated."""

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
from huiying.work.responses.drafts.models import Exemption, ExemptionKind
from huiying.work.responses.drafts.reasons import digest_of_words
from huiying.work.responses.drafts.rewriting import rewrite_draft

REASON_CHARS = 400


@transaction.atomic
def give_reason(
    *,
    draft: Draft,
    revision: int,
    kind: ExemptionKind,
    words: str,
    reason: str,
    officer: Officer,
    now: datetime,
) -> Exemption:
    """Give a reason for exactly these words; a later one for the same words replaces it.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        Refused: If there are no words, the reason is missing or too long.
    """
    require(officer, Capability.DRAFT)
    reason = " ".join(strip_unsafe(reason).split())
    refuse_classified(reason)
    if not reason:
        raise Refused(_("请填写理由，审定人可见。"))
    if len(reason) > REASON_CHARS:
        raise Refused(_("理由最多 400 字。"))
    if not words.strip():
        raise Refused(_("该句已不在正文中。"))
    voided = rewrite_draft(draft, revision=revision, officer=officer, now=now)
    row, _new = Exemption.objects.update_or_create(
        draft=draft,
        kind=kind,
        digest=digest_of_words(words),
        defaults={
            "bureau_id": draft.bureau_id,
            "words": words.strip(),
            "reason": reason,
            "officer": officer,
            "at": now,
        },
    )
    record(
        draft, "draft.reason_given", officer, now, kind=str(kind), reason=reason, voided=voided
    )
    return row
