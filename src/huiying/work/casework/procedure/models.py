"""Models of the procedure: consultation, invitations, opinions, proposal, assignment.

In:   an incident of 较大 or above (Art. 6).    Out:  signed minutes, with every dissent kept.
Cost: some rows per consultation.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.signoff.models import SignoffRequest
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.incidents.core.models import Incident


class ConsultationState(models.TextChoices):
    """Called → minutes before those who sign → signed; or cancelled; or why there is none."""

    CALLED = "CALLED", _("会商中")
    TO_SIGN = "TO_SIGN", _("纪要待签")
    SIGNED = "SIGNED", _("纪要已签")
    CANCELLED = "CANCELLED", _("已取消")
    SKIPPED = "SKIPPED", _("不会商")


class Consultation(models.Model):
    """会商: nature, trend, possible risks and proposal, as the minutes state them.

    ``writers`` holds the keys of all who wrote the minutes: none of them may sign.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ConsultationState.choices, default=ConsultationState.CALLED
    )
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    meets_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    nature = models.TextField(blank=True)
    trend = models.TextField(blank=True)
    risks = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    writers = models.JSONField(default=list)
    signoff = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT, null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="consultation_number_once"
            ),
            models.UniqueConstraint(
                fields=["incident"],
                name="one_open_consultation",
                condition=Q(state__in=["CALLED", "TO_SIGN"]),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        incident = self.incident.current
        return Subject("consultation", self.number, incident.title, incident.audit_topic)


class Attendance(models.TextChoices):
    """Whether somebody who was invited is there."""

    INVITED = "INVITED", _("已邀请")
    PRESENT = "PRESENT", _("出席")
    ABSENT = "ABSENT", _("未出席")


class Invitation(models.Model):
    """One invitation: an officer of the bureau, or a unit or agency by whoever it sends."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="invitations"
    )
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attendance = models.CharField(
        max_length=8, choices=Attendance.choices, default=Attendance.INVITED
    )
    noted_at = models.DateTimeField(null=True, blank=True)
    invited_as = models.CharField(max_length=200, blank=True)  # signed minutes outlive a title

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "officer"], name="officer_invited_once"
            ),
            models.UniqueConstraint(fields=["consultation", "unit"], name="unit_invited_once"),
            models.CheckConstraint(
                condition=Q(officer__isnull=False, unit__isnull=True)
                | Q(officer__isnull=True, unit__isnull=False),
                name="an_officer_or_a_unit_is_invited",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Who was invited, for people, under the name and title of that day."""
        return self.invited_as


class Opinion(models.Model):
    """意见 of one who was invited, in his words; never changed, a second one is a new row."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, related_name="opinions"
    )
    at = models.DateTimeField()
    text = models.TextField()
    dissent = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.invitation_id}@{self.at:%H:%M}"


class ProposalState(models.TextChoices):
    """Where a proposal stands; whether an approval still has force, its hash says."""

    WRITING = "WRITING", _("起草中")
    SUBMITTED = "SUBMITTED", _("报审中")
    APPROVED = "APPROVED", _("已批准")
    DROPPED = "DROPPED", _("已终止")


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

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        incident = self.incident.current
        return Subject("proposal", self.number, incident.title, incident.audit_topic)


class AssignmentState(models.TextChoices):
    """Assigned → taken on → reported → closed; what goes back too often goes to the deputy.

    Called back: because it was not ratified, or somebody decided so.
    """

    ASSIGNED = "ASSIGNED", _("已交办")
    ACCEPTED = "ACCEPTED", _("已签收")
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

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        incident = self.proposal.incident.current
        return Subject("task", self.number, incident.title, incident.audit_topic)
