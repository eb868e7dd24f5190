"""The duty roster: shifts, and the notes handed from shift to shift."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.policy.time.spans import Span


def shift_label(span: Span, name: str = "") -> str:
    """Return which shift is meant, the same in every language: ``白班 11-25 08:30–17:30``."""
    start, end = timezone.localtime(span.starts_at), timezone.localtime(span.ends_at)
    to = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%m-%d %H:%M}"
    return f"{name} {start:%m-%d %H:%M}–{to}".strip()


class Shift(models.Model):
    """One stretch of duty: who keeps the desk (值班) and who leads (带班).

    It holds ``starts_at`` and not ``ends_at``. Several officers may share a time; one officer
    is never on two shifts at once (``actions/plan_shifts.py``).
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="shifts")
    leader = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField(max_length=20, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["bureau", "ends_at"], name="shift_by_end")]

    def __str__(self) -> str:
        return f"{self.officer_id}@{self.starts_at:%Y-%m-%dT%H:%M}"

    @property
    def span(self) -> Span:
        """Return when it is."""
        return Span(self.starts_at, self.ends_at)

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("shift", str(self.pk), shift_label(self.span, self.name))


class HandOverNote(models.Model):
    """What a leaving shift tells the next (交接班); never changed, only followed by another."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="notes")
    written_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = models.TextField()
    clocks_late = models.PositiveIntegerField()
    clocks_running = models.PositiveIntegerField()
    candidates_waiting = models.PositiveIntegerField()
    read_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(read_by__isnull=True) | ~Q(read_by=F("written_by")),
                name="hand_over_is_read_by_another",
            )
        ]
        indexes = [
            models.Index(
                fields=["bureau", "written_at"],
                name="hand_over_unread",
                condition=Q(read_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.shift_id}:{self.pk}"

    def audit_subject(self) -> Subject:
        """Return the shift whose note it is."""
        return Subject("shift", str(self.shift_id), shift_label(self.shift.span))
