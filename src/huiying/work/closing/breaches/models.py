"""Models of the breach register (Art. 11): what was late or omitted, explanations, decisions.

In:   the record, by ``ledger``; persons, for what only they can say.
Out:  rows that name a unit and a step, never a person, and propose no penalty.
Cost: one row a breach, one small row for each thing said about it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.policy.closing.breaches import BreachKind, BreachMove, BreachState, Verdict
from huiying.work.incidents.core.models import Incident


class Breach(models.Model):
    """One breach; ``key`` names what it was computed from, so that it stands here once.

    ``done_at`` is empty while what was due is not done. ``faults`` are codes of
    ``policy.breaches.Fault``: what of the system failed meanwhile.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.label) for kind in BreachKind]
    )
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, blank=True)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, null=True, blank=True)
    step = models.CharField(max_length=40)  # Chinese: what was due
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    unit_label = models.CharField(max_length=80)
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    faults = models.JSONField(default=list)
    found_at = models.DateTimeField()
    grounds = models.CharField(max_length=400, blank=True)
    recorded_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in BreachState],
        default=BreachState.OPEN,
    )
    verdict = models.CharField(
        max_length=10, blank=True, choices=[(one.value, one.label) for one in Verdict]
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="breach_number_once"),
            models.UniqueConstraint(fields=["bureau", "key"], name="breach_once"),
            models.CheckConstraint(
                condition=~Q(kind__in=["CONCEALED", "FALSE"])
                | (Q(recorded_by__isnull=False) & ~Q(grounds="")),
                name="concealed_and_false_are_said_by_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["bureau", "-found_at", "-id"], name="breach_newest"),
            models.Index(fields=["bureau", "unit", "state"], name="breach_of_unit"),
        ]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident if there is one."""
        topic = self.incident.audit_topic if self.incident else f"breach:{self.number}"
        return Subject("breach", self.number, self.unit_label, topic)


class BreachEntry(models.Model):
    """One thing said about a breach: excuse, decision, appeal, referral. Never changed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in BreachMove]
    )
    text = models.TextField()
    verdict = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.breach_id}:{self.kind}"
