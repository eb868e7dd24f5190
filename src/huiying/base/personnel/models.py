"""Models of what a second person signs about an officer: his roles, a reset of his sign-in.

In:   the screens of officers.    Out:  what is to be granted, taken away or reset, why.
Cost: one small row and one request to approve.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import SignoffRequest


class RoleRequest(models.Model):
    """A change of an officer's roles that has no effect until a second person signs it.

    ``exemption`` says why one person is to hold roles that exclude each other; approved, it is
    the recorded exemption for the roles that he then has.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="role_requests")
    before = models.JSONField()  # roles that he held when it was asked for
    added = models.JSONField()
    removed = models.JSONField()
    reason = models.CharField(max_length=400, blank=True)
    exemption = models.CharField(max_length=400, blank=True)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(officer=models.F("requested_by")),
                name="nobody_requests_a_role_for_himself",
            )
        ]
        ordering = ["-requested_at", "-id"]

    def __str__(self) -> str:
        return f"{self.officer_id}:{self.added}:{self.removed}"

    @property
    def after(self) -> frozenset[Role]:
        """The roles that the officer has once it is signed."""
        return (as_roles(self.before) - as_roles(self.removed)) | as_roles(self.added)

    def audit_subject(self) -> Subject:
        """Return how the record names it: as the officer, by his key alone."""
        return Subject("officer", f"officer:{self.officer_id}")


class SettingChange(models.Model):
    """A change by which the bureau would hear or send less, until a second person signs it.

    It puts a unit, a superior body or a source out of use, or names a unit otherwise while
    periods run in its hands. ``before`` and ``after`` hold what changes and no personal data.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, db_index=False)
    noun = models.CharField(max_length=12)  # unit, superior, source
    target_id = models.PositiveBigIntegerField()
    name = models.CharField(max_length=80)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=400)
    requested_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    requested_at = models.DateTimeField()
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-requested_at", "-id"]

    def __str__(self) -> str:
        return f"{self.noun}:{self.target_id}"

    def audit_subject(self) -> Subject:
        """Return how the record names it: as what it changes."""
        return Subject(self.noun, str(self.target_id), self.name)


def as_roles(values: list[str]) -> frozenset[Role]:
    """Return stored roles as roles."""
    return frozenset(Role(value) for value in values)


class ResetKind(models.TextChoices):
    """What is taken away from an officer who cannot sign in."""

    PASSWORD = "PASSWORD", _("口令")
    SECOND_FACTOR = "SECOND_FACTOR", _("双因素认证")


class SignInReset(models.Model):
    """A reset of who signs, approves or administers: of no effect until a second person signs.

    ``mark`` is the state of the account from which a one-time link was made; another one means
    that it was used.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, db_index=False)
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20, choices=ResetKind.choices)
    reason = models.CharField(max_length=400)
    requested_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    requested_at = models.DateTimeField()
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(officer=models.F("requested_by")),
                name="nobody_requests_a_reset_for_himself",
            )
        ]
        ordering = ["-requested_at", "-id"]

    def __str__(self) -> str:
        return f"{self.officer_id}:{self.kind}"

    def audit_subject(self) -> Subject:
        """Return how the record names it: as the officer, by his key alone."""
        return Subject("officer", f"officer:{self.officer_id}")
