"""Rows that wait for a job: how far it is, which process has it, how it ended.

In:   a row of work that somebody asked for, the process that takes it.
Out:  the row claimed, counted, ended; each by one conditional UPDATE.
Cost: one UPDATE each.

Of two processes one gets a row; what was given up as broken off is not ended any more.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """How a piece of work stands; FAILED leaves no file, DROPPED has had one."""

    QUEUED = "QUEUED", _("待生成")
    RUNNING = "RUNNING", _("生成中")
    DONE = "DONE", _("已生成")
    FAILED = "FAILED", _("未生成")
    DROPPED = "DROPPED", _("已到期删除")


class JobFailure(models.TextChoices):
    """Why there is no file."""

    NO_ROOM = "NO_ROOM", _("磁盘空间不足，未生成。请清理后重新生成。")
    NOT_WRITTEN = "NOT_WRITTEN", _("生成失败，原因见服务器日志。请重新生成。")
    BROKEN_OFF = "BROKEN_OFF", _("生成中断，未留下文件。请重新生成。")


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class JobRow(models.Model):
    """One piece of work that a job does.

    ``holder`` names the process that does it. Times after ``requested_at`` are real.
    """

    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.QUEUED)
    requested_at = models.DateTimeField()
    holder = models.CharField(max_length=60, blank=True)
    machine = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    written = models.PositiveIntegerField(default=0)  # parts so far
    expected = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Tell whether it waits or is being done."""
        return self.state in OPEN_STATES


def claim_job(row: JobRow, *, holder: str, machine: str, real_now: datetime) -> bool:
    """Take a row that waits; False if another process was first."""
    waiting = type(row)._default_manager.filter(pk=row.pk, state=JobState.QUEUED)
    claimed = waiting.update(
        state=JobState.RUNNING, holder=holder, machine=machine, started_at=real_now
    )
    if claimed == 1:
        row.holder = holder
    return claimed == 1


def note_progress(row: JobRow, *, written: int, expected: int) -> None:
    """Say how many parts are written, for who waits."""
    rows = type(row)._default_manager.filter(pk=row.pk, state=JobState.RUNNING)
    rows.update(written=written, expected=expected)


def end_job(row: JobRow, state: JobState, real_now: datetime, **columns: object) -> bool:
    """End a row that its holder has; False if it was given up meanwhile."""
    held = type(row)._default_manager.filter(
        pk=row.pk, state=JobState.RUNNING, holder=row.holder
    )
    return held.update(state=state, finished_at=real_now, **columns) == 1
