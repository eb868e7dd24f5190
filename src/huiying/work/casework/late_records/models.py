"""Table of late records: a delivery by hand that was recorded long after it was done.

In:   a call or a paper, recorded later than the rules allow one person.
Out:  a moment that counts once another person confirmed it.
Cost: one row.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import SignoffRequest
from huiying.work.incidents.core.models import Incident


class LateRecord(models.Model):
    """补登: what was done at ``claimed_at`` by the word of who recorded it at ``recorded_at``.

    ``kind`` and ``ref`` say of what, as who declared the effect of the kind names it; ``topic``
    is that of the record. A row is never changed; its ``signoff`` says whether it counts.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    topic = models.CharField(max_length=80)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=80)  # the post that answered, or took the paper
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed_at__lt=F("recorded_at")), name="recorded_after_it_was_done"
            )
        ]
        indexes = [models.Index(fields=["bureau", "kind", "ref"], name="late_record_of")]
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"

    def audit_subject(self) -> Subject:
        """Return how the record names it, beside what was delivered."""
        return Subject("late_record", f"{self.kind}:{self.ref}"[:40], self.label, self.topic)
