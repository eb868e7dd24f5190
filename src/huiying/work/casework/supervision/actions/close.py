"""销号: one person takes the feedback as the answer, another one signs; the clock stops.

In:   an item with feedback.    Out:  CLOSED by two persons, or back to the office, and why.
Cost: a few writes.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.house_text import house_text
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import role_holder
from huiying.work.casework.core.text import MAX_LINE, checked_text
from huiying.work.casework.supervision.models import (
    EntryKind,
    Supervision,
    SupervisionEntry,
    SupervisionState,
)
from huiying.work.casework.supervision.queries import last_feedback, supervision_of_request
from huiying.work.casework.supervision.steps import (
    add_entry,
    checks_supervision,
    claim_supervision,
    hand_supervision,
    record_supervision,
    require_check,
)
from huiying.work.casework.supervision.unit_messages import withdraw_supervision_messages

KIND = "supervision"
S = SupervisionState


def closing_hash(row: Supervision) -> str:
    """Return the hash of what is signed: what was asked, and the answer with its files."""
    return _hash_with(row, row.accepted)


def _hash_with(row: Supervision, accepted: SupervisionEntry | None) -> str:
    content: dict[str, Any] = {
        "schema": 1,
        "number": row.number,
        "demand": row.demand,
        "unit": row.unit_id,
        "feedback": accepted.pk if accepted else 0,
        "text": accepted.text if accepted else "",
        "files": [one.file.sha256 for one in accepted.files.select_related("file")]
        if accepted
        else [],
    }
    return hash_of_content(content)


@transaction.atomic
def ask_closing(
    *,
    supervision: Supervision,
    text: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """申请销号: take the newest feedback as the answer, and ask another person to sign.

    The clock runs on, in the hands of the deputy leader.

    Args:
        text: What was checked.

    Raises:
        PermissionDenied: If the officer neither keeps 督办 nor leads.
        Refused: If he is of the unit or wrote the answer, nothing is said, or there is no
            answer.
        Stale: If somebody acted on the item since.
    """
    require(officer, Capability.SUPERVISE, Capability.INSTRUCT)
    require_check(officer, supervision)
    words = checked_text(text, MAX_LINE, _("请填写审核意见。"))
    accepted = last_feedback(supervision)
    if accepted is None:
        raise Refused(_("单位尚未反馈，不能申请销号。"))
    claim_supervision(
        supervision,
        (S.REPORTED,),
        revision,
        state=S.CLOSING,
        accepted=accepted,
        closing_requested_by=officer,
    )
    label = house_text("%(number)s 督办%(unit)s：%(demand)s")
    named = {
        "number": supervision.number,
        "unit": supervision.unit.name,
        "demand": supervision.demand,
    }
    request = request_approval(
        bureau_id=supervision.bureau_id,
        kind=KIND,
        about_ref=supervision.number,
        label=label % named,
        content_hash=_hash_with(supervision, accepted),
        officer=officer,
        clock=None,
        now=now,
    )
    Supervision.objects.filter(pk=supervision.pk).update(closing=request)
    supervision.refresh_from_db()
    add_entry(supervision, EntryKind.ACCEPTED, officer, now, text=words)
    hand_supervision(supervision, role_holder(Role.DEPUTY), now)
    record_supervision(supervision, "supervision.closing_asked", officer, now)


@transaction.atomic
def sign_closing(
    supervision: Supervision,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """销号, or not with a reason: then the office looks at the answer again.

    Raises:
        PermissionDenied: If the officer neither keeps 督办 nor leads.
        Refused: If he opened the item, asked for this, wrote the answer, is of the unit, or
            stands in for who did; or it is not closed without a reason.
        Stale: If somebody decided first, or another answer was shown.
    """
    require(officer, Capability.SUPERVISE, Capability.INSTRUCT)
    require_check(officer, supervision)
    if supervision.closing is None or supervision.state != S.CLOSING:
        raise Stale(_("该督办件已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    SUPERVISION_KIND.decide(
        supervision,
        supervision.closing,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if approve:
        _close(supervision, officer, now)
        return
    claim_supervision(
        supervision,
        (S.CLOSING,),
        None,
        state=S.REPORTED,
        accepted=None,
        closing=None,
        closing_requested_by=None,
    )
    add_entry(supervision, EntryKind.NOT_CLOSED, officer, now, text=reason)
    hand_supervision(supervision, role_holder(Role.OFFICE), now)
    words = reason.strip()
    record_supervision(supervision, "supervision.not_closed", officer, now, reason=words)


def _close(row: Supervision, officer: Officer, now: datetime) -> None:
    add_entry(row, EntryKind.CLOSED, officer, now)
    claim_supervision(row, (S.CLOSING,), None, state=S.CLOSED, closed_at=now, closed_by=officer)
    if row.clock is not None:
        reason = Reason("clocks.supervision_closed")
        stop_clock(clock=row.clock, at=now, reason=reason, now=now)
    withdraw_supervision_messages(row, now)
    requested_by = row.closing_requested_by.name if row.closing_requested_by else ""
    record_supervision(
        row,
        "supervision.closed",
        officer,
        now,
        requested_by=requested_by,
        hash=closing_hash(row),
    )


def closing_authors(row: Supervision) -> Collection[int]:
    """Return who does not sign: who opened the item, and who wrote answers to it."""
    written = row.entries.filter(kind=EntryKind.FEEDBACK, by__isnull=False)
    return {row.opened_by_id, *written.values_list("by_id", flat=True)}


def _may_sign(request: SignoffRequest, officer: Officer) -> bool:
    row = supervision_of_request(request)
    if row is None or row.state != S.CLOSING or officer.pk in closing_authors(row):
        return False
    return checks_supervision(officer, row)


def _clock_of(request: SignoffRequest) -> Clock | None:
    row = supervision_of_request(request)
    return row.clock if row else None


SUPERVISION_KIND = SignoffKind[Supervision](
    name=KIND,
    content_hash=closing_hash,
    approve=partial(sign_closing, approve=True, reason=""),
    send_back=partial(sign_closing, approve=False),
    changed=gettext_lazy("反馈在打开后已更新，本次操作未执行。请核对最新内容后重新提交。"),
    authors=closing_authors,
    may_decide=_may_sign,
    clock=_clock_of,
)
