"""Tables of schedules: when a bureau reports of itself, changes that others adopt."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import SignoffRequest


class ReportSchedule(models.Model):
    """定期报送 of one bureau; an empty time means that this kind is not drafted of itself.

    ``begun_at``: what was graded 重大 before gets no first report of itself. Between
    ``sensitive_from`` and ``sensitive_to`` (敏感时期) one is due daily at ``sensitive_at``.
    """

    bureau = models.OneToOneField(Bureau, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    daily_at = models.TimeField(null=True, blank=True)
    weekly_on = models.PositiveSmallIntegerField(null=True, blank=True)  # 0 = Monday
    weekly_at = models.TimeField(null=True, blank=True)
    monthly_day = models.PositiveSmallIntegerField(null=True, blank=True)  # until its end
    annual = models.BooleanField(default=False)
    sensitive_from = models.DateField(null=True, blank=True)
    sensitive_to = models.DateField(null=True, blank=True)
    sensitive_at = models.TimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekly_on__isnull=True) | Q(weekly_on__lte=6),
                name="weekly_report_on_a_weekday",
            ),
            models.CheckConstraint(
                condition=Q(monthly_day__isnull=True)
                | Q(monthly_day__gte=1, monthly_day__lte=28),
                name="monthly_report_by_a_day_of_every_month",
            ),
            models.CheckConstraint(
                condition=Q(sensitive_from__isnull=True)
                | Q(sensitive_to__gte=F("sensitive_from"), sensitive_at__isnull=False),
                name="sensitive_time_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.bureau_id)

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("report_schedule", str(self.bureau_id), self.bureau.name)


class ScheduleChange(models.Model):
    """提议: a change that drops a report or puts it off; without effect until adopted.

    ``before`` and ``after`` are the times of ``schedules/terms.py``; ``revision`` is that of
    the schedule it was proposed upon. A row is never changed; ``signoff`` says how it ended.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    schedule = models.ForeignKey(
        ReportSchedule, on_delete=models.PROTECT, related_name="changes"
    )
    revision = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=400)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["requested_at", "id"]

    def __str__(self) -> str:
        return f"{self.schedule_id}@{self.requested_at:%Y-%m-%d}"
