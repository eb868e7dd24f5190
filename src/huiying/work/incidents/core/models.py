"""Models that every noun of incidents refers to: the incident and its events.

In:   confirmed candidates.    Out:  incidents with stage, grade and clocks.
Cost: a few rows per incident.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock

MAX_MERGES = 50  # a chain of merged incidents is followed so far


class Incident(models.Model):
    """An incident that an officer confirmed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=20)
    grade = models.PositiveSmallIntegerField()  # as signed
    treated_as = models.PositiveSmallIntegerField(  # a graver one, proposed and not decided
        null=True, blank=True
    )
    severity = models.CharField(max_length=3, blank=True)  # policy.grading.severity.Severity
    event_kind = models.CharField(
        max_length=20, blank=True
    )  # …event_kinds.EventKind; as signed
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
    merged_at = models.DateTimeField(null=True, blank=True)
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

    @property
    def grade_in_force(self) -> int:
        """Return the grade by which it is handled (按拟定级别办理): never below the signed."""
        return max(self.grade, self.treated_as or 0)

    @property
    def current(self) -> Incident:
        """Return the incident that it has become by merging; itself if it was not merged."""
        incident = self
        for _step in range(MAX_MERGES):
            if incident.merged_into is None:
                break
            incident = incident.merged_into
        return incident

    @property
    def audit_topic(self) -> str:
        """Return the topic of its timeline, for every record that stands on it."""
        return f"incident:{self.number}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("incident", self.number, self.title, self.audit_topic)


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
