"""Models of what is learnt for a bureau: the stream's snapshot, versions of the routing model.

In:   one turn of the stream; a training run.    Out:  the newest snapshot; the routing in use.
Cost: one compressed blob per bureau, replaced in place; one blob of about 1 MB per version.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.subjects import Subject


class EngineSnapshot(models.Model):
    """Counts of one bureau's stream; events were looked at up to the placement ``turn``."""

    bureau = models.OneToOneField(Bureau, on_delete=models.PROTECT)
    turn = models.BigIntegerField(default=0)
    decided = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField()
    blob = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.turn}"


class RoutingVersion(models.Model):
    """A routing that was learnt from a bureau's confirmations, with its card. Never changed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()  # counts from 1 in each bureau
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)  # a label; the record holds who it was
    card = models.JSONField()  # see ``queries.Card``
    blob = models.BinaryField()
    digest = models.CharField(max_length=64)  # SHA-256 of the blob as it was made
    in_use = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="routing_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["bureau"], condition=Q(in_use=True), name="one_routing_in_use"
            ),
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.number}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("routing", str(self.number), "", "routing")
