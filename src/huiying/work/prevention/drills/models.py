"""Models of drills (演练): the script that was planned, and what became of it.

In:   what the bureau wants to practise.    Out:  one drill, and one result of it that is final.
Cost: a row each; the script and the result are JSON of some kilobytes.

The drill itself runs in an installation of its own (``jobs.drills``): no row of it is here.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.work.incidents.core.models import Incident


class DrillState(models.TextChoices):
    """How far a drill is."""

    PLANNED = "PLANNED", _("待开始")
    RUNNING = "RUNNING", _("演练中")
    ENDED = "ENDED", _("已结束")
    CANCELLED = "CANCELLED", _("已取消")


class Drill(models.Model):
    """演练: its script, and how far it is. It is final once it ended or was cancelled.

    Attributes:
        script: As ``policy.prevention.drill_script.to_data``.
        source: The closed incident whose posts it replays; None = a written one.
        left_out: Posts of that incident that were not taken.
        despite: Numbers of grave incidents that run, despite which it may start; and why.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    objectives = models.TextField()
    script = models.JSONField()
    script_hash = models.CharField(max_length=64)
    source = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_out = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=9, choices=DrillState.choices, default=DrillState.PLANNED
    )
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    despite = models.JSONField(default=list)
    despite_reason = models.CharField(max_length=400, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancel_reason = models.CharField(max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="drill_number_once")
        ]
        indexes = [models.Index(fields=["bureau", "-planned_at"], name="drill_list")]

    def __str__(self) -> str:
        return self.number

    @property
    def topic(self) -> str:
        """Return under what the record shows it."""
        return f"drill:{self.number}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("drill", self.number, self.title, self.topic)


class DrillResult(models.Model):
    """What a drill came to, as its own installation computed it, under its hash. Final."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    drill = models.OneToOneField(Drill, on_delete=models.PROTECT, related_name="result")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.drill_id}:{self.content_hash[:8]}"
