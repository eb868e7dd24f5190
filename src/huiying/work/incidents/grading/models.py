"""What officers decided about incidents: grades, levels, values, recusals, constraints.

In:   incidents.    Out:  rows that are added to and never changed, but for a recusal's end.
Cost: a few rows per incident.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.signoff.models import SignoffRequest
from huiying.work.incidents.core.models import Incident


class RequestKind(models.TextChoices):
    """What takes two signatures."""

    GRADE = "GRADE", _("改变舆情等级")
    NOT_NEGATIVE = "NOT_NEGATIVE", _("记为非负面")
    VALUE = "VALUE", _("不公开回应")
    SEVERITY = "SEVERITY", _("降低突发事件级别")


class GradingRequest(models.Model):
    """What one officer signed about an incident, without effect until another one signs it.

    ``terms`` is what would then stand: of a grade its number, ground and reason, of a response
    value its grounds, reason and day of review, of a severity its level, the kind of event,
    what the texts state and the reason. Every clock runs on until then.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="grading_requests"
    )
    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    terms = models.JSONField(default=dict)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    signoff = models.OneToOneField(
        SignoffRequest, on_delete=models.PROTECT, related_name="grading_request"
    )
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["requested_at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.kind}"

    def audit_subject(self) -> Subject:
        """Return how the record names it: on the timeline of its incident."""
        return self.incident.current.audit_subject()


class GradeDecision(models.Model):
    """A signed grade: what the machine proposed, what the officer decided, and why."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    proposed_grade = models.PositiveSmallIntegerField(null=True, blank=True)
    cards = models.JSONField(default=list)
    ground = models.CharField(max_length=12, blank=True)  # policy.second_signature.GradeGround
    reason = models.CharField(max_length=400, blank=True)
    rule_version = models.CharField(max_length=40)
    second = models.ForeignKey(  # who signed it too; None = one signature was enough
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.grade}"


class SeverityDecision(models.Model):
    """A signed severity of the emergency event (突发事件级别), beside what the texts state.

    ``event_kind`` is "" where no kind was signed, as in every decision before there were kinds.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="severity_decisions"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=3, blank=True)  # "" = no emergency event
    event_kind = models.CharField(max_length=20, blank=True)  # policy.event_kinds.EventKind
    proposed_kind = models.CharField(max_length=20, blank=True)  # "" = open
    kind_phrase = models.CharField(max_length=80, blank=True)  # the words that it rests on
    proposed_level = models.CharField(
        max_length=3, blank=True
    )  # "" = none on this kind's scale
    phrase = models.CharField(max_length=80, blank=True)  # the words that the proposal rests on
    reason = models.CharField(max_length=400, blank=True)
    second = models.ForeignKey(  # who signed it too; None = one signature was enough
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.level or '-'}"


class ValueDecision(models.Model):
    """A signed response value (回应价值) with the grounds that make an answer a duty."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="value_decisions"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=8)
    grounds = models.JSONField(default=list)  # names of DutyGround
    no_answer = models.CharField(max_length=20, blank=True)  # of NO_ANSWER_GROUNDS
    harm = models.CharField(max_length=400, blank=True)  # what an answer would do
    reason = models.CharField(max_length=400, blank=True)
    second = models.ForeignKey(  # the leader who signed it too
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    review_clock = models.ForeignKey(  # until it must be decided again
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.value}"


class OutsideLevel(models.Model):
    """A warning colour or a level of response, as a document of another body set it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="outside_levels"
    )
    ladder = models.CharField(max_length=8)  # policy.outside_levels.Ladder
    step = models.CharField(max_length=8, blank=True)  # "" = ended by the document
    document = models.CharField(max_length=80)  # its number
    issuer = models.CharField(max_length=80)
    issued_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.ladder}:{self.step or '-'}"
