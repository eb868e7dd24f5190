"""Which groups of copies repeat the claim that an answer corrects, as an officer judged them.

In:   an officer's word on one group.    Out:  what the effect of the answer is counted from.
Cost: one row a group that somebody looked at.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.work.responses.core.models import Answer


class ClaimGroup(models.Model):
    """One group of copies: it repeats the corrected claim, or it does not."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="claim_groups")
    group_id = models.BigIntegerField()
    repeats = models.BooleanField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "group_id"], name="claim_group_once")
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}:{self.group_id}"
