"""Set somebody else's password or take his second factor away, and send him a message.

Of who signs, approves or administers a second person signs for it (``grant_reset``).

In:   an officer, who does it, who signed.
Out:  a new password, his sessions ended; a message to him.
Cost: one password hash and a few writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.hands import hand_of
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.actions.set_password import (
    remove_second_factor,
    set_password,
)
from huiying.base.audit.house_text import house_text
from huiying.base.errors import Refused
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_to
from huiying.base.personnel.resets import takes_two_to_reset


@transaction.atomic
def reset_password(
    *,
    officer: Officer,
    password: str,
    by: Officer,
    now: datetime,
    signed_by: Officer | None = None,
) -> None:
    """Replace an officer's password; he must change it, and learns who did it.

    Raises:
        Refused: As ``set_password``; if it takes a second person and none signed.
    """
    _refuse_alone(officer, by, signed_by, now)
    set_password(officer=officer, password=password, actor=by.audit_actor(), now=now)
    _note_reset(officer, by, now, house_text("口令"))


@transaction.atomic
def reset_second_factor(
    *, officer: Officer, by: Officer, now: datetime, signed_by: Officer | None = None
) -> int:
    """Remove every second factor of an officer and send him a message; return how many.

    Raises:
        Refused: If it takes a second person and none signed.
    """
    _refuse_alone(officer, by, signed_by, now)
    removed = remove_second_factor(officer=officer, actor=by.audit_actor(), now=now)
    if removed:
        _note_reset(officer, by, now, house_text("双因素认证"))
    return removed


def _refuse_alone(
    officer: Officer, by: Officer, signed_by: Officer | None, now: datetime
) -> None:
    if takes_two_to_reset(officer, by, now) and (
        signed_by is None or signed_by.pk in hand_of(by, now) | hand_of(officer, now)
    ):
        raise Refused(
            _("此人有签署、审批或管理权限，重设其口令或双因素认证须由第二人签署后生效。")
        )


def _note_reset(officer: Officer, by: Officer, now: datetime, what: str) -> None:
    """Keep who could act as the officer now, and send the officer a message about it.

    An account that nobody has used yet is nobody's to take over; it is as if added anew.
    """
    if officer.pk == by.pk:
        return
    if officer.last_login is not None:
        officer.password_reset_by, officer.password_reset_at = by, now
        officer.save(update_fields=["password_reset_by", "password_reset_at"])
    else:
        officer.save(update_fields=officer.put_in_hand_of(by, now))
    message_about_sign_in(
        officer,
        by,
        now,
        house_text("【登录安全】%(name)s的%(what)s已被重设"),
        house_text(
            "%(name)s的%(what)s由%(by)s于 %(at)s 重设。"
            "不是您本人要求的，请立即联系另一位系统管理员或组长。"
        ),
        what,
    )


def message_about_sign_in(
    officer: Officer, by: Officer, at: datetime, subject: str, body: str, what: str
) -> None:
    """Send an officer a message on his own address about what somebody did to his sign-in.

    Args:
        subject, body: With ``name``, ``what``, ``by`` and ``at``.
    """
    words = {
        "name": officer.name,
        "what": what,
        "by": by.name,
        "at": f"{timezone.localtime(at):%m-%d %H:%M}",
    }
    for channel in channels_to(officer, at, major=True):
        queue_message(
            bureau_id=officer.bureau_id,
            channel=channel,
            key=f"reset:{officer.pk}:{at:%Y%m%d%H%M%S}:{channel.pk}:{len(body)}",
            subject=subject % words,
            body=body % words,
            about=About("officer", f"officer:{officer.pk}"),
            urgent=True,
            now=at,
        )
