"""Models of daily patrols (日常巡查): plans, and the result of each slot.

In:   who looks where and when.    Out:  a row a look; a time without a row was missed.
Cost: some rows a day.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject


class PatrolPlan(models.Model):
    """Where somebody looks, at which times. Changed by ending it and beginning another."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    name = models.CharField(max_length=60)
    places = models.TextField()  # one a line, public places only
    times = models.JSONField()  # "08:30", local, ascending
    weekdays = models.JSONField()  # Monday is 0
    grace_minutes = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "since", "id"]

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("patrol", str(self.pk), self.name)


class PatrolResult(models.TextChoices):
    """What a look brought; ``EXPLAINED`` says why there was none."""

    NOTHING = "NOTHING", _("已巡查，无异常")
    FOUND = "FOUND", _("已巡查，有发现")
    EXPLAINED = "EXPLAINED", _("未巡查，已说明")


class Patrol(models.Model):
    """What became of one time of a plan."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    plan = models.ForeignKey(PatrolPlan, on_delete=models.PROTECT, related_name="patrols")
    slot_at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=PatrolResult.choices)
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "slot_at"], name="patrol_once_a_slot")
        ]
        indexes = [models.Index(fields=["bureau", "-slot_at"], name="patrol_newest")]

    def __str__(self) -> str:
        return f"{self.plan_id}@{self.slot_at:%Y-%m-%d %H:%M}"
