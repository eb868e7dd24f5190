"""Model of dossiers (卷宗): one encrypted ZIP of a filed matter, made by a job.

In:   a filing, who asks.    Out:  how far the job is, the hash of the file, where it lies.
Cost: one row a dossier; its file lies in ``DATA_DIR/dossiers`` for some days.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.work.closing.archive.models import Filing


class DossierState(models.TextChoices):
    """How a dossier stands; FAILED leaves no file."""

    QUEUED = "QUEUED", _("待生成")
    RUNNING = "RUNNING", _("生成中")
    DONE = "DONE", _("已生成")
    FAILED = "FAILED", _("未生成")
    DROPPED = "DROPPED", _("已到期删除")


class DossierFailure(models.TextChoices):
    """Why there is no file."""

    NO_ROOM = "NO_ROOM", _("磁盘空间不足，未生成。请清理后重新生成。")
    NOT_WRITTEN = "NOT_WRITTEN", _("生成失败，原因见服务器日志。请重新生成。")
    BROKEN_OFF = "BROKEN_OFF", _("生成中断，未留下文件。请重新生成。")


class Dossier(models.Model):
    """One dossier; ``sha256`` is of the ZIP as it is handed out, ``data_key`` opens the file.

    ``holder`` names the process that makes it. Times after ``requested_at`` are real.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="dossiers")
    state = models.CharField(
        max_length=8, choices=DossierState.choices, default=DossierState.QUEUED
    )
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=60, blank=True)
    machine = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    written = models.PositiveIntegerField(default=0)  # files so far
    expected = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)  # bytes of the ZIP
    sha256 = models.CharField(max_length=64, blank=True)
    data_key = models.BinaryField(null=True)
    missing = models.PositiveIntegerField(default=0)  # attached files that cannot be read
    failure = models.CharField(max_length=12, blank=True, choices=DossierFailure.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="dossier_number_once"),
            models.UniqueConstraint(
                fields=["filing"],
                name="one_dossier_at_a_time",
                condition=Q(state__in=["QUEUED", "RUNNING"]),
            ),
        ]
        ordering = ["-requested_at", "-id"]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        filing = self.filing
        return Subject("dossier", self.number, filing.title, filing.incident.audit_topic)
