"""Nouns of the organisation: bureau, unit, officer, role grant, running numbers.

In:   set-up screens and the first-run command.    Out:  who works where, with which roles.
Cost: small tables; read on every request.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.capabilities import Role


class Bureau(models.Model):
    """One petition bureau: the boundary of every row, number, chain and key."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    district = models.CharField(max_length=80, blank=True)
    sandbox = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class UnitKind(models.TextChoices):
    """What a unit is to the bureau (domain §0.14)."""

    SECTION = "SECTION", _("科室")
    SUBORDINATE = "SUBORDINATE", _("直属单位")
    AGENCY = "AGENCY", _("外单位")


class Unit(models.Model):
    """A section, subordinate unit or outside agency that can be notified."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=UnitKind.choices)
    duties = models.TextField(blank=True)
    is_office = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "name"], name="unit_name_once_per_bureau")
        ]
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class Officer(AbstractUser):
    """Somebody who signs in. The public id in the record is ``officer:<pk>``, never a name."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="officers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=40)
    title = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=30, blank=True)

    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """Return the officer's name (allauth and Django ask for it)."""
        return self.name


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


class RunningNumber(models.Model):
    """The last number given out per bureau, kind and year (2026-0412)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "kind", "year"], name="one_running_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.kind}:{self.year}:{self.last}"
