"""Models of the risk register (风险点台账): risks, their versions, changes that wait, dates.

In:   what officers judge.    Out:  matters that may bring opinion, each with unit and owner.
Cost: a few rows a risk.

A risk names a matter, never a person.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.prevention.levels import RiskLevel

LEVELS = [(one.value, one.label) for one in RiskLevel]


class RiskState(models.TextChoices):
    """On the register, or taken off it by two persons."""

    LISTED = "LISTED", _("在册")
    SETTLED = "SETTLED", _("已化解销号")


class RiskOrigin(models.TextChoices):
    """What made somebody register it."""

    JUDGEMENT = "JUDGEMENT", _("科室研判")
    LESSON = "LESSON", _("已办结事件的整改事项")
    PETITIONS = "PETITIONS", _("来信来访增多")
    SEASON = "SEASON", _("上年同期事件")
    DECISION = "DECISION", _("拟出台的决策")
    CALENDAR = "CALENDAR", _("时间节点")


class Risk(models.Model):
    """风险点, as it stands now; what it was before is in its versions.

    ``probability`` × ``impact`` give ``level``; ``residual`` is what is expected once the
    measures hold. Who lowers, puts off or takes off asks another person.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=80)
    description = models.TextField()
    topic = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    probability = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()  # their product: the order of the list
    level = models.CharField(max_length=6, choices=LEVELS)
    signs = models.TextField(blank=True)  # what to watch for, in words
    measures = models.TextField()
    residual_probability = models.PositiveSmallIntegerField()
    residual_impact = models.PositiveSmallIntegerField()
    residual = models.CharField(max_length=6, choices=LEVELS)
    next_review = models.DateField()
    origin = models.CharField(max_length=9, choices=RiskOrigin.choices)
    origin_ref = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=7, choices=RiskState.choices, default=RiskState.LISTED)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    reviewed_at = models.DateTimeField()  # when somebody last judged it
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="risk_number_once"),
            models.CheckConstraint(
                condition=Q(
                    probability__gte=1,
                    probability__lte=5,
                    impact__gte=1,
                    impact__lte=5,
                    residual_probability__gte=1,
                    residual_impact__gte=1,
                    residual_probability__lte=models.F("probability"),
                    residual_impact__lte=models.F("impact"),
                ),
                name="risk_is_judged_from_one_to_five",
            ),
        ]
        indexes = [
            models.Index(fields=["bureau", "state", "-score", "next_review"], name="risk_list"),
            models.Index(fields=["bureau", "unit", "state"], name="risk_of_unit"),
        ]
        ordering = ["-score", "next_review", "id"]

    def __str__(self) -> str:
        return self.number

    @property
    def owner_left(self) -> bool:
        """Tell whether its owner left the bureau or the unit, or the unit was dissolved."""
        return (
            not self.owner.is_active
            or self.owner.unit_id != self.unit_id
            or not self.unit.active
        )

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("risk", self.number, self.title, f"risk:{self.number}")


class VersionKind(models.TextChoices):
    """What made a version."""

    REGISTERED = "REGISTERED", _("登记")
    CHANGED = "CHANGED", _("修改")
    REVIEWED = "REVIEWED", _("复核，无变化")
    HANDED_OVER = "HANDED_OVER", _("更换责任人")
    LOWERED = "LOWERED", _("调低等级")
    PUT_OFF = "PUT_OFF", _("推迟复核")
    SETTLED = "SETTLED", _("销号")
    LISTED_AGAIN = "LISTED_AGAIN", _("重新列入")


class RiskVersion(models.Model):
    """One version of a risk; the database refuses to change or to delete it.

    ``signed_by`` is the second person of what takes two.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=VersionKind.choices)
    terms = models.JSONField()
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["risk", "version"], name="risk_version_once"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("by")),
                name="risk_is_lowered_by_two",
            ),
        ]
        ordering = ["version"]

    def __str__(self) -> str:
        return f"{self.risk_id}v{self.version}"


class RiskChange(models.Model):
    """A change that lowers, puts off or takes off: without effect until another one signs.

    A row is never changed; how it ended is said by its ``signoff``.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=VersionKind.choices)
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
        return f"{self.risk_id}@{self.requested_at:%Y-%m-%d}"


class RiskDate(models.Model):
    """A date of each year on which something may go wrong; the office keeps the list."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    title = models.CharField(max_length=60)
    topic = models.CharField(max_length=20)
    month = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    days_ahead = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=120)
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "title"], name="risk_date_title_once")
        ]
        ordering = ["month", "day", "id"]

    def __str__(self) -> str:
        return self.title

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("risk_date", str(self.pk), self.title)
