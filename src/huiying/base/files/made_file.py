"""The columns of a file that a job makes: encrypted on disk, handed out, dropped after days.

``sha256`` and ``size`` are of the file as it is handed out; ``data_key`` opens what lies on
disk and is destroyed with it.
"""

from __future__ import annotations

from django.db import models

from huiying.base.db.job_rows import JobRow


class MadeFile(JobRow):
    """One file that a job makes or has made."""

    size = models.BigIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    data_key = models.BinaryField(null=True)

    class Meta:
        abstract = True
