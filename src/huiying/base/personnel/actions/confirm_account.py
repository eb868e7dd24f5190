"""Confirm that an officer exists and uses his account: the second person beside who made it.

In:   an officer whose account is in the hand of who added, moved or enabled it.
Out:  an account that is nobody's hand but his own; recorded with who confirmed it.
Cost: one conditional update and a record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.personnel.queries import may_confirm_account, uses_account


@transaction.atomic
def confirm_account(*, officer: Officer, by: Officer, now: datetime) -> None:
    """Say that the officer exists and took the account over.

    Raises:
        Refused: If he has not signed in with a password of his own yet, ``by`` is of the same
            hand, or no role of his own lets him.
        Stale: If it was confirmed, or somebody else moved or enabled it meanwhile.
    """
    if not uses_account(officer):
        raise Refused(_("本人尚未设定口令并登录，不得确认。请待本人接管账号后再确认。"))
    if not may_confirm_account(officer, by, now):
        raise Refused(
            _(
                "须由另一位系统管理员、组长、副组长或办公室人员本人确认：不得为账号本人，也不得"
                "为添加、调整、启用、重设过该账号的人员及其添加的账号。"
            )
        )
    rows = Officer.objects.filter(pk=officer.pk, hands=officer.hands).exclude(hands=[])
    if rows.update(hands=[], vouched_by=by, vouched_at=now) != 1:
        raise Stale(_("该账号已确认或又有调整，本次确认未生效。请刷新后查看。"))
    before = officer.hands
    officer.refresh_from_db(fields=["hands", "vouched_by", "vouched_at"])
    record(officer, "officer.vouched", by, now, hands=[f"officer:{key}" for key in before])
