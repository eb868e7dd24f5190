"""Models of response teams (处置工作组, Art. 3, 6): the team, its members and their times.

In:   a decision of who may form it.    Out:  who does the work together, and who signs for it.
Cost: a few rows for an incident that has one.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.work.incidents.core.models import Incident


class ResponseTeam(models.Model):
    """处置工作组: formed by a decision, until it is dissolved; its head signs for it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    head = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=400)  # by what, and what for
    formed_at = models.DateTimeField()
    formed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    until_at = models.DateTimeField(null=True, blank=True)  # as planned
    dissolved_at = models.DateTimeField(null=True, blank=True)
    dissolved_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=400, blank=True)  # of dissolving it
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="team_number_once"),
            models.UniqueConstraint(
                fields=["incident", "name"],
                name="team_name_once_while_it_stands",
                condition=Q(dissolved_at__isnull=True),
            ),
        ]
        ordering = ["formed_at", "id"]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        return Subject("team", self.number, self.name, self.incident.current.audit_topic)


class TeamMember(models.Model):
    """One stretch of one officer in a team; who comes again gets a new row."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    team = models.ForeignKey(ResponseTeam, on_delete=models.PROTECT, related_name="members")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "officer"],
                name="in_a_team_once",
                condition=Q(to_at__isnull=True),
            )
        ]
        ordering = ["from_at", "id"]

    def __str__(self) -> str:
        return f"{self.team_id}:{self.officer_id}"
