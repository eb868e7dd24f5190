"""Nouns of an answer on its way: answer, draft, fact, submission.

In:   an incident and what its units found.    Out:  words that wait to be approved.
Cost: a few rows per incident.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.capabilities import Role
from huiying.base.accounts.models import Bureau, Officer, Unit
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.answer_forms import AnswerForm
from huiying.policy.findings import Finding
from huiying.work.casework.models import Docket
from huiying.work.incidents.models import Incident


class DraftState(models.TextChoices):
    """Where a draft stands."""

    WRITING = "WRITING", _("起草中")
    SUBMITTED = "SUBMITTED", _("待审定")
    APPROVED = "APPROVED", _("已审定，待发布")
    PUBLISHED = "PUBLISHED", _("已发布")
    DROPPED = "DROPPED", _("已放弃")


SCHEMA = 2  # shape of the frozen content; a draft keeps the one it was begun with
OPEN_STATES = (DraftState.WRITING, DraftState.SUBMITTED, DraftState.APPROVED)


class Answer(models.Model):
    """One public answer with its own address; its text lives in releases."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="answers")
    speaker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    speaker_reason = models.CharField(max_length=400, blank=True)
    topic = models.CharField(max_length=20, blank=True)  # where it is filed; no word of it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="answer_number_once")
        ]
        indexes = [models.Index(fields=["bureau", "topic"], name="answer_topic")]

    def __str__(self) -> str:
        return self.number


class Draft(models.Model):
    """A text on its way to become a release (the first version or a correction).

    ``writers`` holds the keys of all who wrote on it: none of them may approve it.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="drafts")
    state = models.CharField(
        max_length=10, choices=DraftState.choices, default=DraftState.WRITING
    )
    version = models.PositiveSmallIntegerField(default=1)
    schema = models.PositiveSmallIntegerField(default=SCHEMA)
    form = models.CharField(
        max_length=16, blank=True, choices=[(form.value, form.label) for form in AnswerForm]
    )
    title = models.CharField(max_length=120, blank=True)
    claim = models.TextField(blank=True)
    finding = models.CharField(
        max_length=16, blank=True, choices=[(found.value, found.label) for found in Finding]
    )
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    correction_note = models.CharField(max_length=400, blank=True)
    procedure_ref = models.CharField(max_length=80, blank=True)
    procedure_absent = models.CharField(max_length=400, blank=True)  # why there is none
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    writers = models.JSONField(default=list)
    started_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    signoff = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT, null=True, blank=True)
    approved_as = models.CharField(max_length=24, choices=Role.choices, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["answer"],
                name="one_open_draft_per_answer",
                condition=models.Q(state__in=["WRITING", "SUBMITTED", "APPROVED"]),
            )
        ]
        indexes = [models.Index(fields=["bureau", "state", "-edited_at"], name="draft_list")]

    def __str__(self) -> str:
        return f"{self.answer_id}:{self.pk}"


class Fact(models.Model):
    """A statement with its evidence; no evidence, no submission.

    ``statement`` is what readers see. Who, what and how much beside it make the fact comparable
    with those of other answers; all three are there or none.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="facts")
    order = models.PositiveSmallIntegerField()
    statement = models.TextField()
    subject = models.CharField(max_length=80, blank=True)
    attribute = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=200, blank=True)
    as_of = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=500, blank=True)
    docket = models.ForeignKey(
        Docket, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.draft_id}:{self.order}"


class Submission(models.Model):
    """The exact words of one request to approve, so that what changed since can be shown."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="submissions")
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT)
    at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.draft_id}@{self.signoff_id}"
