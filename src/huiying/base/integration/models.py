"""Models of integration: tokens by which other systems read, webhooks that tell them.

In:   the page of integration, calls of machines, the record.
Out:  what a token opens, who granted it; events on their way.
Cost: one row a token, one update a call; one row an event and webhook.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Actor, Subject
from huiying.base.files.sealed_text import SealedTextField
from huiying.base.integration.scopes import reads_beyond_public


class IntegrationToken(models.Model):
    """What another system may read, until when and from where. Its terms are never changed.

    It is asked for; if it reads what is not public, the leader signs; then who asked has its
    secret made, which is shown once. Only the digest is stored.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200)
    scopes = models.JSONField()  # values of Scope
    networks = models.JSONField(default=list, blank=True)  # [] = from anywhere
    ends_at = models.DateTimeField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_refused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("asked_by")),
                name="nobody_signs_a_token_he_asked_for",
            ),
        ]
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def needs_signature(self) -> bool:
        """Whether a second person must sign before it can be used."""
        return reads_beyond_public(self.scopes)

    @property
    def awaits_signature(self) -> bool:
        """Whether it waits for the second person."""
        return self.needs_signature and self.signed_at is None and self.ended_at is None

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("integration_token", str(self.pk), self.name)

    def audit_actor(self) -> Actor:
        """Return how the record names the system that shows it."""
        return Actor(f"integration_token:{self.pk}", self.name)


class Webhook(models.Model):
    """An address that is told what happens: types, numbers, links; no text, no person.

    It is told nothing until a second person confirmed address and events. ``seq`` is how far
    the record was read for it; while it is off that stands still, so nothing is lost.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    name = models.CharField(max_length=60)
    url = SealedTextField()  # an address may hold a key
    events = models.JSONField()  # values of EventType
    secret = SealedTextField()
    previous_secret = SealedTextField(blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    next_secret = SealedTextField(blank=True)  # signs trials alone until it is confirmed
    next_set_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed = models.BooleanField(default=False)
    set_by = models.JSONField(default=list, blank=True)  # keys of who set it, until confirmed
    active = models.BooleanField(default=True)
    off_reason = models.CharField(max_length=200, blank=True)  # why the system switched it off
    revision = models.PositiveIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "name"], name="webhook_name_once")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("webhook", str(self.pk), self.name)

    @property
    def was_confirmed(self) -> bool:
        """Whether a second person ever confirmed it: then it may have been told something."""
        return self.confirmed or self.seq > 0

    def keys_at(self, now: datetime, *, trial: bool = False) -> list[str]:
        """Return the secrets that sign now: two for a day after the old one was replaced.

        Args:
            trial: What is signed says nothing: then the one that waits signs as well.
        """
        old = self.previous_until is not None and now < self.previous_until
        keys = [self.secret, self.previous_secret] if old else [self.secret]
        return [*keys, self.next_secret] if trial and self.next_secret else keys


class DeliveryState(models.TextChoices):
    """How the delivery of an event stands."""

    QUEUED = "QUEUED", _("排队中")
    DONE = "DONE", _("已交付")
    DEAD = "DEAD", _("未能交付")
    DROPPED = "DROPPED", _("演练或演示，未发出")


class WebhookDelivery(models.Model):
    """One event for one webhook. ``event_id`` is its idempotency key at the other side."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event_id = models.CharField(max_length=40)
    event_type = models.CharField(max_length=40)
    body = models.TextField()  # the bytes that are signed, JSON
    state = models.CharField(
        max_length=8, choices=DeliveryState.choices, default=DeliveryState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="event_once_a_webhook")
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="webhook_queue", condition=Q(state="QUEUED")
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.event_id

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("webhook", str(self.webhook_id), self.webhook.name)
