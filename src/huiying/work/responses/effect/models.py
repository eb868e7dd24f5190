"""What an answer did: groups that repeat a corrected claim, and whether readers were helped.

In:   an officer's word on one group; a reader's yes or no.    Out:  what the effect is counted
      from.
Cost: one row a group that somebody looked at; one a version and day on which somebody answered.
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


class HelpCount(models.Model):
    """How many readers of one version said on one day that it helped, or did not.

    Two numbers: no text, no person, no address, no moment.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    day = models.DateField()
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "version", "day"], name="help_count_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["bureau", "day"], name="help_count_days")]

    def __str__(self) -> str:
        return f"{self.answer_id}v{self.version}:{self.day}"
