"""Model of the erasure of old petitions by plan: as the deletion of posts, by kind of petition.

In:   the months of the rules, an officer who asks.    Out:  what would go, what went, its hash.
Cost: one row a plan.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiying.base.audit.subjects import Subject
from huiying.work.closing.core.planned_deletions import OPEN, PlannedDeletion


class PetitionPurge(PlannedDeletion):
    """删除到期信访事项: petitions that were settled longer ago than the months in force.

    ``plan``: as ``PurgePlan.as_data`` of ``queries``; it holds counts, no number of a petition.
    """

    VERBS: ClassVar[str] = "petitions"
    KIND: ClassVar[str] = "erase_petitions"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="purge_number_once"),
            models.UniqueConstraint(
                fields=["bureau"], name="one_purge_at_a_time", condition=Q(state__in=list(OPEN))
            ),
        ]
        ordering = ["-requested_at", "-id"]

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("petition_purge", self.number)
