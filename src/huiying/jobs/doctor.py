"""What a person should know of an installation: storage, people, sources, channels, record.

In:   the database.    Out:  findings, each one sentence that says what is wrong and what to do.
Cost: a few queries and one full read of the record per bureau.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from huiying.base.accounts.capabilities import Role
from huiying.base.accounts.models import Bureau
from huiying.base.accounts.queries import bureaus, holders_of
from huiying.base.audit.queries import verify
from huiying.base.outbox.queries import dead_letters
from huiying.jobs import clock
from huiying.jobs.backup import last_backup
from huiying.jobs.readiness import readiness

ENOUGH_BYTES = 1 << 30
STALE_BACKUP = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, and whether it is good news."""

    fine: bool
    sentence: str


def findings() -> Iterator[Finding]:
    """Yield everything worth saying."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    yield Finding(free >= ENOUGH_BYTES, f"磁盘剩余 {free / 1e9:.1f} GB（至少应有 1 GB）。")
    named = bool(settings.PUBLIC_URL)
    yield Finding(
        named,
        f"外发消息里的链接以 {settings.PUBLIC_URL} 开头。"
        if named
        else "没有设置 HUIYING_PUBLIC_URL，外发消息里的链接打不开。",
    )
    yield _of_backups()
    every = list(bureaus())
    if not every:
        yield Finding(fine=False, sentence="还没有局。请运行 huiying setup。")
    now = clock.now()
    for bureau in every:
        yield from _of_bureau(bureau, now)


def _of_backups() -> Finding:
    last = last_backup()
    if last is None:
        return Finding(fine=False, sentence="还没有备份过。请运行 huiying backup。")
    old = clock.real_now() - last > STALE_BACKUP
    return Finding(
        not old,
        f"最近一次备份在 {timezone.localtime(last):%Y-%m-%d %H:%M}"
        + ("，已过两天。" if old else "。"),
    )


def _of_bureau(bureau: Bureau, now: datetime) -> Iterator[Finding]:
    result = verify(bureau_id=bureau.pk)
    yield Finding(
        result.holds,
        f"{bureau.slug}：审计链 {result.records} 条，"
        + ("完整。" if result.holds else f"第 {result.broken_at} 条处断开：{result.why}。"),
    )
    for role in (Role.DUTY_OFFICER, Role.LEADER, Role.SPOKESPERSON):
        held = holders_of(bureau.pk, role).exists()
        yield Finding(
            held, f"{bureau.slug}：{role.label}{'已指定' if held else '还没有指定'}。"
        )
    for point in readiness(bureau.pk, now):
        yield Finding(point.fine, f"{bureau.slug}：{point.sentence}")
    dead = dead_letters(bureau.pk).count()
    yield Finding(dead == 0, f"{bureau.slug}：{dead} 条消息没有发出去。")
