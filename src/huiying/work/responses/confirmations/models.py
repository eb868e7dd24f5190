"""Model of confirmations (沟通确认): an agency's answer to exactly these words (Art. 8).

In:   a draft and an agency.    Out:  its yes or no, bound to the hash of the text.
Cost: a row for each time that an agency is asked.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.house_text import house_text
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.work.responses.core.models import Draft


class ConfirmationState(models.TextChoices):
    """Where a confirmation stands."""

    ASKED = "ASKED", _("等对方确认")
    RECORDED = "RECORDED", _("已登记，等第二人核签")
    CONFIRMED = "CONFIRMED", _("已确认")
    OBJECTED = "OBJECTED", _("对方有异议")
    WAIVED = "WAIVED", _("领导决定不经确认")
    VOID = "VOID", _("已作废")


class Manner(models.TextChoices):
    """How an agency said it."""

    LINK = "LINK", _("在线")
    PHONE = "PHONE", _("电话")
    PAPER = "PAPER", _("书面")


class Confirmation(models.Model):
    """One agency, one text. Any edit voids it: the row stays, with who edited and when."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="confirmations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ConfirmationState.choices, default=ConfirmationState.ASKED
    )
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)  # unit and post, never a name
    answered_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)  # the objection, a remark, or the leader's reason
    manner = models.CharField(max_length=5, choices=Manner.choices, default=Manner.LINK)
    recorded_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    countersigned_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    countersigned_at = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    voided_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="confirmation_number_once"
            ),
            models.UniqueConstraint(
                fields=["draft", "unit"],
                name="one_standing_confirmation",
                condition=~models.Q(state="VOID"),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="CONFIRMED")
                | models.Q(manner="LINK")
                | models.Q(file__isnull=False)
                | (
                    models.Q(countersigned_by__isnull=False)
                    & ~models.Q(countersigned_by=models.F("recorded_by"))
                ),
                name="by_hand_two_persons_or_a_scan",
            ),
        ]
        ordering = ["requested_at", "id"]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        label = house_text("沟通确认 %(number)s") % {"number": self.number}
        incident = self.draft.answer.incident
        return Subject("confirmation", self.number, label, incident.current.audit_topic)
