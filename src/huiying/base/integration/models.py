"""Models of integration: tokens by which other systems read.

In:   the page of integration, calls of machines.    Out:  what a token opens, who granted it.
Cost: one row a token, one update a call.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Actor, Subject
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
