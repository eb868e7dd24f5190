"""Liaison: offices of partner agencies, talks with them, facts shared, leads that came back.

In:   regular contact with other departments (Art. 9).    Out:  a register of both directions.
Cost: a few rows per talk and share.

A contact is an office with a duty phone, never a person: nobody's name has a column here.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.models import RuleVersion
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.core.models import Incident


class LiaisonDesk(models.Model):
    """联络点: one office of a partner agency, its duty phone, and when we talk next."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=80)
    duty_line = models.CharField(max_length=40)
    matters = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="liaison_number_once"),
            models.UniqueConstraint(fields=["bureau", "unit", "office"], name="liaison_office"),
        ]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("liaison", self.number, f"{self.unit.name} {self.office}")


class Manner(models.TextChoices):
    """How two offices spoke."""

    PHONE = "PHONE", _("电话")
    MEETING = "MEETING", _("会议")
    VISIT = "VISIT", _("走访")
    LETTER = "LETTER", _("书面")


class LiaisonTalk(models.Model):
    """联络记录: what was said, and what the other side knows; never changed afterwards."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    desk = models.ForeignKey(LiaisonDesk, on_delete=models.PROTECT, related_name="talks")
    at = models.DateTimeField()
    manner = models.CharField(max_length=8, choices=Manner.choices)
    summary = models.TextField()
    news = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.desk_id}@{self.at:%Y-%m-%d}"


class FollowUp(models.Model):
    """后续事项 of one talk: what, which unit, until when, and that it was done."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    talk = models.ForeignKey(LiaisonTalk, on_delete=models.PROTECT, related_name="follow_ups")
    words = models.CharField(max_length=300)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = models.CharField(max_length=300, blank=True)
    done_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["due", "id"]
        indexes = [models.Index(fields=["bureau", "done_at", "due"], name="follow_up_open")]

    def __str__(self) -> str:
        return f"{self.talk_id}:{self.words[:20]}"


class ShareState(models.TextChoices):
    """Whether an agency can still open what it was given."""

    OPEN = "OPEN", _("有效")
    REVOKED = "REVOKED", _("已收回")


class Share(models.Model):
    """分享: the facts of an incident as one agency was given them, frozen and bound by a hash.

    ``opened`` counts how often the link was looked at; looking acts upon nothing.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ShareState.choices, default=ShareState.OPEN)
    reason = models.CharField(max_length=200, blank=True)
    opened = models.PositiveIntegerField(default=0)
    first_opened_at = models.DateTimeField(null=True, blank=True)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="share_number_once")
        ]
        indexes = [models.Index(fields=["bureau", "-shared_at"], name="share_register")]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        incident = self.incident.current
        return Subject("share", self.number, incident.title, incident.audit_topic)


class LeadState(models.TextChoices):
    """What became of a lead; a person of the bureau decides."""

    RECEIVED = "RECEIVED", _("待处理")
    TAKEN = "TAKEN", _("已录入")
    ASIDE = "ASIDE", _("未采用")


class Lead(models.Model):
    """线索: what an agency handed in behind its link, in the name of a post, no person."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="leads")
    text = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    handed_by = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=LeadState.choices, default=LeadState.RECEIVED
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    post = models.ForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="lead_number_once")
        ]
        ordering = ["received_at", "id"]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        incident = self.share.incident.current
        return Subject("lead", self.number, incident.title, incident.audit_topic)


class Training(models.Model):
    """培训: what was learned, and which version of the rule book came of it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    held_on = models.DateField()
    topic = models.CharField(max_length=120)
    given_by = models.CharField(max_length=80)
    attended = models.CharField(max_length=200)
    people = models.PositiveSmallIntegerField()
    learned = models.TextField()
    rules = models.ForeignKey(
        RuleVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.held_on}:{self.topic}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("training", str(self.pk), self.topic)


class AgencyToken(models.Model):
    """口令 of an agency's system: its digest, who made it, how often it was used, its end.

    At most one of an agency works; a new one ends the old one at once.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, db_index=True)  # of 256 random bits
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    used = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                name="one_working_token_of_an_agency",
                condition=Q(ended_at__isnull=True),
            )
        ]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.unit_id}@{self.made_at:%Y-%m-%d}"


class HandedIn(models.Model):
    """One call that acted: its key, the digest of its body, and the answer it got."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    body_digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "key"], name="handed_in_once_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}:{self.key}"
