"""Press and media: conferences with their questions, enquiries, experts who speak in public.

Speakers and media are offices and media, never persons. The one exception is the roster of
experts, who speak in public under their names and are on it by their own recorded consent.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.signoff.models import SignoffRequest
from huiying.work.casework.tasks.models import Commitment
from huiying.work.incidents.core.models import Incident


class PressForm(models.TextChoices):
    """How the press is met."""

    CONFERENCE = "CONFERENCE", _("新闻发布会")
    BRIEFING = "BRIEFING", _("吹风会")


class PressState(models.TextChoices):
    """Applied for → approved → held; or returned, or cancelled."""

    WRITING = "WRITING", _("待报批")
    APPLIED = "APPLIED", _("待批准")
    APPROVED = "APPROVED", _("已批准，待召开")
    HELD = "HELD", _("已召开")
    CANCELLED = "CANCELLED", _("已取消")


class PressConference(models.Model):
    """新闻发布会: the application as it is approved, then what was said."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=12, choices=PressForm.choices)
    title = models.CharField(max_length=120)
    planned_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    host = models.CharField(max_length=80)
    speakers = models.JSONField(default=list)
    media = models.CharField(max_length=300)
    content = models.TextField()
    state = models.CharField(
        max_length=10, choices=PressState.choices, default=PressState.WRITING
    )
    writers = models.JSONField(default=list)
    signoff = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT, null=True, blank=True)
    applied_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)
    said = models.TextField(blank=True)
    recording = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="press_number_once")
        ]
        indexes = [models.Index(fields=["bureau", "state", "-planned_at"], name="press_list")]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        topic = self.incident.current.audit_topic
        return Subject("press", self.number, self.title, topic)


class PressQuestion(models.Model):
    """问答 of a conference: an answer, or who answers later and until when."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    conference = models.ForeignKey(
        PressConference, on_delete=models.PROTECT, related_name="questions"
    )
    medium = models.CharField(max_length=80)
    question = models.CharField(max_length=1000)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    commitment = models.OneToOneField(  # what the answer promised (承诺)
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due = models.DateField(null=True, blank=True)
    clock = models.ForeignKey(  # while the answer is owed
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    later_at = models.DateTimeField(null=True, blank=True)
    later_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="")
                | Q(owner__isnull=False, due__isnull=False, clock__isnull=False),
                name="unanswered_is_owed",
            )
        ]
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.conference_id}:{self.question[:20]}"


class MediaKind(models.TextChoices):
    """What a medium wants."""

    ENQUIRY = "ENQUIRY", _("媒体问询")
    INTERVIEW = "INTERVIEW", _("媒体专访")


class MediaState(models.TextChoices):
    """Open → answered; or refused with a reason and the way to another body."""

    OPEN = "OPEN", _("待答复")
    ANSWERED = "ANSWERED", _("已答复")
    REFUSED = "REFUSED", _("未接受")


class MediaRequest(models.Model):
    """媒体问询 or 专访: which medium asked what, until when, and what it was told."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=MediaKind.choices)
    medium = models.CharField(max_length=80)
    question = models.TextField()
    received_at = models.DateTimeField()
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=MediaState.choices, default=MediaState.OPEN)
    speaker = models.CharField(max_length=80, blank=True)
    reply = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="media_number_once")
        ]
        indexes = [models.Index(fields=["bureau", "state", "-received_at"], name="media_list")]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident if there is one."""
        topic = self.incident.current.audit_topic if self.incident else ""
        return Subject("media", self.number, self.medium, topic)


class Expert(models.Model):
    """专家: somebody who explains in public, on this roster by own consent, until he leaves."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    name = models.CharField(max_length=40)
    field = models.CharField(max_length=80)
    institution = models.CharField(max_length=120)
    consented_on = models.DateField()
    consent = models.CharField(max_length=200)
    listed_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "name", "institution"],
                name="expert_listed_once",
                condition=Q(left_at__isnull=True),
            ),
            models.CheckConstraint(condition=~Q(consent=""), name="expert_by_own_consent"),
        ]
        ordering = ["field", "id"]

    def __str__(self) -> str:
        return f"{self.field}:{self.pk}"

    def audit_subject(self) -> Subject:
        """Return field and key: the record lives for ever, a name may have to go."""
        return Subject("expert", str(self.pk), self.field)


class Interpretation(models.Model):
    """专家解读: an expert explained a matter in public; where, when, what."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="said")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=120)
    outlet = models.CharField(max_length=80)
    at = models.DateTimeField()
    link = models.CharField(max_length=500, blank=True)
    summary = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.expert_id}:{self.topic}"

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        topic = self.incident.current.audit_topic
        return Subject("interpretation", str(self.pk), self.topic, topic)
