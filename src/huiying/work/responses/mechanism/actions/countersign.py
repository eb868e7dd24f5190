"""核签机制审核: a second person stands for what was recorded, or returns it.

In:   a review that waits, the hash that he saw.    Out:  confirmed, or not counted.
Cost: four writes.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.mechanism.actions.record import KIND
from huiying.work.responses.mechanism.models import MechanismReview
from huiying.work.responses.mechanism.standing import review_content


@transaction.atomic
def decide_mechanism_review(
    row: MechanismReview,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Confirm that an office said what was recorded, or return the record with a reason.

    Raises:
        PermissionDenied: If the officer may not review.
        Refused: If the text was edited meanwhile, or it is returned without a reason; if he
            recorded it, wrote on the text, or stands in for who did.
        Stale: If it was decided before, or is not what he saw.
    """
    require(officer, Capability.REVIEW)
    row.refresh_from_db(fields=["voided_at"])
    if row.signoff is None or row.voided_at is not None:
        raise Refused(_("文字已修改，本次审核已作废，无需核签。"))
    MECHANISM_KIND.decide(
        row,
        row.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    verb = "mechanism.countersigned" if approve else "mechanism.returned"
    record(
        row,
        verb,
        officer,
        now,
        office=row.office_name,
        document=row.document,
        hash=row.signoff.content_hash,
        reason=row.signoff.reason,
    )


def _may_review(request: SignoffRequest, officer: Officer) -> bool:
    del request
    return may(officer, Capability.REVIEW)


MECHANISM_KIND = SignoffKind[MechanismReview](
    name=KIND,
    content_hash=lambda row: hash_of_content(review_content(row)),
    approve=partial(decide_mechanism_review, approve=True, reason=""),
    send_back=partial(decide_mechanism_review, approve=False),
    changed=gettext_lazy("登记内容已更新，本次未核签。请刷新后查看。"),
    authors=lambda row: row.draft.writers,
    may_decide=_may_review,
)
