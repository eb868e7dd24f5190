"""Models of sweeps (定期梳理): one for each period, and the part of each unit in it.

In:   the period of the rule book.    Out:  what units confirmed, what a leader signed.
Cost: one row a period, and one a unit.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.house_text import house_text
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.signoff.models import SignoffRequest


class SweepState(models.TextChoices):
    """Units confirm → a leader signs → the result is reported."""

    OPEN = "OPEN", _("各单位确认中")
    IN_REVIEW = "IN_REVIEW", _("待领导签发")
    SIGNED = "SIGNED", _("已签发，待上报")
    REPORTED = "REPORTED", _("已上报")


class Sweep(models.Model):
    """定期梳理: from ``since`` on; ``content`` is what was put before the leader.

    ``clock`` runs until the signature, ``report_clock`` until the report went out; ``next``
    tells when the sweep after this one opens.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    since = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(  # None = the system, on its day
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=9, choices=SweepState.choices, default=SweepState.OPEN)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="+")
    next = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    compiled_at = models.DateTimeField(null=True, blank=True)
    compiled_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signoff = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    report_clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    report_ref = models.CharField(max_length=20, blank=True)  # number of the report upward
    reported_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="sweep_number_once"),
            models.UniqueConstraint(
                fields=["bureau"],
                name="one_sweep_is_open",
                condition=Q(state__in=["OPEN", "IN_REVIEW"]),
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("compiled_by")),
                name="sweep_is_signed_by_another",
            ),
        ]
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        label = house_text("风险定期梳理 %(number)s") % {"number": self.number}
        return Subject("sweep", self.number, label, f"sweep:{self.number}")


class SweepPart(models.Model):
    """What one unit confirmed: which risks it looked at, which are new, or 无新增 (零报告)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    sweep = models.ForeignKey(Sweep, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="+")
    nil = models.BooleanField(default=False)
    reviewed = models.JSONField(default=list)  # numbers of risks
    new = models.JSONField(default=list)
    note = models.CharField(max_length=400, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sweep", "unit"], name="one_part_a_unit"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="a_part_is_confirmed_by_somebody",
            ),
        ]
        ordering = ["unit__kind", "unit__name", "id"]

    def __str__(self) -> str:
        return f"{self.sweep_id}:{self.unit_id}"
