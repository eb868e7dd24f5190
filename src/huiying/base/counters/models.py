"""Models of counters: how many rows of a kind fall into an hour or a day.

In:   the acts that change the rows counted, in their own transaction.
Out:  numbers for statistics, equal to a count of the rows.
Cost: one upsert for each slot that an act changes.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau


class Grain(models.TextChoices):
    """How long the time of a counter is."""

    HOUR = "h", "hour"
    DAY = "d", "day"


class CounterValue(models.Model):
    """How many rows of a kind and key a bureau has in one local hour or day.

    ``kind`` is the code of a ``CounterKind``; ``at`` is the moment at which the local hour or
    day begins.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    kind = models.CharField(max_length=24)
    grain = models.CharField(max_length=1, choices=Grain.choices)
    at = models.DateTimeField()
    key = models.CharField(max_length=80, blank=True)
    value = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "kind", "grain", "at", "key"], name="one_counter_a_slot"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.kind}:{self.key}@{self.at:%Y-%m-%d %H}"


class BuiltCounter(models.Model):
    """A kind whose earlier rows were counted for a bureau; without it the acts alone count."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    kind = models.CharField(max_length=24)
    built_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "kind"], name="counter_built_once")
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.kind}"
