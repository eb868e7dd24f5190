"""Models of the installation: its mark, who holds a bureau's stream or an import, its jobs.

In:   workers.    Out:  who may place posts of a bureau until when (real time); how jobs go;
      backups.
Cost: one conditional UPDATE per turn; of jobs one write in half a minute.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """How a machine knows that it has the key and the files of this installation; one row.

    ``mark`` also stands in the folder of files; ``key_hash`` is a keyed hash of it.
    """

    mark = models.CharField(max_length=64)
    key_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.mark


class ImportRunner(models.Model):
    """Where the file of an import lies, and which process reads it; until the import ends."""

    import_ref = models.BigIntegerField(primary_key=True)
    bureau_ref = models.BigIntegerField()
    machine = models.CharField(max_length=100)
    holder = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.import_ref}:{self.machine}"


class StreamLease(models.Model):
    """Who turns the stream of a bureau; ``until`` is real time, whatever its clock says."""

    bureau_ref = models.BigIntegerField(primary_key=True)
    holder = models.CharField(max_length=60)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.bureau_ref}:{self.holder}"


class JobState(models.Model):
    """How a job that is done again and again goes; times are real.

    ``name`` is the name of the job, of one with shares with a dot and the share behind it. A
    turn is at work while ``began_at`` is later than ``ended_at``.
    """

    name = models.CharField(max_length=60, primary_key=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)  # None: the last turn went well
    failure = models.CharField(max_length=100, blank=True)  # the class of what was raised

    def __str__(self) -> str:
        return self.name


class BackupFailure(models.TextChoices):
    """Why there is no file; what was kept before is untouched."""

    NO_ROOM = "NO_ROOM", _("磁盘空间不足，未开始")
    NOT_WRITTEN = "NOT_WRITTEN", _("备份失败，原因见服务器日志")
    BROKEN_OFF = "BROKEN_OFF", _("备份中断，未完成")


class BackupRun(models.Model):
    """One backup of the whole installation: asked for by a bureau, or made by night.

    It is of no bureau: the file holds them all. Times are real, whatever the clock says.
    """

    requested_at = models.DateTimeField()
    bureau_ref = models.BigIntegerField(null=True)  # whose administrator asked; None by night
    night = models.DateField(null=True, unique=True)  # at most one of itself a day
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    path = models.CharField(max_length=500, blank=True)
    machine = models.CharField(max_length=80, blank=True)
    size = models.BigIntegerField(default=0)  # bytes
    rows = models.BigIntegerField(default=0)
    missing = models.IntegerField(default=0)  # kept files that were gone from the disk
    encrypted = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64, blank=True)
    copied_at = models.DateTimeField(null=True)  # to the folder of copies
    copy_failure = models.CharField(max_length=300, blank=True)  # of the last attempt
    failure = models.CharField(max_length=20, choices=BackupFailure.choices, blank=True)

    def __str__(self) -> str:
        return f"{self.requested_at:%F %T}"


class BackupRehearsal(models.Model):
    """One backup that was restored into a scratch installation and looked at; real times."""

    at = models.DateTimeField()
    machine = models.CharField(max_length=80)
    path = models.CharField(max_length=500, blank=True)  # empty: what would be written now
    seconds = models.FloatField(default=0)
    rows = models.BigIntegerField(default=0)
    files = models.IntegerField(default=0)
    lost_records = models.BigIntegerField(default=0)
    wrong = models.TextField(blank=True)  # sentences; empty when all is well

    def __str__(self) -> str:
        return f"{self.at:%F %T}"
