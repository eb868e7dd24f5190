"""Sign a request for a new query code, or return it: another person than who asked.

In:   a request that waits, approve or return.    Out:  whether a code may be given out.
Cost: about three writes. No code is made yet (``issue``).
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import record
from huiying.base.errors import Stale
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.work.petitions.code_replacements.concern import is_concerned, refuse_concerned
from huiying.work.petitions.code_replacements.models import CodeReplacement
from huiying.work.petitions.recusals.queries import may_sign_for

KIND = "petition_code"
CHANGED = gettext_lazy("补发申请在打开后已更新，本次操作未执行。请核对最新内容后重新提交。")


def replacement_hash(row: CodeReplacement) -> str:
    """Return the hash of what is signed: this petition, this way, this check."""
    return hash_of_content(
        {
            "schema": 1,
            "number": row.number,
            "petition": row.petition.number,
            "way": row.way,
            "identity": row.identity,
        }
    )


@transaction.atomic
def decide_code(
    row: CodeReplacement,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> bool:
    """Sign it, or return it with a reason.

    Returns:
        True if a code may be given out.

    Raises:
        PermissionDenied: If he does not review.
        Refused: If he asked for it, stands in for who did, works for the unit that handles the
            petition, or gives no reason to return it.
        Stale: If somebody decided first, or another request was shown.
    """
    require(officer, Capability.REVIEW)
    refuse_concerned(row.petition, officer, now)
    request = row.signoff
    if row.closed_at is not None:
        raise Stale(str(CHANGED))
    request.refresh_from_db()
    done = CODE_KIND.decide(
        row,
        request,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    approved = done.decision == Decision.APPROVED
    if approved:
        record(row, "petition_code.approved", officer, now)
    elif done.decision == Decision.RETURNED:
        row.closed_at = now
        row.save(update_fields=["closed_at"])
        record(row, "petition_code.returned", officer, now, reason=done.reason)
    return approved


def _reviews(request: SignoffRequest, officer: Officer) -> bool:
    if not may(officer, Capability.REVIEW):
        return False
    rows = CodeReplacement.objects.filter(bureau_id=request.bureau_id)
    row = rows.filter(number=request.about_ref).select_related("petition").first()
    if row is None or is_concerned(row.petition, officer, None):
        return False
    return may_sign_for(row.petition, officer)


CODE_KIND = SignoffKind[CodeReplacement](
    name=KIND,
    content_hash=replacement_hash,
    approve=partial(decide_code, approve=True, reason=""),
    send_back=partial(decide_code, approve=False),
    changed=CHANGED,
    may_decide=_reviews,
)
