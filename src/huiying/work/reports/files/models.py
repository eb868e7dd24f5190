"""Model of the files of reports: one version as PDF or DOCX, made by a job.

In:   a report as it stands, a format, who asks.    Out:  how far the job is, the file's hash.
Cost: one row a file; the file lies in ``DATA_DIR/report-files`` for some days.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.db.job_rows import JobFailure
from huiying.base.files.made_file import MadeFile
from huiying.work.reports.core.models import Report, ReportVersion

CHANGED = "CHANGED"


class FileFormat(models.TextChoices):
    """What a report can be had as."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"


class VersionFile(MadeFile):
    """One version of a report as a file.

    ``text_hash`` is of all that the document says; a report that was changed, signed or
    withdrawn since has another one. ``revision`` is the newest for which that was looked at.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=FileFormat.choices)
    text_hash = models.CharField(max_length=64)
    revision = models.PositiveIntegerField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    failure = models.CharField(
        max_length=12,
        blank=True,
        choices=[
            *JobFailure.choices,
            (CHANGED, _("报告已更新，原稿不再生成。请按最新一稿生成。")),
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "format", "text_hash"],
                name="one_report_file_at_a_time",
                condition=Q(state__in=["QUEUED", "RUNNING"]),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="report_file_state")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.version}.{self.format}"
