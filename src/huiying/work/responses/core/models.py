"""Answer, draft, fact, release, withholding, public edition: what every noun here refers to.

In:   an incident and what its units found.    Out:  words on their way; public versions.
Cost: a few rows per incident, a row a version.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.accounts.roles.capabilities import APPROVERS
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.procedure.findings import Finding
from huiying.policy.release.answer_forms import AnswerForm
from huiying.policy.release.disclosure import Ground
from huiying.work.casework.verification.models import Docket
from huiying.work.incidents.core.models import Incident


class DraftState(models.TextChoices):
    """Where a draft stands."""

    WRITING = "WRITING", _("起草中")
    SUBMITTED = "SUBMITTED", _("待审定")
    APPROVED = "APPROVED", _("已审定，待发布")
    PUBLISHED = "PUBLISHED", _("已发布")
    DROPPED = "DROPPED", _("已终止")


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

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        incident = self.incident
        return Subject("answer", self.number, incident.title, incident.current.audit_topic)


class DeletedPostsOfTopic(models.Model):
    """How many posts of one hour and topic were deleted: old figures stay.

    ``hour`` is that in which they were collected; ``topic`` is what they counted under then.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    hour = models.DateTimeField()
    topic = models.CharField(max_length=20, blank=True)
    posts = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "hour", "topic"], name="deleted_posts_of_topic_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.topic}@{self.hour}"


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
    procedure_ref = models.CharField(
        max_length=80, blank=True
    )  # until 0.2.0; never written now
    procedure_absent = models.CharField(max_length=400, blank=True)  # why there is none
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    writers = models.JSONField(default=list)
    started_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    signoff = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT, null=True, blank=True)
    approved_as = models.CharField(max_length=24, choices=APPROVERS, blank=True)
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

    @property
    def version_number(self) -> str:
        """Return the public number of answer and version, e.g. ``A2026-0007/2``."""
        return f"{self.answer.number}/{self.version}"

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        incident = self.answer.incident
        return Subject(
            "answer", self.version_number, incident.title, incident.current.audit_topic
        )


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


class Edition(models.Model):
    """The state of a bureau's public pages: a copy made at one number is good at no other."""

    bureau = models.OneToOneField(Bureau, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.number}"


class ReleaseIsFinal(TypeError):
    """Somebody tried to change or delete a published version; a correction is a new version."""


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

    def seal(self, pk: int, content: dict[str, Any]) -> None:
        """Put the notice of a sealing in the place of the words: ``seal_release`` alone.

        The hash stays: it goes on naming what was published.
        """
        super().filter(pk=pk)._sealed(content)

    def _sealed(self, content: dict[str, Any]) -> None:
        super().update(content=content, note="")

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
    approved_as = models.CharField(max_length=24, choices=APPROVERS)
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

    @property
    def version_number(self) -> str:
        """Return the public number of answer and version, e.g. ``A2026-0007/2``."""
        return f"{self.answer.number}/{self.version}"

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        incident = self.answer.incident
        return Subject(
            "answer", self.version_number, incident.title, incident.current.audit_topic
        )


class Withholding(models.Model):
    """One passage that is kept back; published, it has a clock until it is looked at again.

    It ends with the next version, which keeps it back by a row of its own or has opened it.

    ``passage`` never leaves the house: what is hashed, confirmed, approved and published holds
    the mark in its place.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="withheld")
    passage = models.TextField()
    ground = models.CharField(
        max_length=20, choices=[(ground.value, ground.rule.label) for ground in Ground]
    )
    reason = models.CharField(max_length=400)
    harm = models.CharField(max_length=400, blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="withheld", null=True, blank=True
    )
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.draft_id}:{self.ground}"
