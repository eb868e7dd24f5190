"""Model of merge questions (这两件是一件吗？): a suggested link that only an officer may judge.

In:   suggestions of the stream.    Out:  one row a pair of events, with the answer.
Cost: one row for each pair that came near.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer


class QuestionState(models.TextChoices):
    """What became of a question."""

    OPEN = "OPEN", _("待回答")
    JOINED = "JOINED", _("同一事件")
    APART = "APART", _("不同事件")
    LATER = "LATER", _("以后再说")


class MergeQuestion(models.Model):
    """Two events that may be one; an answer is a constraint that the machine never undoes."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    left_event = models.BigIntegerField()  # the older one
    right_event = models.BigIntegerField()
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(
        max_length=8, choices=QuestionState.choices, default=QuestionState.OPEN
    )
    requested_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    moved = models.JSONField(default=list)  # posts that an answer moved, to take it back
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "left_event", "right_event"], name="merge_question_once"
            )
        ]
        indexes = [
            models.Index(fields=["bureau", "state", "-score"], name="merge_question_open")
        ]

    def __str__(self) -> str:
        return f"{self.left_event}+{self.right_event}:{self.state}"
