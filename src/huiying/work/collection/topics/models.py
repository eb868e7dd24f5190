"""Tables of watch topics (关注主题): what is watched and why, and the posts that match.

In:   keyword expressions of issues and places, never of persons.    Out:  marks on posts.
Cost: a row for each post that matches; an expression matches at most some percent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.work.collection.posts.models import Post

REVIEW_EVERY = timedelta(days=30)
PAUSED_AFTER = timedelta(days=60)
MAX_NAME_CHARS = 20


class WatchTopic(models.Model):
    """An issue or place that is watched; it never grades and never opens an incident."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    name = models.CharField(max_length=MAX_NAME_CHARS)
    expression = models.CharField(max_length=400)
    purpose = models.CharField(max_length=400)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "name"],
                condition=Q(ended_at__isnull=True),
                name="one_running_topic_of_a_name",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def review_due(self) -> datetime:
        """Return when it has to be reviewed."""
        return self.reviewed_at + REVIEW_EVERY

    @property
    def pauses_at(self) -> datetime:
        """Return when it pauses by itself unless it is reviewed."""
        return self.reviewed_at + PAUSED_AFTER

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("topic", str(self.pk), self.name)


class TopicMatch(models.Model):
    """A post that matches a topic."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    topic = models.ForeignKey(WatchTopic, on_delete=models.PROTECT, related_name="matches")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "post"], name="post_once_a_topic")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}:{self.post_id}"
