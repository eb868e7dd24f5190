"""What officers decided about incidents: grades, levels, values; what units object to a grade.

In:   incidents.    Out:  rows that are added to; only an open objection changes, once.
Cost: a few rows per incident.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.base.signoff.models import SignoffRequest
from huiying.work.incidents.core.models import Incident


class RequestKind(models.TextChoices):
    """What takes two signatures."""

    GRADE = "GRADE", _("改变舆情等级")
    NOT_NEGATIVE = "NOT_NEGATIVE", _("记为非负面")
    VALUE = "VALUE", _("不公开回应")
    SEVERITY = "SEVERITY", _("降低突发事件级别")
    KEEP = "KEEP", _("经研判不升级")


class GradingRequest(models.Model):
    """What one officer signed about an incident, without effect until another one signs it.

    ``terms`` is what would then stand: of a grade its number, ground and reason, of a response
    value its grounds, reason and day of review, of a severity its level, the kind of event,
    what the texts state and the reason, of a grade that is kept the rise and the reason. Every
    clock runs on until then.
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


class ObjectionState(models.TextChoices):
    """Open until the grade is upheld or changed, or the unit withdraws."""

    OPEN = "OPEN", _("待答复")
    UPHELD = "UPHELD", _("维持原等级")
    REGRADED = "REGRADED", _("等级已变更")
    WITHDRAWN = "WITHDRAWN", _("已撤回")


class GradeObjection(models.Model):
    """等级异议: a unit that an incident concerns disagrees with its grade, by the three cards.

    What the unit wrote never changes; once it is answered or withdrawn the row is final, which
    the database holds. ``answer`` is empty where a new grade is the answer: ``decision`` says
    why.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    grade = models.PositiveSmallIntegerField()  # the one that stood
    wanted = models.PositiveSmallIntegerField()  # the one that the unit holds to be right
    content = models.CharField(max_length=400, blank=True)
    reaction = models.CharField(max_length=400, blank=True)
    media = models.CharField(max_length=400, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lodged_at = models.DateTimeField()
    lodged_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ObjectionState.choices, default=ObjectionState.OPEN
    )
    answer = models.CharField(max_length=400, blank=True)
    decision = models.ForeignKey(
        GradeDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "unit"],
                condition=Q(state="OPEN"),
                name="one_open_objection_per_unit",
            ),
            models.CheckConstraint(
                condition=~Q(content="") | ~Q(reaction="") | ~Q(media=""),
                name="an_objection_gives_facts",
            ),
            models.CheckConstraint(
                condition=~Q(wanted=F("grade")), name="an_objection_wants_another_grade"
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN", settled_at=None, settled_by=None)
                | (
                    ~Q(state="OPEN") & Q(settled_at__isnull=False) & Q(settled_by__isnull=False)
                ),
                name="an_objection_is_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="UPHELD") | (~Q(answer="") & ~Q(settled_by=F("lodged_by"))),
                name="upheld_with_reasons_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="REGRADED") | Q(decision__isnull=False),
                name="regraded_by_a_decision",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bureau", "lodged_at"],
                name="objection_open",
                condition=Q(state="OPEN"),
            )
        ]
        ordering = ["lodged_at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.unit_id}"

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        topic = self.incident.current.audit_topic
        return Subject("objection", str(self.pk), self.unit.name, topic)
