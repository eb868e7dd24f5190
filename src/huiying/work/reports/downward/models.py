"""Tables of 督办 between installations: what goes down to a subordinate, what comes back.

In:   a report of a subordinate, or a file of a superior.    Out:  rows that stay as they are.
Cost: a row a 督办, a step, an answer.

Both sides stand here: ``Issued…`` and ``ReceivedAnswer`` at the superior, ``SuperiorStep`` and
``SuperiorAnswer`` at the subordinate. What is sent is ``content``, bound by ``content_hash``.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.signoff.models import SignoffRequest
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.casework.supervision.models import Supervision
from huiying.work.reports.exchange.models import ExchangeWay, ReceivedReport


class StepAct(models.TextChoices):
    """What a file says of a 督办."""

    ISSUED = "ISSUED", _("下达督办")
    RETURNED = "RETURNED", _("退回补充")
    CLOSED = "CLOSED", _("销号")
    WITHDRAWN = "WITHDRAWN", _("撤销督办")


class IssuedState(models.TextChoices):
    """Waiting for its signature → issued → answered → closed; or it never went down."""

    DRAFT = "DRAFT", _("待签发")
    ISSUED = "ISSUED", _("已签发，待下级反馈")
    ANSWERED = "ANSWERED", _("下级已反馈，待审核")
    CLOSED = "CLOSED", _("已销号")
    WITHDRAWN = "WITHDRAWN", _("已撤销")
    DROPPED = "DROPPED", _("未予签发")


class Arrived(models.Model):
    """Columns of what goes to another installation: when its receipt came, and how."""

    received_at = models.DateTimeField(null=True, blank=True)
    received_label = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True


class IssuedSupervision(models.Model):
    """下发督办: what a subordinate must answer about one of its reports.

    Its clock runs from the signature to 销号, in the hands of the office.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    report = models.ForeignKey(
        ReceivedReport, on_delete=models.PROTECT, related_name="supervisions"
    )
    demand = models.CharField(max_length=400)
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=IssuedState.choices, default=IssuedState.DRAFT
    )
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="issued_supervision_number_once"
            ),
            models.UniqueConstraint(
                fields=["report"],
                name="one_open_issued_supervision_per_report",
                condition=Q(state__in=["DRAFT", "ISSUED", "ANSWERED"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["bureau", "state", "-drafted_at"], name="issued_supervision_list"
            )
        ]
        ordering = ["-drafted_at", "-id"]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, beside the report that it is about."""
        label = house_text("督办%(name)s") % {"name": self.report.subordinate.name}
        topic = self.report.audit_subject().topic
        return Subject("issued_supervision", self.number, label, topic)


class IssuedStep(Arrived):
    """One step of a 督办 that goes down: drafted, signed by a leader, then never changed.

    ``answer`` is the answer that it judges. ``content`` is the file, once it is signed.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    supervision = models.ForeignKey(
        IssuedSupervision, on_delete=models.PROTECT, related_name="steps"
    )
    step = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=10, choices=StepAct.choices)
    words = models.CharField(max_length=400, blank=True)
    due_at = models.DateTimeField()
    answer = models.ForeignKey(
        "ReceivedAnswer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signoff = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.JSONField(default=dict, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supervision", "step"],
                name="issued_step_once",
                condition=Q(dropped_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["supervision"],
                name="one_issued_step_waits",
                condition=Q(signed_at__isnull=True, dropped_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("drafted_by")),
                name="who_drafted_a_step_never_signs_it",
            ),
        ]
        ordering = ["drafted_at", "id"]

    def __str__(self) -> str:
        return f"{self.supervision.number}-{self.step}"


class ReceivedAnswer(models.Model):
    """下级反馈: what a subordinate signed. The database refuses to change or to delete it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    supervision = models.ForeignKey(
        IssuedSupervision, on_delete=models.PROTECT, related_name="answers"
    )
    step = models.PositiveSmallIntegerField()  # that it answers
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    signed_as = models.CharField(max_length=40)  # an office, never a person
    signed_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    masked = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=4, choices=ExchangeWay.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(  # None = by the subordinate's system
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supervision", "version"], name="received_answer_once"
            )
        ]
        ordering = ["version"]

    def __str__(self) -> str:
        return f"{self.supervision.number}-F{self.version}"


class SuperiorStep(models.Model):
    """上级来件: one file of a superior on a 督办. The database refuses to change it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    superior = models.ForeignKey(
        SuperiorSupervision, on_delete=models.PROTECT, related_name="steps"
    )
    step = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=10, choices=StepAct.choices)
    words = models.CharField(max_length=400, blank=True)
    due_at = models.DateTimeField()
    signed_as = models.CharField(max_length=40)
    signed_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    masked = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=4, choices=ExchangeWay.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["superior", "step"], name="superior_step_once")
        ]
        ordering = ["step"]

    def __str__(self) -> str:
        return f"{self.superior.number}-{self.step}"


class SuperiorAnswer(Arrived):
    """反馈上级: what this bureau answers, drafted from what its units fed back, then signed.

    ``supervision`` is the closed item whose feedback it is drawn from.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    superior = models.ForeignKey(
        SuperiorSupervision, on_delete=models.PROTECT, related_name="answers"
    )
    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()  # that it answers
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signoff = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.JSONField(default=dict, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(  # who recorded that a file reached the superior
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["superior", "version"],
                name="superior_answer_once",
                condition=Q(dropped_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["superior"],
                name="one_superior_answer_waits",
                condition=Q(signed_at__isnull=True, dropped_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("drafted_by")),
                name="who_drafted_an_answer_never_signs_it",
            ),
        ]
        ordering = ["drafted_at", "id"]

    def __str__(self) -> str:
        return f"{self.superior.number}-F{self.version}"
