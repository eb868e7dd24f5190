"""Table of the units that an incident concerns.

In:   an incident, a unit that was notified.    Out:  what that unit may see.
Cost: a few rows per incident.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Unit
from huiying.work.incidents.core.models import Incident


class ConcernedUnit(models.Model):
    """A unit that was told of an incident, and so may see it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="concerned")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "unit"], name="unit_concerned_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.unit_id}"
