"""The table of emergency monitoring: since when, how often, until when, and why.

In:   acts of officers.    Out:  rows; one that is over counts no more by itself.
Cost: a row each time.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject


class EmergencyMonitoring(models.Model):
    """Hours in which every fetched source of a bureau is asked at least so often."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    minutes = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=400)
    started_at = models.DateTimeField()
    until = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)  # before its time, or prolonged
    ended_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "started_at"], name="one_emergency_at_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("started_at")), name="emergency_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["bureau", "until"], name="emergency_running")]

    def __str__(self) -> str:
        return f"{self.bureau_id}@{self.started_at:%Y-%m-%d %H:%M}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("emergency_monitoring", str(self.pk), "应急监测")
