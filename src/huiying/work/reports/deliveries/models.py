"""Table of deliveries: one report to one recipient, with the proof that it arrived."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.accounts.organisation.models import Superior
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.policy.procedure.reports import Way
from huiying.work.reports.core.models import Report


class ReceiptProof(models.TextChoices):
    """How a receipt is known; that a relay took a message is none."""

    LINK = "link", _("签名链接经人回执")
    PHONE = "phone", _("电话确认")
    PAPER = "paper", _("书面回执")
    PUSH = "push", _("上级系统回执")


def moment(at: datetime | None) -> str:
    """Return a moment as the record of a delivery names it, "" = none."""
    return at.astimezone(UTC).isoformat() if at else ""


class ReportDelivery(models.Model):
    """报送: to whom, by which way, when it was sent and who confirmed it.

    ``sent_at`` is empty while a report on paper or by telephone was not handed over yet.
    ``number`` is that of the report with the recipient's own; signed links carry it. The
    database deletes no row, and changes none of the proofs once it is there.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=24)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="deliveries")
    version = models.PositiveSmallIntegerField()
    superior = models.ForeignKey(Superior, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)  # of the body when it was sent
    way = models.CharField(max_length=6, choices=[(one.value, one.label) for one in Way])
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes = models.PositiveIntegerField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened = models.PositiveIntegerField(default=0)
    first_opened_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_label = models.CharField(max_length=80, blank=True)
    proof = models.CharField(max_length=6, choices=ReceiptProof.choices, blank=True)
    recorded_by = models.ForeignKey(  # None = by the link
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawal_sent_at = models.DateTimeField(null=True, blank=True)
    clock = models.ForeignKey(  # until the receipt is there
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="delivery_number_once"),
            models.UniqueConstraint(
                fields=["report", "superior"], name="report_once_to_a_recipient"
            ),
        ]
        ordering = ["number", "id"]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, beside its report."""
        return Subject(
            "report", self.report.number, self.name, self.report.audit_subject().topic
        )
