"""What the engine keeps between runs that cannot be counted again: its snapshot.

In:   one turn of the stream.    Out:  the newest snapshot of a bureau.
Cost: one compressed blob per bureau, replaced in place.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.models import Bureau


class EngineSnapshot(models.Model):
    """Counts of one bureau's stream after the placement with number ``turn``."""

    bureau = models.OneToOneField(Bureau, on_delete=models.PROTECT)
    turn = models.BigIntegerField(default=0)
    decided = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField()
    blob = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.turn}"
