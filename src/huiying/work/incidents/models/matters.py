"""Nouns of assessment: placement, candidate, incident, grade decision, recusal.

In:   the engine's placements and officers' decisions.    Out:  incidents with a signed grade.
Cost: one placement row per post; all else is rare.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.models import Bureau, Officer, Unit
from huiying.base.clocks.models import Clock
from huiying.work.collection.models import Post


class Placement(models.Model):
    """Where a post stands: its copy group and event; ``pinned``: an officer put it there."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    group_id = models.BigIntegerField()
    event_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    score = models.FloatField(default=0)
    reasons = models.JSONField(default=list)
    pinned = models.BooleanField(default=False)
    grave = models.BooleanField(default=False)  # the first of its copies, with words of harm

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "event_id", "seq"], name="placement_event"),
            models.Index(fields=["bureau", "seq"], name="placement_seq"),
            # Of copies alone: most posts are the first and only one of their group.
            models.Index(
                fields=["group_id"], condition=~Q(post=F("group_id")), name="placement_copy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}->{self.event_id}"


class Incident(models.Model):
    """An incident that an officer confirmed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=20)
    grade = models.PositiveSmallIntegerField()
    severity = models.CharField(max_length=3, blank=True)  # policy.emergency.Severity
    response_value = models.CharField(max_length=8, blank=True)  # "" = nobody decided yet
    is_topic = models.BooleanField(default=False)  # opened to answer a policy question once
    negative = models.BooleanField(default=True)
    not_negative_reason = models.CharField(max_length=400, blank=True)
    discovered_at = models.DateTimeField()
    major_since = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    notice_clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    response_clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    emergency_clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_post_at = models.DateTimeField()
    size = models.PositiveIntegerField(default=0)
    groups = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="incident_number_once"),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=4), name="incident_grade_1_to_4"
            ),
        ]
        indexes = [
            models.Index(fields=["bureau", "stage", "-opened_at"], name="incident_list"),
            models.Index(fields=["bureau", "-opened_at", "-id"], name="incident_newest"),
            models.Index(
                fields=["merged_into"],
                name="incident_merged",
                condition=Q(merged_into__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CandidateState(models.TextChoices):
    """What became of a candidate."""

    NEW = "NEW", _("待处理")
    WATCHED = "WATCHED", _("先关注")
    CONFIRMED = "CONFIRMED", _("已立为事件")
    MERGED = "MERGED", _("已并入事件")
    DISMISSED = "DISMISSED", _("已排除")
    TRANSFERRED = "TRANSFERRED", _("已转送")
    ABSORBED = "ABSORBED", _("已并入另一候选")


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
    topic_why = models.CharField(max_length=200, blank=True)  # the machine's reason
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


class IncidentEvent(models.Model):
    """Which events of the stream make up an incident (one at first, more after merging)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="events")
    event_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "event_id"], name="event_in_one_incident")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.event_id}"


class ConcernedUnit(models.Model):
    """A unit that was told of an incident, and so may see it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="concerned")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "unit"], name="unit_concerned_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.unit_id}"
