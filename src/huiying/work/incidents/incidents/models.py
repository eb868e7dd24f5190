"""Tables of the units that an incident concerns, and of calls to superior bodies about it."""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.accounts.organisation.models import Superior
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


class SuperiorCall(models.Model):
    """重大即报 by telephone: which superior body was told of an incident, when, who answered.

    A row is added and never changed; the first one of a body counts.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="superior_calls"
    )
    superior = models.ForeignKey(Superior, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_by = models.CharField(max_length=100)  # the post that answered, no person's name
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.superior_id}"
