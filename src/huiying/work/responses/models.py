"""Nouns of the answer: draft, fact, release.

In:   an incident and what its units found.    Out:  versions that the public can read, never changed.
Cost: a few rows per incident.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.models import Bureau, Officer, Unit
from huiying.base.signoff.models import SignoffRequest
from huiying.work.incidents.models import Incident


class DraftState(models.TextChoices):
    """Where a draft stands."""

    WRITING = "WRITING", _("起草中")
    SUBMITTED = "SUBMITTED", _("待审定")
    APPROVED = "APPROVED", _("已审定,待发布")
    PUBLISHED = "PUBLISHED", _("已发布")
    DROPPED = "DROPPED", _("已放弃")


class Answer(models.Model):
    """One public answer with its own address; its text lives in releases."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="answers")
    speaker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="answer_number_once")
        ]

    def __str__(self) -> str:
        return self.number


class Draft(models.Model):
    """A text on its way to become a release (the first version or a correction)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="drafts")
    state = models.CharField(
        max_length=10, choices=DraftState.choices, default=DraftState.WRITING
    )
    title = models.CharField(max_length=120)
    claim = models.TextField(blank=True)
    finding = models.CharField(max_length=16)
    summary = models.TextField()
    body = models.TextField()
    correction_note = models.CharField(max_length=400, blank=True)
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    signoff = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT, null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.answer_id}:{self.pk}"


class Fact(models.Model):
    """A statement with its evidence; no evidence, no submission."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="facts")
    order = models.PositiveSmallIntegerField()
    statement = models.TextField()
    evidence = models.CharField(max_length=300)
    link = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.draft_id}:{self.order}"


class Release(models.Model):
    """One published version: frozen words and the hash that binds them. Never updated."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="releases")
    version = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "version"], name="release_version_once")
        ]
        indexes = [models.Index(fields=["bureau", "-published_at"], name="release_newest")]

    def __str__(self) -> str:
        return f"{self.answer_id}v{self.version}"
