"""Models of contingency plans (处置预案): the plan, its parts, what was approved and activated.

In:   what the bureau prepares for.    Out:  approved versions; activations on incidents.
Cost: some dozens of rows a plan.

Contacts are telephones of units; no row names a person.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import SignoffRequest
from huiying.work.incidents.core.models import Incident


class PlanState(models.TextChoices):
    """How far a plan is."""

    WRITING = "WRITING", _("编制中")
    WAITING = "WAITING", _("待批准")
    APPROVED = "APPROVED", _("已批准")


class Plan(models.Model):
    """处置预案 as it is written now; ``approved`` holds what is in force."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    trigger = models.TextField()
    grade = models.PositiveSmallIntegerField()  # the grade that it answers
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    speaking_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    holding_statement = models.TextField()
    review_on = models.DateField()
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.WRITING)
    version = models.PositiveSmallIntegerField(default=1)
    change_reason = models.CharField(max_length=400, blank=True)
    signoff = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    writers = models.JSONField(default=list)  # keys of the officers who wrote on it
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="plan_number_once")
        ]
        indexes = [models.Index(fields=["bureau", "review_on"], name="plan_to_review")]

    def __str__(self) -> str:
        return self.number

    @property
    def topic(self) -> str:
        """Return under what the record shows it."""
        return f"plan:{self.number}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("plan", self.number, self.title, self.topic)


class ItemKind(models.TextChoices):
    """What a part of a plan is."""

    MEASURE = "MEASURE", _("处置措施")
    QUESTION = "QUESTION", _("备答问题")
    CONTACT = "CONTACT", _("联系方式")


class PlanItem(models.Model):
    """A part of a plan as it is written: a task for a unit, a question, or a telephone.

    ``text`` is the task, the question or the post; ``detail`` the answer or the telephone.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=ItemKind.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.CharField(max_length=400)
    detail = models.TextField(blank=True)
    hours = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.plan_id}:{self.kind}"


class PlanVersion(models.Model):
    """A version as it was approved: the whole content under its hash. It is never changed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approved")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    review_on = models.DateField()
    signoff = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "version"], name="plan_version_once")
        ]
        ordering = ["version"]

    def __str__(self) -> str:
        return f"{self.plan_id}:{self.version}"


class PlanActivation(models.Model):
    """启动: a plan was activated on an incident; what it made, what it could not. Final."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="activations")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    outdated = models.BooleanField()  # its day of review was over
    made = models.JSONField()  # numbers of tasks, notices and the draft; what was left out
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "incident"], name="plan_activated_once")
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.plan_id}:{self.incident_id}"
