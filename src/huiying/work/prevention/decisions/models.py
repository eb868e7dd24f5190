"""Models of the assessment of decisions (决策风险评估): the file, its parts, what was signed.

In:   a decision that is planned.    Out:  a file whose signed versions never change.
Cost: some dozens of rows a decision.

Nothing is deleted: a method or a risk point that no longer holds is struck with a reason, and
who signs reads it. No row names a person who is affected.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.files.models import StoredFile
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.prevention.decisions import Conclusion, DecisionKind, Method
from huiying.policy.prevention.levels import RiskLevel, level_of
from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.plans.models import Plan


class FileState(models.TextChoices):
    """How far a file is."""

    WRITING = "WRITING", _("编制中")
    WAITING = "WAITING", _("待签署")
    SIGNED = "SIGNED", _("已签署")


class DecisionFile(models.Model):
    """评估卷: one planned decision, as it is written now; ``signed`` holds what is in force."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=12, choices=[(kind.value, kind.label) for kind in DecisionKind]
    )
    planned_on = models.DateField()
    emergency = models.CharField(max_length=400, blank=True)  # why article 3 excludes it
    scope = models.TextField(blank=True)
    affected = models.TextField(blank=True)
    comment_from = models.DateField(null=True, blank=True)
    comment_to = models.DateField(null=True, blank=True)
    comment_exception = models.CharField(max_length=400, blank=True)
    comment_result = models.TextField(blank=True)
    legality_by = models.CharField(max_length=80, blank=True)  # an office, never a person
    legality_opinion = models.TextField(blank=True)
    legality_from = models.DateField(null=True, blank=True)
    legality_to = models.DateField(null=True, blank=True)
    conclusion = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.label) for one in Conclusion]
    )
    grounds = models.TextField(blank=True)  # of the conclusion
    plan = models.ForeignKey(  # what is done if a doubt becomes an incident
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.WRITING)
    version = models.PositiveSmallIntegerField(default=1)
    change_reason = models.CharField(max_length=400, blank=True)
    signoff = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    writers = models.JSONField(default=list)  # keys of the officers who wrote on it
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    announced_on = models.DateField(null=True, blank=True)
    announced_where = models.CharField(max_length=500, blank=True)
    announced_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="decision_number_once")
        ]
        indexes = [
            models.Index(fields=["bureau", "state", "-started_at"], name="decision_list")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def topic(self) -> str:
        """Return under what the record shows it."""
        return f"decision:{self.number}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("decision", self.number, self.title, self.topic)


class Part(models.Model):
    """A part of a file that can be struck, with a reason, and is never deleted."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True


class MethodUse(Part):
    """How risks were looked for: when, what came of it, the file of the result."""

    decision = models.ForeignKey(DecisionFile, on_delete=models.PROTECT, related_name="methods")
    method = models.CharField(max_length=12, choices=[(one.value, one.label) for one in Method])
    used_on = models.DateField()
    summary = models.TextField()
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["used_on", "id"]

    def __str__(self) -> str:
        return f"{self.decision_id}:{self.method}"


class RiskPoint(Part):
    """风险点: a doubt that is foreseen, before and after measures; ``highest`` was ever given.

    ``phrases`` are watched for among posts once the decision is announced; question and answer
    are prepared for that day.
    """

    decision = models.ForeignKey(DecisionFile, on_delete=models.PROTECT, related_name="points")
    place = models.PositiveSmallIntegerField()
    doubt = models.CharField(max_length=400)
    probability = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    highest = models.PositiveSmallIntegerField()  # probability × impact
    measures = models.TextField(blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    after_probability = models.PositiveSmallIntegerField(null=True, blank=True)
    after_impact = models.PositiveSmallIntegerField(null=True, blank=True)
    phrases = models.JSONField(default=list)
    question = models.CharField(max_length=400, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "place"], name="risk_point_place_once")
        ]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.decision_id}:{self.place}"

    @property
    def level(self) -> RiskLevel:
        """Return the level before measures."""
        return level_of(self.probability, self.impact)

    @property
    def level_after(self) -> RiskLevel | None:
        """Return the level after measures; None = not assessed."""
        if self.after_probability is None or self.after_impact is None:
            return None
        return level_of(self.after_probability, self.after_impact)

    @property
    def was_lowered(self) -> bool:
        """Tell whether it was given more than now at any time: who signs must know."""
        return self.highest > self.probability * self.impact


class Dissent(models.Model):
    """不同意见: what a unit said against it, word for word; it is never changed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    decision = models.ForeignKey(
        DecisionFile, on_delete=models.PROTECT, related_name="dissents"
    )
    source = models.CharField(max_length=80)  # a unit or a group, never a person
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.decision_id}:{self.source}"


class SignedAssessment(models.Model):
    """A version as it was signed: the whole content under its hash. It is never changed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    decision = models.ForeignKey(DecisionFile, on_delete=models.PROTECT, related_name="signed")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    signoff = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "version"], name="assessment_version_once"
            )
        ]
        ordering = ["version"]

    def __str__(self) -> str:
        return f"{self.decision_id}:{self.version}"


class DecisionIncident(models.Model):
    """An incident about a decision: which foreseen doubt came; place 0 = nobody foresaw it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    decision = models.ForeignKey(
        DecisionFile, on_delete=models.PROTECT, related_name="incidents"
    )
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "incident"], name="decision_incident_once"
            )
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.decision_id}:{self.incident_id}"
