"""Models of imports: the import job, what became of its rows, its refused rows.

In:   uploaded files.    Out:  how far each was read, what it brought, and what was refused.
Cost: one row a file, and one a row of the file.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.work.collection.files.readers import Layout
from huiying.work.collection.posts.models import Post
from huiying.work.collection.sources.models import Source


class ImportState(models.TextChoices):
    """How an import stands."""

    UPLOADED = "UPLOADED", _("待确认列")
    RUNNING = "RUNNING", _("导入中")
    PAUSED = "PAUSED", _("已中断，可续传")
    DONE = "DONE", _("已完成")
    FAILED = "FAILED", _("未能读取")


class ImportJob(models.Model):
    """One file on its way in. ``next_row`` moves in the same transaction as the posts."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True)
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True, default="")  # "" = the first filled
    has_header = models.BooleanField(default=True)
    mapping = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)  # code → rows, count, first (``note_tally``)
    history = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ImportState.choices)
    next_row = models.PositiveBigIntegerField(default=1)
    accepted = models.PositiveBigIntegerField(default=0)
    repeated = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    diverted = models.PositiveBigIntegerField(default=0)  # accepted ones that are accusations
    replacing = models.BooleanField(default=False)  # an earlier run is being withdrawn first
    withdrawn = models.PositiveBigIntegerField(default=0)  # posts of the earlier run
    retained = models.PositiveBigIntegerField(default=0)  # … that somebody had acted on
    progress = models.FloatField(default=0)
    error = models.JSONField(null=True, blank=True)  # a ``Reason``
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "source", "digest", "sheet", "history"],
                name="one_import_per_file",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("import", str(self.pk), self.source.name)

    @property
    def layout(self) -> Layout:
        """Return how its file is read."""
        return Layout(self.sheet, self.has_header)

    @property
    def has_run(self) -> bool:
        """Tell whether an earlier run brought anything."""
        return self.accepted + self.repeated > 0


class RowResult(models.TextChoices):
    """What became of a row that was taken."""

    ACCEPTED = "A", _("收录")
    REPEATED = "R", _("重复")
    RETAINED = "S", _("已处理，保留")  # of an earlier run with other columns


class ImportedRow(models.Model):
    """A row of a file and the post it became, or that it repeats; numbered as editors do."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, db_index=False)
    job = models.ForeignKey(  # the index below begins with it
        ImportJob, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    row = models.PositiveBigIntegerField()
    result = models.CharField(max_length=1, choices=RowResult.choices)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["job", "result", "row"], name="imported_row")]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.row}"


class ImportRefusal(models.Model):
    """A row that was refused, with its number and why."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="refusals")
    row = models.PositiveBigIntegerField()  # as a spreadsheet program shows it
    line = models.PositiveBigIntegerField(null=True)  # of a text editor, where it differs
    code = models.CharField(max_length=40)
    field = models.CharField(max_length=40, blank=True)
    reason = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["job", "row"], name="refusal_row")]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.row}"
