"""Models of placements: the event of each post, and officers' constraints.

In:   the engine's placements, officers' decisions.    Out:  the copy group and event of a post.
Cost: one placement row per post; decisions are rare.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.work.collection.posts.models import Post


class OfficerDecision(models.Model):
    """A decision about which posts belong together; the machine never undoes it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    data = models.JSONField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "seq"], name="officer_decision_seq")
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.seq}:{self.kind}"


class Placement(models.Model):
    """Where a post stands: its copy group and event; ``pinned``: an officer put it there."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    group_id = models.BigIntegerField()
    event_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    score = models.FloatField(default=0)
    reasons = models.JSONField(default=list)
    pinned = models.BooleanField(default=False)
    grave = models.BooleanField(default=False)  # the first of its copies, with words of harm

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "seq"], name="placement_seq_once")
        ]
        indexes = [
            models.Index(fields=["bureau", "event_id", "seq"], name="placement_event"),
            # Of copies alone: most posts are the first and only one of their group.
            models.Index(
                fields=["group_id"], condition=~Q(post=F("group_id")), name="placement_copy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}->{self.event_id}"
