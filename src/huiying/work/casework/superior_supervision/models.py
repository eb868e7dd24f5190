"""上级督办: what a superior body asks this bureau to answer, from an installation of its own.

In:   files and calls of the superior (``work/reports/downward``).    Out:  one row a demand.
Cost: one row; its steps and answers stand with the exchange.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.house_text import house_text
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.work.casework.instructions.matters import Matter
from huiying.work.casework.instructions.models import AboutMatter


class SuperiorState(models.TextChoices):
    """Received → answered → closed; returned by the superior, it is received again."""

    RECEIVED = "RECEIVED", _("待反馈")
    ANSWERED = "ANSWERED", _("已反馈，待上级审核")
    CLOSED = "CLOSED", _("上级已销号")
    WITHDRAWN = "WITHDRAWN", _("上级已撤销")


class SuperiorSupervision(AboutMatter):
    """上级督办件: one demand of a superior on a report that it received from here.

    ``sender`` is what the superior calls itself, ``sender_number`` its own number; ``step`` is
    that of the newest file. Its clock ends when the answer reached the superior.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    sender = models.CharField(max_length=80)
    sender_number = models.CharField(max_length=20)
    demand = models.CharField(max_length=400)
    state = models.CharField(
        max_length=10, choices=SuperiorState.choices, default=SuperiorState.RECEIVED
    )
    step = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="superior_supervision_number_once"
            ),
            models.UniqueConstraint(
                fields=["bureau", "sender", "sender_number"],
                name="superior_supervision_received_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bureau", "state", "-received_at"], name="superior_supervision_list"
            )
        ]
        ordering = ["received_at", "id"]

    def __str__(self) -> str:
        return self.number

    @property
    def matter(self) -> Matter:
        """Return what it is about: the report, and the incident of that."""
        return self.matter_in(self.bureau_id)

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of its matter."""
        label = house_text("%(sender)s督办") % {"sender": self.sender}
        return Subject("superior_supervision", self.number, label, self.topic)
