"""Two ladders at once say everything once."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.outbox.models import BoardAlarm, Channel, Message
from huiying.jobs.clocks import ladder
from tests.base.crowd import crowd  # noqa: F401 - a fixture
from tests.factories import T0
from tests.scenarios.incidents import notice_clock


def test_two_ladders_at_once_remind_once_and_keep_the_chain_whole(crowd, yunchuan):  # noqa: F811
    Channel.objects.create(
        bureau=yunchuan.bureau, kind="SMTP", name="值班邮箱", target="duty@yunchuan.example"
    )
    for n in range(6):
        notice_clock(yunchuan, ref=f"2026-{n:04d}")

    def look():
        return ladder.turn(T0 + timedelta(minutes=31))

    def count():
        return (
            Message.objects.count(),
            BoardAlarm.objects.count(),
            AuditRecord.objects.filter(verb="clock.breached").count(),
            verify(bureau_id=yunchuan.bureau.pk).holds,
        )

    assert sum(crowd(look, look)) == 6
    assert crowd(count) == [(6, 6, 6, True)]
