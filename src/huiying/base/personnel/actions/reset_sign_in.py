"""Set somebody else's password or take his second factor away, and send him a message.

In:   an officer, who does it.    Out:  a new password, his sessions ended; a message to him.
Cost: one password hash and a few writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.actions.set_password import (
    remove_second_factor,
    set_password,
)
from huiying.base.audit.house_text import house_text
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_to


@transaction.atomic
def reset_password(*, officer: Officer, password: str, by: Officer, now: datetime) -> None:
    """Replace an officer's password; he must change it, and learns who did it.

    Raises:
        Refused: As ``set_password``.
    """
    set_password(officer=officer, password=password, actor=by.audit_actor(), now=now)
    _note_reset(officer, by, now, house_text("口令"))


@transaction.atomic
def reset_second_factor(*, officer: Officer, by: Officer, now: datetime) -> int:
    """Remove every second factor of an officer and send him a message; return how many."""
    removed = remove_second_factor(officer=officer, actor=by.audit_actor(), now=now)
    if removed:
        _note_reset(officer, by, now, house_text("双因素认证"))
    return removed


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
    words = {
        "name": officer.name,
        "what": what,
        "by": by.name,
        "at": f"{timezone.localtime(now):%m-%d %H:%M}",
    }
    for channel in channels_to(officer, now, major=True):
        queue_message(
            bureau_id=officer.bureau_id,
            channel=channel,
            key=f"reset:{officer.pk}:{now:%Y%m%d%H%M%S}:{channel.pk}",
            subject=house_text("【登录安全】%(name)s的%(what)s已被重设") % words,
            body=house_text(
                "%(name)s的%(what)s由%(by)s于 %(at)s 重设。"
                "不是您本人要求的，请立即联系另一位系统管理员或组长。"
            )
            % words,
            about=About("officer", f"officer:{officer.pk}"),
            urgent=True,
            now=now,
        )
