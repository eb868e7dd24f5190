"""Models of offline work (Art. 7): steps of tasks, materials, public commitments.

In:   acts of units and of the office.    Out:  what was done, with material; rows never change.
Cost: a few small rows per incident.

No row names a petitioner. A person is 'the person concerned of reference R2026-0001'; what is
needed to reach him lies sealed under a key of its own, or nowhere.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.work.casework.procedure.models import Assignment
from huiying.work.incidents.core.models import Incident


class EntryKind(models.TextChoices):
    """What happened to a task."""

    REPORTED = "REPORTED", _("反馈")
    ADDED = "ADDED", _("补充材料")
    RETURNED = "RETURNED", _("退回重办")
    SENT_BACK = "SENT_BACK", _("单位退回")
    REASSIGNED = "REASSIGNED", _("改派")
    ESCALATED = "ESCALATED", _("报副组长")
    INSTRUCTED = "INSTRUCTED", _("副组长批示")
    CHECKED = "CHECKED", _("现场核查")
    CLOSED = "CLOSED", _("验收办结")
    RECALLED = "RECALLED", _("收回")


class TaskEntry(models.Model):
    """One step of a task: who, when, in words. ``passed`` is the result of a re-check."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    text = models.TextField(blank=True)
    passed = models.BooleanField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.assignment_id}:{self.kind}"


class Commitment(models.Model):
    """公开承诺: what was promised by when; it stays open until it is kept, however late."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=400)
    place = models.CharField(max_length=200)  # where it was said in public
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    fulfilled_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    how = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="commitment_number_once")
        ]
        indexes = [
            models.Index(
                fields=["bureau", "due_at"],
                name="commitment_open",
                condition=Q(fulfilled_at__isnull=True),
            )
        ]
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return self.number

    @property
    def late(self) -> bool:
        """It was kept, but after the day that was promised."""
        return self.fulfilled_at is not None and self.fulfilled_at > self.due_at

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        incident = self.incident.current
        return Subject("commitment", self.number, incident.title, incident.audit_topic)


class Material(models.Model):
    """材料: a file that belongs to a step of a task, or to a promise that was kept."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    entry = models.ForeignKey(
        TaskEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="materials"
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="materials"
    )
    words = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, commitment__isnull=True)
                | Q(entry__isnull=True, commitment__isnull=False),
                name="material_of_one_thing",
            )
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.words[:20]}"
