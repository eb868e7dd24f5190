"""The only way a screen gets a row of the outbox: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.outbox.actions.alarm import CHANGES
from huiying.base.outbox.models import BoardAlarm, Channel, Message, SignedLink


def channel_for(
    officer: Officer, pk: int, *, to: Capability = Capability.MANAGE_CHANNELS
) -> Channel:
    """Return a channel of the officer's bureau, to be managed."""
    rows = Channel.objects.filter(officer__isnull=True).select_related("unit")
    return row_for(officer, rows, to=to, pk=pk)


def alarm_for(officer: Officer, pk: int, *, to: Capability = Capability.TRIAGE) -> BoardAlarm:
    """Return an alarm about a change of how the bureau is alarmed, to be looked at."""
    rows = BoardAlarm.objects.filter(key__startswith=CHANGES)
    return row_for(officer, rows, to=to, pk=pk)


def message_for(officer: Officer, pk: int, *, to: Capability = Capability.NOTIFY) -> Message:
    """Return a message of the officer's bureau, to be looked at or sent again."""
    return row_for(officer, Message.objects.select_related("channel__unit"), to=to, pk=pk)


def link_for(officer: Officer, pk: int, *, to: Capability = Capability.NOTIFY) -> SignedLink:
    """Return a signed link of the officer's bureau, to be taken back."""
    return row_for(officer, SignedLink.objects.select_related("unit"), to=to, pk=pk)
