"""Model of the deletion of posts: a plan that two others sign, and the run of it.

In:   the rule of a bureau, an officer who asks.    Out:  what would go, what went, its hash.
Cost: one row a plan.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiying.base.audit.subjects import Subject
from huiying.work.closing.core.planned_deletions import OPEN, DeletionState, PlannedDeletion

__all__ = ["DeletionState", "PostDeletion"]


class PostDeletion(PlannedDeletion):
    """删除到期帖文: posts of no matter that are older than the months in force.

    ``plan``: as ``DeletionPlan.as_data`` of ``queries``; no word of a post is in it.
    """

    VERBS: ClassVar[str] = "posts"
    KIND: ClassVar[str] = "delete_posts"

    months = models.PositiveIntegerField()
    before = models.DateTimeField()  # collected earlier than this
    today = models.DateField()  # on which periods of filed matters were compared

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="deletion_number_once"),
            models.UniqueConstraint(
                fields=["bureau"],
                name="one_deletion_at_a_time",
                condition=models.Q(state__in=list(OPEN)),
            ),
        ]
        ordering = ["-requested_at", "-id"]

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("post_deletion", self.number)
