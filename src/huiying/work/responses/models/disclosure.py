"""不予公开: parts of an answer that are kept back on a ground of the law.

In:   a draft, a passage of its words, a ground.    Out:  a mark in public in its place.
Cost: a row a passage.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.models import Bureau, Officer
from huiying.base.clocks.models import Clock
from huiying.policy.disclosure import Ground
from huiying.work.responses.models.drafts import Draft
from huiying.work.responses.models.releases import Release


class Withholding(models.Model):
    """One passage that is kept back; published, it has a clock until it is looked at again.

    It ends with the next version, which keeps it back by a row of its own or has opened it.

    ``passage`` never leaves the house: what is hashed, confirmed, approved and published holds
    the mark in its place.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="withheld")
    passage = models.TextField()
    ground = models.CharField(
        max_length=20, choices=[(ground.value, ground.rule.label) for ground in Ground]
    )
    reason = models.CharField(max_length=400)
    harm = models.CharField(max_length=400, blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="withheld", null=True, blank=True
    )
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.draft_id}:{self.ground}"


class WithholdingReview(models.Model):
    """What was decided when a withholding was looked at again (条例 art. 18)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    withholding = models.ForeignKey(
        Withholding, on_delete=models.PROTECT, related_name="reviews"
    )
    kept = models.BooleanField()
    reason = models.CharField(max_length=400)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.withholding_id}@{self.at}"
