"""Raise alarms of what does not agree with the record: board, desk, auditors, log.

In:   a bureau, differences, the moment.    Out:  one alarm a day for each, messages, log lines.
Cost: two writes a difference that was not reported today, and one a channel.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import holders_of
from huiying.base.audit.house_text import house_text
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import end_alarms, raise_alarms
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import BoardAlarm
from huiying.base.outbox.queries import channels_of_desk, own_channels
from huiying.policy.core.hashing import canonical_json, hash_of_text
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason, to_data
from huiying.reasons.rendering import render

log = logging.getLogger("huiying.record")
RECORD_ALARMS = "record:"
ABOUT = About("record", "")
MOST_ALARMS = 10  # a day; the first ones say enough to stop and look


def report_differences(bureau_id: int, found: Iterable[Reason], now: datetime) -> int:
    """Raise an alarm for each difference that was not reported today; return how many.

    Asked for every page that a reader wants: what is known already takes one read.
    """
    day = f"{RECORD_ALARMS}{now.astimezone(LOCAL).date().isoformat()}:"
    rows = BoardAlarm.objects.filter(bureau_id=bureau_id, key__startswith=day)
    known = set(rows.values_list("key", flat=True))
    by_key = {f"{day}{hash_of_text(canonical_json(to_data(one)))[:32]}": one for one in found}
    new = [(key, one) for key, one in by_key.items() if key not in known]
    new = new[: max(0, MOST_ALARMS - len(known))]
    if not new:
        return 0
    for _key, one in new:
        log.critical("bureau %s does not agree with its record: %s", bureau_id, render(one))
    with transaction.atomic():
        alarms = [(key, one, ABOUT) for key, one in new]
        raise_alarms(bureau_id=bureau_id, alarms=alarms, now=now)
        _message(bureau_id, new, now)
    return len(new)


def end_record_alarms(bureau_id: int, now: datetime) -> int:
    """End the alarms when everything agrees again; return how many."""
    return end_alarms(bureau_id=bureau_id, key_prefix=RECORD_ALARMS, now=now)


def _message(bureau_id: int, new: Sequence[tuple[str, Reason]], now: datetime) -> None:
    auditors = holders_of(bureau_id, Role.AUDITOR)
    channels = {row.pk: row for row in (*channels_of_desk(bureau_id), *own_channels(auditors))}
    advice = house_text(
        "与审计记录不一致的回应已停止公开显示。请保存当前数据和最近备份，报告组长，"
        "由系统管理员运行 huiying verify-audit。"
    )
    for channel in channels.values():
        queue_message(
            bureau_id=bureau_id,
            channel=channel,
            key=f"{new[0][0]}:{channel.pk}",
            subject=house_text("【告警】与审计记录不一致"),
            body="\n".join([*(render(one) for _key, one in new), advice]),
            about=ABOUT,
            urgent=True,
            now=now,
        )
