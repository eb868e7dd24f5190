"""Proposals that are approved before anything is assigned, and the assignments (Art. 6).

In:   an incident of 较大 or above.    Out:  an approved proposal, and who does what of it.
Cost: a few rows per incident.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.models import Bureau, Officer, Unit
from huiying.base.clocks.models import Clock
from huiying.base.signoff.models import SignoffRequest
from huiying.work.casework.models.teams import ResponseTeam
from huiying.work.incidents.models import Incident


class ProposalState(models.TextChoices):
    """Where a proposal stands; whether an approval still has force, its hash says."""

    WRITING = "WRITING", _("起草中")
    SUBMITTED = "SUBMITTED", _("报审中")
    APPROVED = "APPROVED", _("已批准")
    DROPPED = "DROPPED", _("已放弃")


class Proposal(models.Model):
    """预控处置意见: what is to be done, what could go wrong, who answers for it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.WRITING
    )
    measures = models.TextField()
    risks = models.TextField(blank=True)
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    writers = models.JSONField(default=list)
    written_at = models.DateTimeField()
    signoff = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT, null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="proposal_number_once"),
            models.UniqueConstraint(
                fields=["incident"],
                name="one_proposal_per_incident",
                condition=~models.Q(state="DROPPED"),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AssignmentState(models.TextChoices):
    """Assigned → taken on → reported → closed; what goes back too often goes to the deputy.

    Called back: because it was not ratified, or somebody decided so.
    """

    ASSIGNED = "ASSIGNED", _("已交办")
    ACCEPTED = "ACCEPTED", _("已接办")
    REPORTED = "REPORTED", _("已反馈，待验收")
    SENT_BACK = "SENT_BACK", _("单位退回，待改派")
    ESCALATED = "ESCALATED", _("已报副组长")
    CLOSED = "CLOSED", _("已办结")
    RECALLED = "RECALLED", _("已收回")


class Assignment(models.Model):
    """交办: one task of an approved proposal, to one unit, or to a response team of several.

    Of a team, ``unit`` is its head's. ``accepted_by`` is its owner. ``returns`` counts both
    ways back: the unit's and the giver's.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(
        ResponseTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    task = models.CharField(max_length=400)
    material = models.CharField(max_length=400, blank=True)  # what is asked for as proof
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returns = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=10, choices=AssignmentState.choices, default=AssignmentState.ASSIGNED
    )
    emergency = models.BooleanField(default=False)  # before the approval, to be ratified
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="assignment_number_once")
        ]
        indexes = [
            models.Index(fields=["bureau", "state", "-assigned_at"], name="assignment_list")
        ]
        ordering = ["assigned_at", "id"]

    def __str__(self) -> str:
        return self.number
