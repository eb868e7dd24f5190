"""Models of outgoing messages: channel, message, attempt, alarm, signed link.

In:   acts above put messages here inside their own transaction.
Out:  ``jobs`` hands them over with retries; proof of delivery is kept apart from acceptance.
Cost: one row per message and per attempt.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Actor, Subject
from huiying.base.files.sealed_text import SealedTextField


class ChannelKind(models.TextChoices):
    """Ways out of the house."""

    SMTP = "SMTP", _("电子邮件")
    SMS = "SMS", _("短信（本地网关）")
    WECOM = "WECOM", _("企业微信群机器人")
    DINGTALK = "DINGTALK", _("钉钉群机器人")
    FEISHU = "FEISHU", _("飞书群机器人")
    WEBHOOK = "WEBHOOK", _("Webhook")
    APPRISE = "APPRISE", _("自建推送（ntfy、Gotify 等）")
    HUIYING = "HUIYING", _("上下级回应系统（只推送报告和督办）")


GROUP_ROBOTS = (ChannelKind.WECOM, ChannelKind.DINGTALK, ChannelKind.FEISHU)


class Channel(models.Model):
    """Where a unit, an officer or, without either, the duty desk is reached.

    An officer's own has its address sealed, and is used once it was verified. A unit's carries
    nothing but trials while it is not ``confirmed``: what proves a delivery goes out by it.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    officer = models.OneToOneField(
        Officer, on_delete=models.PROTECT, related_name="own_channel", null=True, blank=True
    )
    kind = models.CharField(max_length=10, choices=ChannelKind.choices)
    name = models.CharField(max_length=60)
    target = SealedTextField()  # the address of a robot is its key
    secret = SealedTextField(blank=True)
    recipient = models.CharField(max_length=40, blank=True)
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    confirmed = models.BooleanField(default=True)  # False: set by officers, by no second person
    set_by = models.JSONField(default=list, blank=True)  # their keys, until somebody confirms
    via = models.ForeignKey(  # of an officer's own: the bureau's gateway or robot
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed_key = models.BinaryField(null=True)
    sealed_body = models.BinaryField(null=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "name"], name="channel_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def awaits_confirmation(self) -> bool:
        """A unit's whose address one officer alone set: nothing of a matter goes out by it."""
        return self.unit_id is not None and not self.confirmed

    @property
    def needs_second_person(self) -> bool:
        """A unit's or the desk's whose address officers alone set: nobody else confirmed it.

        The desk's carries alarms all the same, but does not count as a way by which who is on
        duty is reached.
        """
        return self.officer_id is None and not self.confirmed

    @property
    def proof_row(self) -> str:
        """The row of the rule book that says which proof of delivery counts."""
        if self.kind == ChannelKind.HUIYING:  # carries reports alone, never a notice
            return "webhook"
        return "apprise" if self.kind in GROUP_ROBOTS else self.kind.lower()

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("channel", str(self.pk), self.name)


class MessageState(models.TextChoices):
    """Acceptance by a relay is ``HANDED_OVER``; it is never delivery."""

    QUEUED = "QUEUED", _("排队中")
    HANDED_OVER = "HANDED_OVER", _("已交出")
    DEAD = "DEAD", _("发送失败，须人工处理")
    BY_HAND = "BY_HAND", _("已另行通知")
    DROPPED = "DROPPED", _("无需发送，未发出")


class Message(models.Model):
    """One text for one channel. ``key`` makes a second queueing of the same message a no-op.

    ``claimed_at`` stands while a hand-over is under way. Who finds it standing knows that a
    process died there: the message may have been sent (``maybe_sent_at``).
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    key = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    about_kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=40)
    urgent = models.BooleanField(default=False)
    state = models.CharField(
        max_length=12, choices=MessageState.choices, default=MessageState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    maybe_sent_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    receipt_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_how = models.CharField(max_length=200, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "key"], name="message_key_once")
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="message_queue", condition=Q(state="QUEUED")
            ),
            models.Index(fields=["bureau", "about_ref"], name="message_about"),
        ]

    def __str__(self) -> str:
        return self.key

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject(
            "message", self.key, self.channel.name, f"{self.about_kind}:{self.about_ref}"
        )


class SignedLink(models.Model):
    """A single-purpose link: shows on GET, acts on POST, expires, can be revoked.

    Only the SHA-256 of the token is stored.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, null=True, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "about_ref"], name="link_about")]

    def __str__(self) -> str:
        return f"{self.purpose}:{self.about_ref}"

    @property
    def unit_name(self) -> str:
        """Return for which unit it was made; empty: for none."""
        return self.unit.name if self.unit else ""

    def audit_actor(self) -> Actor:
        """Return how the record names whoever acts by it."""
        return Actor(f"link:{self.about_ref}", self.unit_name)

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("link", str(self.pk), self.unit_name, f"{self.purpose}:{self.about_ref}")


class BoardAlarm(models.Model):
    """An alarm on the board: it stands until an officer takes it, or its cause is over."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    key = models.CharField(max_length=120)
    text = models.CharField(max_length=200)
    reason = models.JSONField(default=dict)  # for a board in another language
    about_kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=40)
    raised_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau", "key"], name="alarm_key_once")]
        indexes = [
            models.Index(
                fields=["bureau", "raised_at"],
                name="alarm_standing",
                condition=Q(taken_at__isnull=True, ended_at__isnull=True),
            ),
            models.Index(fields=["bureau", "about_ref"], name="alarm_about"),
        ]

    def __str__(self) -> str:
        return self.key

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("alarm", self.key, self.text, f"{self.about_kind}:{self.about_ref}")
