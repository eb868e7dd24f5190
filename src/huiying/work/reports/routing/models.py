"""Table of recipients: which superior body hears of which class, by which way, how fast."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.accounts.organisation.models import Superior
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import MatterClass, Way


class RecipientRule(models.Model):
    """归口: a class of information goes to one superior body.

    ``unit`` is the same office among the agencies, whose message channels carry a signed link.
    Minutes are empty where no rule names any: nothing is counted then. ``basis`` says where
    the minutes come from. The database deletes no row, and drops or loosens nothing in one
    without another ``adopted``.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    matter = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in MatterClass]
    )
    superior = models.ForeignKey(Superior, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=[(one.value, one.label) for one in Way])
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes_major = models.PositiveIntegerField(null=True, blank=True)
    minutes_significant = models.PositiveIntegerField(null=True, blank=True)
    minutes_ordinary = models.PositiveIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=120)
    periodic = models.BooleanField(default=True)  # daily, weekly, monthly and annual ones too
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    adopted = models.ForeignKey(  # the last change by two persons
        "RecipientChange", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "matter", "superior"], name="recipient_once_a_class"
            ),
            models.CheckConstraint(
                condition=~Q(way__in=["LINK", "PUSH"]) | Q(unit__isnull=False),
                name="way_needs_an_agency",
            ),
        ]
        ordering = ["-active", "matter", "superior__name", "id"]

    def __str__(self) -> str:
        return f"{self.matter}:{self.superior_id}"

    def minutes_for(self, grade: int) -> int | None:
        """Return the minutes for a grade; None = no rule names any."""
        if grade >= Grade.MAJOR:
            return self.minutes_major
        return self.minutes_significant if grade == Grade.SIGNIFICANT else self.minutes_ordinary

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("recipient", str(self.pk), self.superior.name)


class RecipientChange(models.Model):
    """提议: a change that drops or loosens a row; without effect until another adopts it.

    ``before`` and ``after`` are the columns of ``routing/terms.py``; ``revision`` is that of
    the row it was proposed upon. A row is never changed; ``signoff`` says how it ended.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    rule = models.ForeignKey(RecipientRule, on_delete=models.PROTECT, related_name="changes")
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
        return f"{self.rule_id}@{self.requested_at:%Y-%m-%d}"
