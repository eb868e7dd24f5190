"""Model of the deletion of posts: a plan that two others sign, and the run of it.

In:   the rule of a bureau, an officer who asks.    Out:  what would go, what went, its hash.
Cost: one row a plan.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import SignoffRequest


class DeletionState(models.TextChoices):
    """How a deletion stands."""

    PLANNED = "PLANNED", _("待签署")
    RETURNED = "RETURNED", _("已退回")
    RUNNING = "RUNNING", _("删除中")
    STOPPED = "STOPPED", _("已暂停")
    ENDED = "ENDED", _("已终止")
    DONE = "DONE", _("已完成")


class PostDeletion(models.Model):
    """删除到期帖文: what was shown before it ran, who signed it, how far it came.

    ``plan``: as ``DeletionPlan.as_data`` of ``queries``; no word of a post is in it.
    ``digest`` chains the numbers of the deleted posts, batch by batch, so that a run that was
    stopped goes on with it. ``reason``: why it was stopped or ended; ``stopped_by`` is
    empty when the system stopped it. The database refuses to change what was signed.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    state = models.CharField(
        max_length=8, choices=DeletionState.choices, default=DeletionState.PLANNED
    )
    months = models.PositiveIntegerField()
    rule_version = models.CharField(max_length=40)
    before = models.DateTimeField()  # collected earlier than this
    today = models.DateField()  # on which periods of filed matters were compared
    total = models.PositiveIntegerField()
    plan = models.JSONField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")
    cursor = models.BigIntegerField(default=0)  # posts up to this number were looked at
    deleted = models.PositiveIntegerField(default=0)
    by_month = models.JSONField(default=dict)  # what went: "2026-01" → posts
    digest = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="deletion_number_once"),
            models.UniqueConstraint(
                fields=["bureau"],
                name="one_deletion_at_a_time",
                condition=Q(state__in=["PLANNED", "RUNNING", "STOPPED"]),
            ),
        ]
        ordering = ["-requested_at", "-id"]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("post_deletion", self.number)
