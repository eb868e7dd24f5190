"""Model of proposals to reopen a closed incident.

In:   a closing.    Out:  a proposal to reopen, and what an officer decided.
Cost: a row for a closing that is discussed again.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.work.closing.core.models import Closing


class ReopenState(models.TextChoices):
    """What an officer made of the machine's proposal to reopen."""

    PROPOSED = "PROPOSED", _("待决定")
    REOPENED = "REOPENED", _("已重新办理")
    DECLINED = "DECLINED", _("不重新办理")


class ReopenProposal(models.Model):
    """A closed incident is spoken of again; an officer decides, the machine never does.

    ``usual`` is the bureau's usual level of 24 hours, empty when it is not known.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="proposals")
    raised_at = models.DateTimeField()
    posts = models.PositiveIntegerField()
    usual = models.FloatField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=ReopenState.choices, default=ReopenState.PROPOSED
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["closing"],
                name="one_reopening_proposed",
                condition=Q(state="PROPOSED"),
            ),
            models.CheckConstraint(
                condition=Q(state="PROPOSED") | Q(decided_by__isnull=False),
                name="reopening_is_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bureau", "raised_at"],
                name="reopening_waits",
                condition=Q(state="PROPOSED"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.closing_id}:{self.state}"
