"""Roles of officers: those granted, and those delegated for an absence."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.separation import PROTECTED
from huiying.base.audit.subjects import Subject


class Origin(models.TextChoices):
    """By which way a role was granted."""

    DIRECT = "DIRECT", _("一人授予")
    SIGNED = "SIGNED", _("两人签署")
    BOOTSTRAP = "BOOTSTRAP", _("初始设置")
    EARLIER = "EARLIER", _("此前授予")  # before two persons were asked for


class RoleGrant(models.Model):
    """One role of one officer: by which way and since when he has it, which two persons signed.

    ``approval`` is the key of the approved request (``signoff`` stands above: no foreign key).
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=24, choices=Role.choices)
    granted_at = models.DateTimeField()
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.DIRECT)
    requested_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approval = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "officer", "role"], name="role_granted_once"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="role_grant_has_an_origin"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[str(role) for role in PROTECTED])
                | ~Q(origin=Origin.DIRECT),
                name="protected_role_is_signed_for",
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.SIGNED)
                | Q(
                    approval__isnull=False,
                    requested_by__isnull=False,
                    signed_by__isnull=False,
                ),
                name="signed_role_names_who_signed",
            ),
            models.CheckConstraint(
                condition=Q(requested_by__isnull=True)
                | (
                    ~Q(requested_by=F("signed_by"))
                    & ~Q(requested_by=F("officer"))
                    & ~Q(signed_by=F("officer"))
                ),
                name="role_is_granted_by_two_others",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}:{self.role}"


class Delegation(models.Model):
    """A role lent for an absence (委托), with a reason; who lends it keeps it too.

    A role is lent by whoever holds it himself and never lent on, so there are no loops. What an
    administrator arranges for somebody who is away counts from a second person's confirmation.
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
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
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
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("made_by")) & ~Q(confirmed_by=F("delegate"))),
                name="delegation_is_confirmed_by_a_second",
            ),
        ]
        indexes = [models.Index(fields=["bureau", "until_at"], name="delegation_by_end")]

    def __str__(self) -> str:
        return f"{self.principal_id}>{self.delegate_id}:{self.role}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("delegation", str(self.pk), str(Role(self.role)))
