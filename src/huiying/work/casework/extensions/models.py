"""Model of extensions (延期) of running clocks.

In:   a clock of the bureau's own working deadlines.    Out:  the old end, the new one, why.
Cost: one small row and one request per application.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.signoff.models import SignoffRequest


class Extension(models.Model):
    """One application. ``applied_at`` None = the clock kept its end, whatever was decided.

    A decision that came after the clock ran out moves nothing: the breach stands.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="+")
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    reason = models.CharField(max_length=400)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    signoff = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="extension_number_once"),
            models.CheckConstraint(
                condition=Q(due_after__gt=F("due_before")), name="an_extension_is_later"
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(applied_at__lte=F("due_before")),
                name="extended_before_it_ran_out",
            ),
        ]
        ordering = ["requested_at", "id"]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        clock = self.clock
        return Subject(
            "extension", self.number, clock.name, f"{clock.subject_kind}:{clock.subject_ref}"
        )
