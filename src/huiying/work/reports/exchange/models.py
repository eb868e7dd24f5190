"""Tables of the exchange with subordinate bureaus: who reports to us, and what arrived.

In:   files and calls of other installations.    Out:  rows that nobody changes afterwards.
Cost: a row for a subordinate, a token, a report that arrived, and its withdrawal.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Actor, Subject
from huiying.policy.procedure.reports import ReportKind, kind_words
from huiying.work.reports.core.models import MAX_TITLE


class ExchangeWay(models.TextChoices):
    """By which way a report of a subordinate arrived."""

    FILE = "FILE", _("文件")
    PUSH = "PUSH", _("系统推送")


class Subordinate(models.Model):
    """下级单位: a bureau that reports to this one from an installation of its own.

    ``name`` is what its files call it; a file of any other name is refused.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "name"], name="subordinate_name_once")
        ]
        ordering = ["-active", "name", "id"]

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("subordinate", str(self.pk), self.name)

    def audit_actor(self) -> Actor:
        """Return how the record names its system."""
        return Actor(f"subordinate:{self.pk}", self.name)


class SubordinateToken(models.Model):
    """Token of a subordinate's system: its digest, its use, its end. At most one works."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    subordinate = models.ForeignKey(
        Subordinate, on_delete=models.PROTECT, related_name="tokens"
    )
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
                fields=["subordinate"],
                name="one_working_token_of_a_subordinate",
                condition=Q(ended_at__isnull=True),
            )
        ]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.subordinate_id}@{self.made_at:%Y-%m-%d}"

    @property
    def holder(self) -> Subordinate:
        """Return whose system shows it."""
        return self.subordinate


class SuperiorSystem(models.Model):
    """上级系统: a superior body that sends 督办 from an installation of its own.

    ``name`` is what its files call it; a file of any other name is refused.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "name"], name="superior_system_name_once")
        ]
        ordering = ["-active", "name", "id"]

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("superior_system", str(self.pk), self.name)

    def audit_actor(self) -> Actor:
        """Return how the record names its system."""
        return Actor(f"superior:{self.pk}", self.name)


class SuperiorToken(models.Model):
    """Token of a superior's system: as ``SubordinateToken``."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    system = models.ForeignKey(SuperiorSystem, on_delete=models.PROTECT, related_name="tokens")
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
                fields=["system"],
                name="one_working_token_of_a_superior",
                condition=Q(ended_at__isnull=True),
            )
        ]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.system_id}@{self.made_at:%Y-%m-%d}"

    @property
    def holder(self) -> SuperiorSystem:
        """Return whose system shows it."""
        return self.system


class ReceivedReport(models.Model):
    """收到的报告: what a subordinate signed. The database refuses to change or to delete it.

    ``content_hash`` is the file's own; ``lines`` are as ``core/content.py`` describes them,
    without sources. ``masked`` counts what had to be masked here; ``stored_hash`` is of the
    content as it is stored.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    subordinate = models.ForeignKey(
        Subordinate, on_delete=models.PROTECT, related_name="reports"
    )
    number = models.CharField(max_length=20)  # ours, of the receipt
    sender_number = models.CharField(max_length=20)
    kind = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in ReportKind]
    )
    sequence = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=MAX_TITLE)
    cut_off = models.DateTimeField()
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    nil = models.BooleanField(default=False)
    signed_as = models.CharField(max_length=40)  # an office, never a person
    signed_at = models.DateTimeField()
    lines = models.JSONField()
    content_hash = models.CharField(max_length=64)
    stored_hash = models.CharField(max_length=64)
    masked = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=4, choices=ExchangeWay.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(  # None = by the subordinate's system
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="received_report_number_once"
            ),
            models.UniqueConstraint(
                fields=["subordinate", "sender_number", "version"],
                name="report_version_received_once",
            ),
        ]
        indexes = [models.Index(fields=["bureau", "-at"], name="received_report_newest")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.number

    @property
    def words(self) -> str:
        """What it is called, in Chinese."""
        return kind_words(ReportKind(self.kind), self.sequence)

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject(
            "received_report", self.number, self.words, f"received_report:{self.number}"
        )


class ReceivedWithdrawal(models.Model):
    """下级撤回: the subordinate withdrew what it reported; a row is never changed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    report = models.OneToOneField(
        ReceivedReport, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(max_length=400)
    withdrawn_at = models.DateTimeField()  # at the subordinate
    way = models.CharField(max_length=4, choices=ExchangeWay.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.report_id}@{self.at:%Y-%m-%d}"
