"""Model of 拟升级: a graver grade than the signed one, proposed by the system.

In:   proposals of candidates that are incidents.    Out:  rows that a person settles once.
Cost: one row a proposal.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.work.incidents.core.models import Incident


class RiseState(models.TextChoices):
    """WAITING until a person decides; BELOW waits for nobody, and a leader may still raise."""

    WAITING = "WAITING", _("待研判")
    BELOW = "BELOW", _("登记时低于系统建议")
    RAISED = "RAISED", _("已升级")
    KEPT = "KEPT", _("经研判不升级")
    ENDED = "ENDED", _("已终止")


class GradeRise(models.Model):
    """拟升级: the system proposes a graver grade than was signed; a person raises or keeps.

    Of 重大 its 30 minutes run on ``clock``, which no notice but that of the raise meets. At
    ``due_at`` an undecided one is treated as raised (``Incident.treated_as``).
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="rises")
    event_id = models.BigIntegerField()  # of the candidate that proposes it
    grade = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)  # of ``Reason``
    proposed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    treated_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=RiseState.choices)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=Q(state="WAITING"), name="one_waiting_rise"
            )
        ]
        indexes = [
            models.Index(
                fields=["bureau", "due_at"], name="rise_open", condition=Q(state="WAITING")
            )
        ]
        ordering = ["proposed_at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.grade}:{self.state}"

    def audit_subject(self) -> Subject:
        """Return how the record names it: as its incident."""
        return self.incident.current.audit_subject()
