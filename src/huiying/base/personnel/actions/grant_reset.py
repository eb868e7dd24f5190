"""Ask for a reset of who signs, approves or administers, and sign it: two persons.

In:   an officer who cannot sign in, why; a second person.
Out:  a request that waits; signed, a password that nobody knows or no second factor.
Cost: a few writes.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.sign_in.actions.set_password import new_password
from huiying.base.accounts.sign_in.invitations import invitation_state
from huiying.base.audit.house_text import house_label, house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.personnel.actions.reset_sign_in import (
    message_about_sign_in,
    reset_password,
    reset_second_factor,
)
from huiying.base.personnel.models import ResetKind, SignInReset
from huiying.base.personnel.resets import may_sign_reset, reset_signers
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_content

KIND = "sign_in_reset"


def reset_hash(row: SignInReset) -> str:
    """Return the hash of what is signed: whose sign-in, what of it, as it stands now."""
    return hash_of_content(
        {
            "schema": 1,
            "officer": row.officer_id,
            "kind": row.kind,
            "reason": row.reason,
            "state": invitation_state(row.officer) if row.kind == ResetKind.PASSWORD else "",
        }
    )


@transaction.atomic
def ask_reset(
    *, officer: Officer, kind: ResetKind, reason: str, by: Officer, now: datetime
) -> SignInReset:
    """Ask a second person to sign a reset; the officer gets a message at once.

    Raises:
        Refused: If it is one's own sign-in, no reason is given, or nobody could sign.
    """
    if officer.pk == by.pk:
        raise Refused(_("本人的登录由本人在“我的设置”修改，或由另一位系统管理员申请重设。"))
    if not reason.strip():
        raise Refused(_("请填写重设理由，如设备丢失、口令遗忘。"))
    if not reset_signers(officer, by, now):
        raise Refused(
            _(
                "重设该人员的登录须由第二人签署，本局现无符合条件的人员。"
                "请在服务器上运行 huiying appoint，添加第二位系统管理员或组长。"
            )
        )
    row = SignInReset(
        bureau_id=officer.bureau_id,
        officer=officer,
        kind=str(kind),
        reason=masked_text(reason.strip())[:400],
        requested_by=by,
        requested_at=now,
    )
    row.signoff = request_approval(
        bureau_id=row.bureau_id,
        kind=KIND,
        about_ref=f"officer:{officer.pk}",
        label=house_text("重设%(what)s") % {"what": house_label(kind.label)},
        content_hash=reset_hash(row),
        officer=by,
        clock=None,
        now=now,
    )
    row.save()
    message_about_sign_in(
        officer,
        by,
        now,
        house_text("【登录安全】有人申请重设%(name)s的%(what)s"),
        house_text(
            "%(by)s于 %(at)s 申请重设%(name)s的%(what)s，经第二人签署后生效。"
            "不是您本人要求的，请立即联系组长或领导小组办公室。"
        ),
        house_label(kind.label),
    )
    record(row, "officer.reset_requested", by, now, kind=str(kind), reason=row.reason)
    return row


@transaction.atomic
def decide_reset(
    row: SignInReset,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Reset what was asked for, or return it with a reason.

    The account then counts as in the hand of who asked, for ``TAKEN_OVER``.

    Raises:
        Refused: If the officer asked for it, it is his own sign-in, one person could act with
            two of the three accounts, or no role of his own lets him; without a reason.
        Stale: If it was decided, or the officer set his password or signed in meanwhile.
    """
    lock_row(Bureau, row.bureau_id, referable=True)
    if not may_sign_reset(row, officer, now):
        raise Refused(
            _(
                "须由另一位系统管理员、组长、副组长或办公室人员本人签署：不得为申请人或账号本人，"
                "也不得为由其添加、调整、启用、重设过的账号。"
            )
        )
    row.officer.refresh_from_db()
    done = RESET_KIND.decide(
        row,
        row.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    row.signoff = done
    if done.decision != Decision.APPROVED:
        record(row, "officer.reset_returned", officer, now, reason=done.reason)
        return
    how = {"officer": row.officer, "by": row.requested_by, "now": now, "signed_by": officer}
    if row.kind == ResetKind.PASSWORD:
        reset_password(password=new_password(), **how)  # type: ignore[arg-type]
        row.mark = invitation_state(row.officer)
        row.save(update_fields=["mark"])
    else:
        reset_second_factor(**how)  # type: ignore[arg-type]
    by = f"officer:{row.requested_by_id}"
    record(row, "officer.reset_signed", officer, now, kind=row.kind, requested_by=by)


def _may_decide(request: SignoffRequest, officer: Officer) -> bool:
    if not may(officer, Capability.CONFIRM_ACCOUNTS):
        return False
    rows = SignInReset.objects.select_related("officer", "requested_by")
    row = rows.filter(signoff=request).first()
    at = officer.as_of or request.requested_at
    return row is not None and may_sign_reset(row, officer, at)


RESET_KIND = SignoffKind[SignInReset](
    name=KIND,
    content_hash=reset_hash,
    approve=partial(decide_reset, approve=True, reason=""),
    send_back=partial(decide_reset, approve=False),
    changed=gettext_lazy("申请之后此人已登录或修改口令，未签署。确需重设的，请重新申请。"),
    authors=lambda row: (row.officer_id,),
    may_decide=_may_decide,
)
