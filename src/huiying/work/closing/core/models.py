"""Models of closing: closings, their waivers, proposals to reopen.

In:   an incident at its gate.    Out:  one row for each time it was closed, reopened or not.
Cost: a few rows per incident.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.closing.gate import Condition
from huiying.work.incidents.core.models import Incident


class Closing(models.Model):
    """办结: by whom, when, and how the gate stood; reopening ends it and keeps it.

    ``gate`` holds the conditions as they were: condition, state, number of the waiver.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="closings")
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    gate = models.JSONField(default=list)
    effect = models.JSONField(default=dict)  # of the last answer then; {} = none to compare
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopen_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                name="closed_once_at_a_time",
                condition=Q(reopened_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["bureau", "closed_at"],
                name="closing_standing",
                condition=Q(reopened_at__isnull=True),
            )
        ]
        ordering = ["closed_at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id}@{self.closed_at:%Y-%m-%d}"


class Waiver(models.Model):
    """豁免 of one condition: asked for with a reason, signed by a leader who did not ask.

    It counts for one closing: ``after`` names the closing that was reopened before, if any.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="waivers")
    condition = models.CharField(
        max_length=12, choices=[(one.value, one.label) for one in Condition]
    )
    reason = models.CharField(max_length=400)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    after = models.ForeignKey(Closing, on_delete=models.PROTECT, null=True, blank=True)
    signoff = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="waiver_number_once")
        ]
        ordering = ["requested_at", "id"]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        return Subject("waiver", self.number, self.incident.title, self.incident.audit_topic)
