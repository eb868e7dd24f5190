"""说明理由: why a sentence states no fact, or how a question is dealt with.

In:   an open draft, the exact words, a reason.    Out:  the reason, seen by whoever reviews.
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
from huiying.work.responses.drafting import record, rewrite
from huiying.work.responses.exceptions import CannotAnswer
from huiying.work.responses.models import Draft, Exemption, ExemptionKind
from huiying.work.responses.secrecy import refuse_classified
from huiying.work.responses.statements import digest_of

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
        CannotAnswer: If there are no words, the reason is missing or too long.
    """
    require(officer, Capability.DRAFT)
    reason = " ".join(fit(reason).split())
    refuse_classified(reason)
    if not reason:
        raise CannotAnswer(_("请写明理由，审定的人会看到。"))
    if len(reason) > REASON_CHARS:
        raise CannotAnswer(_("理由最多 400 字。"))
    if not words.strip():
        raise CannotAnswer(_("这句话已经不在正文里了。"))
    voided = rewrite(draft, revision=revision, officer=officer, now=now)
    row, _new = Exemption.objects.update_or_create(
        draft=draft,
        kind=kind,
        digest=digest_of(words),
        defaults={
            "bureau_id": draft.bureau_id,
            "words": words.strip(),
            "reason": reason,
            "officer": officer,
            "at": now,
        },
    )
    record(
        draft,
        verb="draft.reason_given",
        officer=officer,
        now=now,
        data={"kind": str(kind), "reason": reason, "voided": voided},
    )
    return row
