"""Nouns of the answer: answer, draft, fact, submission, release.

In:   an incident and what its units found.    Out:  public versions that never change.
Cost: a few rows per incident.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.capabilities import Role
from huiying.base.accounts.models import Bureau, Officer, Unit
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.findings import Finding
from huiying.work.casework.models import Docket
from huiying.work.incidents.models import Incident


class ReleaseIsFinal(TypeError):
    """Somebody tried to change or delete a published version; a correction is a new version."""


class DraftState(models.TextChoices):
    """Where a draft stands."""

    WRITING = "WRITING", _("起草中")
    SUBMITTED = "SUBMITTED", _("待审定")
    APPROVED = "APPROVED", _("已审定，待发布")
    PUBLISHED = "PUBLISHED", _("已发布")
    DROPPED = "DROPPED", _("已放弃")


OPEN_STATES = (DraftState.WRITING, DraftState.SUBMITTED, DraftState.APPROVED)


class Answer(models.Model):
    """One public answer with its own address; its text lives in releases."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="answers")
    speaker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    speaker_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="answer_number_once")
        ]

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
    title = models.CharField(max_length=120, blank=True)
    claim = models.TextField(blank=True)
    finding = models.CharField(
        max_length=16, blank=True, choices=[(found.value, found.label) for found in Finding]
    )
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    correction_note = models.CharField(max_length=400, blank=True)
    procedure_ref = models.CharField(max_length=80, blank=True)
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
    """A statement with its evidence; no evidence, no submission."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="facts")
    order = models.PositiveSmallIntegerField()
    statement = models.TextField()
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


class Releases(models.QuerySet["Release"]):
    """Published versions: may be read and added to, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse: published words stay as they are."""
        raise ReleaseIsFinal

    def delete(self) -> NoReturn:
        """Refuse: what was published stays readable."""
        raise ReleaseIsFinal

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse, as ``update``."""
        raise ReleaseIsFinal

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse: versions appear one at a time, and an upsert would be an update."""
        raise ReleaseIsFinal


class Release(models.Model):
    """One published version: frozen words and the hash that binds them. Never updated."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="releases")
    version = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    approved_as = models.CharField(max_length=24, choices=Role.choices)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    note = models.CharField(max_length=400, blank=True)

    objects = Releases.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "version"], name="release_version_once")
        ]
        indexes = [models.Index(fields=["bureau", "-published_at"], name="release_newest")]

    def __str__(self) -> str:
        return f"{self.answer_id}v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version.

        Raises:
            ReleaseIsFinal: If it is stored already.
        """
        if self.pk is not None or not self._state.adding:
            raise ReleaseIsFinal
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse: what was published stays readable."""
        raise ReleaseIsFinal
