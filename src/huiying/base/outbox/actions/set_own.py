"""An officer's own address: reminders of what is in his hands reach him there too.

In:   an officer, a mail address or none.    Out:  his channel, made, changed or switched off.
Cost: one or two writes; no record, for it is nobody's but his.
"""

from __future__ import annotations

from django.db import transaction

from huiying.base.accounts.models import Officer
from huiying.base.outbox.actions.set_channel import checked_target
from huiying.base.outbox.models import Channel, ChannelKind


@transaction.atomic
def set_own_address(*, officer: Officer, address: str) -> Channel | None:
    """Keep the address; an empty one switches the channel off and is forgotten.

    Raises:
        CannotSetChannel: If it is no mail address.
    """
    wanted = address.strip()
    own = Channel.objects.filter(officer=officer).first()
    if not wanted:
        if own is not None:
            own.target, own.active = "", False
            own.save(update_fields=["target", "active"])
        return None
    target = checked_target(ChannelKind.SMTP, wanted, "")
    if own is None:
        return Channel.objects.create(
            bureau_id=officer.bureau_id,
            officer=officer,
            kind=ChannelKind.SMTP,
            name=f"本人邮箱 {officer.pk}",
            target=target,
        )
    own.target, own.active = target, True
    own.save(update_fields=["target", "active"])
    return own
