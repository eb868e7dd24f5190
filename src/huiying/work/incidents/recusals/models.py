"""Table of recusals (回避): who takes no part in which incident.

In:   an officer, an incident, a reason.    Out:  rows that change only when a recusal ends.
Cost: a few rows per incident.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.work.incidents.core.models import Incident


class Recusal(models.Model):
    """An officer keeps out of one incident (回避): he may read it, and does nothing on it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="recusals")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "officer"],
                name="recused_once",
                condition=Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.officer_id}"
