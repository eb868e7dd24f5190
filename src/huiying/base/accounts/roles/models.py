"""Roles of officers: those granted, and those delegated for an absence."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.subjects import Subject


class RoleGrant(models.Model):
    """One role of one officer, with who granted it and when."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=24, choices=Role.choices)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "officer", "role"], name="role_granted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}:{self.role}"


class Delegation(models.Model):
    """A role lent for an absence (委托), with a reason; who lends it keeps it too.

    A role is lent by whoever holds it himself and never lent on, so there are no loops.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    principal = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="lent")
    delegate = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="stands_for")
    role = models.CharField(max_length=24, choices=Role.choices)
    reason = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at")), name="delegation_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(principal=F("delegate")), name="delegation_is_to_another"
            ),
        ]
        indexes = [models.Index(fields=["bureau", "until_at"], name="delegation_by_end")]

    def __str__(self) -> str:
        return f"{self.principal_id}>{self.delegate_id}:{self.role}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("delegation", str(self.pk), str(Role(self.role)))
