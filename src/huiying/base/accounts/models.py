"""Nouns of the organisation: bureau, unit, officer, role grant, duty roster, running numbers.

In:   set-up screens and the first-run command.    Out:  who works where, as what, when.
Cost: small tables; read on every request.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.capabilities import Role
from huiying.policy.quiet import Quiet


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


class SuperiorKind(models.TextChoices):
    """What a superior body is, by what goes to it (Art. 10; the usual split, to be checked)."""

    GOVERNMENT = "GOVERNMENT", _("党委、政府办公室")
    PETITIONS = "PETITIONS", _("上级信访部门")
    CYBERSPACE = "CYBERSPACE", _("网信部门")
    PUBLICITY = "PUBLICITY", _("宣传、外事部门")
    SECURITY = "SECURITY", _("公安部门")
    EMERGENCY = "EMERGENCY", _("应急部门")
    OTHER = "OTHER", _("其他上级机关")


class Superior(models.Model):
    """上级机关: whom the bureau reports to, what, and by which way; an office, not a person."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=SuperiorKind.choices)
    office = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    matters = models.CharField(max_length=200)  # what is reported
    way = models.CharField(max_length=120)  # by which channel
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "name", "kind"], name="superior_once_per_bureau"
            )
        ]
        ordering = ["-active", "kind", "name"]

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
    language = models.CharField(max_length=10, blank=True)  # "" = as the browser asks
    keys_off = models.BooleanField(default=False)  # single keys on staff pages
    major_only = models.BooleanField(default=False)  # what reaches the own address
    quiet_from = models.TimeField(null=True, blank=True)  # local; 重大 is never held back
    quiet_until = models.TimeField(null=True, blank=True)

    REQUIRED_FIELDS = []
    as_of: datetime | None = None  # from when on lent roles count; see ``queries.at``
    only_reads = False  # looks at what he keeps out of; see ``queries.only_reading``

    def __str__(self) -> str:
        return self.username

    @property
    def quiet(self) -> Quiet:
        """What the officer wants to hear on his own address."""
        return Quiet(self.major_only, self.quiet_from, self.quiet_until)

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


class Shift(models.Model):
    """One stretch of duty: who keeps the desk (值班) and who leads (带班).

    It holds ``starts_at`` and not ``ends_at``. Several officers may share a time; one officer
    is never on two shifts at once (``actions/plan_shifts.py``).
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="shifts")
    leader = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField(max_length=20, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["bureau", "ends_at"], name="shift_by_end")]

    def __str__(self) -> str:
        return f"{self.officer_id}@{self.starts_at:%Y-%m-%dT%H:%M}"


class HandOverNote(models.Model):
    """What a leaving shift tells the next (交接班); never changed, only followed by another."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="notes")
    written_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = models.TextField()
    clocks_late = models.PositiveIntegerField()
    clocks_running = models.PositiveIntegerField()
    candidates_waiting = models.PositiveIntegerField()
    read_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(read_by__isnull=True) | ~Q(read_by=F("written_by")),
                name="hand_over_is_read_by_another",
            )
        ]
        indexes = [
            models.Index(
                fields=["bureau", "written_at"],
                name="hand_over_unread",
                condition=Q(read_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.shift_id}:{self.pk}"


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


class SavedFilter(models.Model):
    """How an officer narrows a list of his, under a name of his own."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "page", "name"], name="saved_filter_name_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}:{self.page}:{self.name}"
