"""Model of candidates: events that an officer should look at.

In:   events of the stream.    Out:  what the machine proposes, and what became of it.
Cost: one row per event that was proposed.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.signoff.models import SignoffRequest
from huiying.work.incidents.core.models import Incident


class CandidateState(models.TextChoices):
    """What became of a candidate."""

    NEW = "NEW", _("待处理")
    WATCHED = "WATCHED", _("列入关注")
    CONFIRMED = "CONFIRMED", _("已登记为事件")
    MERGED = "MERGED", _("已并入事件")
    DISMISSED = "DISMISSED", _("已排除")
    TRANSFERRED = "TRANSFERRED", _("已转送")
    ABSORBED = "ABSORBED", _("已并入另一待研判舆情")


class Candidate(models.Model):
    """An event that is worth an officer's look: the machine proposes, a person decides."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    event_id = models.BigIntegerField()
    state = models.CharField(
        max_length=12, choices=CandidateState.choices, default=CandidateState.NEW
    )
    title = models.CharField(max_length=200)
    why = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    size = models.PositiveIntegerField()
    groups = models.PositiveIntegerField()
    voices = models.PositiveIntegerField()
    channels = models.JSONField(default=list)
    discovered_at = models.DateTimeField()
    first_published_at = models.DateTimeField(null=True, blank=True)
    last_post_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    proposal = models.JSONField(default=dict)
    proposed_grade = models.PositiveSmallIntegerField()
    proposed_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    routing = models.JSONField(default=list)
    is_topic = models.BooleanField(default=False)  # a policy question (话题), no incident
    topic_why = models.JSONField(default=dict)  # the machine's reason, if it has one
    topic_by = models.ForeignKey(  # an officer said so, or said otherwise; then it stays
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rule_version = models.CharField(max_length=40)
    major_since = models.DateTimeField(null=True, blank=True)
    notice_clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_until = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="candidates"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "event_id"], name="candidate_per_event")
        ]
        indexes = [
            models.Index(fields=["bureau", "state", "-proposed_grade"], name="candidate_list"),
            models.Index(fields=["bureau", "-decided_at", "-id"], name="candidate_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.state}"

    @property
    def audit_topic(self) -> str:
        """Return the timeline it stands on: that of its incident, once there is one."""
        incident = self.incident
        return incident.audit_topic if incident else f"candidate:{self.event_id}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("candidate", str(self.event_id), self.title, self.audit_topic)


class SetAsideRequest(models.Model):
    """A proposal of 重大 that one officer set aside: without effect until another signs.

    The candidate stays on the desk, and its 30 minutes run, until then.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="set_aside_requests"
    )
    move = models.CharField(max_length=12)  # policy.procedure.candidates.CandidateMove
    reason = models.CharField(max_length=400)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    signoff = models.OneToOneField(
        SignoffRequest, on_delete=models.PROTECT, related_name="set_aside_request"
    )

    class Meta:
        ordering = ["requested_at", "id"]

    def __str__(self) -> str:
        return f"{self.candidate_id}:{self.move}"

    def audit_subject(self) -> Subject:
        """Return how the record names it: as its candidate."""
        return self.candidate.audit_subject()
