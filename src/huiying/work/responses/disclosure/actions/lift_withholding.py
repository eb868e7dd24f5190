"""改为公开: publish a passage after all, before the release.

In:   an open draft, its withholding, for what concerns a third party the basis.
Out:  the passage stands in what is published; what concerned a third party is noted.
Cost: four writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.release.disclosure import Ground
from huiying.policy.release.third_party import (
    THIRD_PARTY_GROUNDS,
    Enquiry,
    LiftBasis,
    may_lift,
)
from huiying.work.responses.core.content import whole_content
from huiying.work.responses.core.models import Draft, Withholding
from huiying.work.responses.core.withholding import contains_passage
from huiying.work.responses.disclosure.models import LiftedWithholding
from huiying.work.responses.drafts.rewriting import rewrite_draft

MAX_REASON = 400


@dataclass(frozen=True, slots=True)
class LiftInput:
    """Why what concerns a third party is published after all."""

    basis: LiftBasis
    reason: str = ""


@transaction.atomic
def lift_withholding(
    *,
    draft: Draft,
    revision: int,
    withholding_id: int,
    officer: Officer,
    now: datetime,
    lift: LiftInput | None = None,
) -> None:
    """Publish a passage after all.

    Args:
        lift: Needed of business secrets and privacy (条例 art. 15).

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        Refused: If the draft has no such withholding, or the basis is missing or does not
            hold: no consent, the 15 working days still run, no reason is given; or if the
            officer recorded himself what the basis rests on.
    """
    require(officer, Capability.DRAFT)
    row = draft.withheld.filter(pk=withholding_id, release__isnull=True).first()
    if row is None:
        raise Refused(_("该处已不存在。"))
    lifted = _lifted(draft, row, lift, officer, now)
    rewrite_draft(draft, revision=revision, officer=officer, now=now)
    ground = row.ground
    row.delete()
    basis = {}
    if lifted is not None:
        lifted.save(force_insert=True)
        basis = {"basis": lifted.basis}
    record(draft, "draft.given_free", officer, now, ground=ground, **basis)


def _lifted(
    draft: Draft, row: Withholding, lift: LiftInput | None, officer: Officer, now: datetime
) -> LiftedWithholding | None:
    """Return what is noted of a passage that concerns a third party."""
    if Ground(row.ground) not in THIRD_PARTY_GROUNDS:
        return None
    if not contains_passage(whole_content(draft), row.passage):
        lift = LiftInput(LiftBasis.REMOVED)
    if lift is None:
        raise Refused(_("这一处涉及第三方的商业秘密或者隐私，改为公开须写明依据。"))
    _check(draft, row, lift, officer, now)
    return LiftedWithholding(
        bureau_id=draft.bureau_id,
        answer=draft.answer,
        version=draft.version,
        passage=row.passage,
        ground=row.ground,
        basis=lift.basis,
        reason=masked_text(" ".join(lift.reason.split()))[:MAX_REASON],
        officer=officer,
        at=now,
    )


def _check(
    draft: Draft, row: Withholding, lift: LiftInput, officer: Officer, now: datetime
) -> None:
    rows = list(draft.answer.third_party_enquiries.filter(passage=row.passage))
    enquiries = [Enquiry(one.due_at, one.view) for one in rows]
    if not may_lift(lift.basis, enquiries, now):
        raise Refused(_NOT_HELD[lift.basis]())
    if lift.basis in _NOT_HELD:  # it rests on what somebody recorded
        last = max(rows, key=lambda one: one.due_at)
        if (last.recorded_by or last.requested_by) == officer:
            raise Refused(_("征求意见或答复由您登记，改为公开须由他人办理。"))
    if lift.basis.publishes and lift.basis != LiftBasis.CONSENT and not lift.reason.strip():
        raise Refused(_("请写明理由。"))
    if row.passage in lift.reason:
        raise Refused(_("理由不得包含该段文字。"))


_NOT_HELD = {
    LiftBasis.CONSENT: lambda: _("尚未登记第三方同意公开的意见。"),
    LiftBasis.NO_VIEW: lambda: _("未登记征求意见，或 15 个工作日未满，或第三方已答复。"),
}
