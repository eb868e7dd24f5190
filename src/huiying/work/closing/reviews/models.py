"""Models of after-action reviews (复盘) and their lessons.

In:   a closed incident.    Out:  what is worth knowing next time; units, never persons.
Cost: a few rows per incident.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.policy.closing.cases import CaseKind
from huiying.work.incidents.core.models import Incident


class ReviewState(models.TextChoices):
    """A review is written, then finished; a reopened incident lets it be written on."""

    WRITING = "WRITING", _("撰写中")
    FINISHED = "FINISHED", _("已完成")


class AfterReview(models.Model):
    """复盘 of one incident; finished, it is a case of the library (案例库)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(
        max_length=10, choices=ReviewState.choices, default=ReviewState.WRITING
    )
    title = models.CharField(max_length=200)
    grade = models.PositiveSmallIntegerField()
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.label) for kind in CaseKind]
    )
    happened = models.TextField()
    went_well = models.TextField(blank=True)
    went_badly = models.TextField(blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="review_number_once"),
            models.UniqueConstraint(fields=["incident"], name="one_review_per_incident"),
        ]
        indexes = [
            models.Index(
                fields=["bureau", "-finished_at"],
                name="case_newest",
                condition=Q(state="FINISHED"),
            )
        ]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        return Subject("review", self.number, self.incident.title, self.incident.audit_topic)


class Lesson(models.Model):
    """One lesson: what must change, which unit sees to it, by when. Open ones are risks."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    review = models.ForeignKey(AfterReview, on_delete=models.CASCADE, related_name="lessons")
    text = models.CharField(max_length=400)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    how = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["bureau", "due_at"], name="risk_open", condition=Q(done_at__isnull=True)
            )
        ]
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return f"{self.review_id}:{self.text[:20]}"
