"""The bureau, its units and officers, and the last running numbers.

In:   set-up screens and the first-run command.    Out:  who works where.
Cost: small tables; read on every request.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.audit.subjects import Actor, Subject
from huiying.policy.time.quiet_hours import QuietHours

PRACTICE = "（演练）"


class Bureau(models.Model):
    """One petition bureau: the boundary of every row, number, chain and key."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    district = models.CharField(max_length=80, blank=True)
    sandbox = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug

    @property
    def bureau_id(self) -> int:
        """Return its own key: a bureau belongs to itself, as every other row to its bureau."""
        return self.pk

    def titled(self, title: str) -> str:
        """Return the title of a document; one of a drill says so."""
        return f"{title}{PRACTICE}" if self.sandbox else title

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("bureau", self.slug, self.name)


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
    contact = models.CharField(max_length=60, blank=True)  # a post, never a person
    phone = models.CharField(max_length=40, blank=True)
    is_office = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "name"], name="unit_name_once_per_bureau")
        ]
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("unit", str(self.pk), self.name)


class Officer(AbstractUser):
    """Somebody who signs in. The public id in the record is ``officer:<pk>``, never a name."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="officers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=40)
    title = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    phone_shared = models.BooleanField(default=False)  # the officer lets colleagues see it
    language = models.CharField(max_length=10, blank=True)  # "" = as the browser asks
    keys_off = models.BooleanField(default=False)  # single keys on staff pages
    major_only = models.BooleanField(default=False)  # what reaches the own address
    quiet_from = models.TimeField(null=True, blank=True)  # local; 重大 is never held back
    quiet_until = models.TimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)  # another set it, or it is old
    password_set_at = models.DateTimeField(null=True, blank=True)  # none: not known
    password_reset_by = models.ForeignKey(  # the last one who did so to an account in use
        "self", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    password_reset_at = models.DateTimeField(null=True, blank=True)
    placed_by = models.ForeignKey(  # added the account, or moved it to another unit, the last
        "self", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    placed_at = models.DateTimeField(null=True, blank=True)  # none: by a command
    hands = models.JSONField(  # keys of who added, moved or enabled it, until it is confirmed
        default=list, blank=True
    )
    vouched_by = models.ForeignKey(  # confirmed that the officer exists and uses it, the last
        "self",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    vouched_at = models.DateTimeField(null=True, blank=True)

    REQUIRED_FIELDS = []
    as_of: datetime | None = (
        None  # from when on lent roles count; see ``roles.queries.with_delegated_roles``
    )
    only_reads = False  # looks at what he keeps out of; see ``roles.queries.read_only``

    def __str__(self) -> str:
        return self.username

    @property
    def quiet(self) -> QuietHours:
        """What the officer wants to hear on his own address."""
        return QuietHours(self.major_only, self.quiet_from, self.quiet_until)

    def put_in_hand_of(self, by: Officer | None, now: datetime) -> list[str]:
        """Note who added, moved or enabled the account; return the fields to save.

        Until a second person confirms it, each who did so counts as able to act with it.
        """
        self.placed_by, self.placed_at = by, now
        self.vouched_by = self.vouched_at = None
        if by is not None and by.pk != self.pk:
            self.hands = sorted({*self.hands, by.pk})
        return ["placed_by", "placed_at", "hands", "vouched_by", "vouched_at"]

    def get_full_name(self) -> str:
        """Return the officer's name (allauth and Django ask for it)."""
        return self.name

    def audit_actor(self) -> Actor:
        """Return how the record names who acts: the key, and the name for people."""
        return Actor(f"officer:{self.pk}", self.name or self.username)

    def audit_subject(self) -> Subject:
        """Return the key alone: no name of a person is the subject of a record."""
        return Subject("officer", f"officer:{self.pk}")


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
