"""Requests to approve, bound to the hash of what is approved.

In:   an act above asks; a distinct person decides.    Out:  a decision that any edit voids.
Cost: one row per request.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock


class Decision(models.TextChoices):
    """How a request ended."""

    PENDING = "PENDING", _("待审定")
    APPROVED = "APPROVED", _("同意")
    RETURNED = "RETURNED", _("退回修改")
    VOID = "VOID", _("已失效")


class SignoffRequest(models.Model):
    """One request: what (by hash), who asked, who decided. Author is never approver.

    ``needed`` different persons must sign before it is approved. ``emergency`` says why the
    matter was acted upon first: the approval is then a ratification (追认), until the clock.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decision = models.CharField(
        max_length=10, choices=Decision.choices, default=Decision.PENDING
    )
    decided_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, null=True, blank=True)
    needed = models.PositiveSmallIntegerField(default=1)
    signed = models.PositiveSmallIntegerField(default=0)
    emergency = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="author_is_never_approver",
            ),
            models.CheckConstraint(
                condition=~Q(decision="APPROVED") | Q(signed__gte=F("needed")),
                name="approved_by_as_many_as_needed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bureau", "requested_at"],
                name="signoff_pending",
                condition=Q(decision="PENDING"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.about_ref}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        matter = f"{self.kind}:{self.about_ref}"
        return Subject("signoff", matter, self.label, f"signoff:{matter}")


class Signature(models.Model):
    """One person's yes to exactly what a request names; nobody signs twice."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    request = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, related_name="signatures"
    )
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "officer"], name="nobody_signs_twice")
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.request_id}:{self.officer_id}"
