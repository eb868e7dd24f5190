"""Model of dossiers (卷宗): one encrypted ZIP of a filed matter, made by a job.

In:   a filing, who asks.    Out:  how far the job is, the hash of the file, where it lies.
Cost: one row a dossier; its file lies in ``DATA_DIR/dossiers`` for some days.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.db.job_rows import JobFailure
from huiying.base.files.made_file import MadeFile
from huiying.work.closing.archive.models import Filing


class Dossier(MadeFile):
    """One dossier: the ZIP as it is handed out."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="dossiers")
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    missing = models.PositiveIntegerField(default=0)  # attached files that cannot be read
    failure = models.CharField(max_length=12, blank=True, choices=JobFailure.choices)

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
