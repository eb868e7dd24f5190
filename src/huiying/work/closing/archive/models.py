"""Models of the archive: filed matters, how a filing ended, requests for a shorter period.

In:   a closed incident, filed by an officer.    Out:  its archive number and period, for good.
Cost: one or two small rows a matter.

A filing is never changed. What takes it out of the archive (the matter is reopened) or puts
another number in its place (the period is another one) is a row of its own.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.closing.archive import ArchivePeriod, ends_on
from huiying.work.closing.core.models import Closing
from huiying.work.incidents.core.models import Incident

PERIODS = [(period.value, period.label) for period in ArchivePeriod]


class ArchiveSetting(models.Model):
    """The 全宗号 of a bureau, as its archives gave it; numbers that exist keep the old one."""

    bureau = models.OneToOneField(Bureau, on_delete=models.PROTECT)
    fonds = models.CharField(max_length=12)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.fonds

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("archive_setting", self.fonds)


class Filing(models.Model):
    """归档 of one closed incident: its 档号 (全宗号-年度-保管期限-件号) and its period.

    ``year`` is that of the closing. ``proposed`` is what the rules proposed, "" = nothing.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=40)
    fonds = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=12, choices=PERIODS)
    item = models.PositiveIntegerField()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="filings")
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="filings")
    title = models.CharField(max_length=200)
    grade = models.PositiveSmallIntegerField()
    proposed = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=400, blank=True)  # for another one than proposed
    rule_version = models.CharField(max_length=40)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(  # who signed a shorter period
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="archive_number_once"),
            models.UniqueConstraint(
                fields=["bureau", "fonds", "year", "period", "item"], name="archive_item_once"
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("filed_by")),
                name="shorter_period_takes_two",
            ),
        ]
        indexes = [models.Index(fields=["bureau", "-filed_at", "-id"], name="archive_newest")]

    def __str__(self) -> str:
        return self.number

    @property
    def ends_on(self) -> date | None:
        """The first day on which the period is over; None for ever."""
        return ends_on(self.year, ArchivePeriod(self.period))

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        return Subject("filing", self.number, self.title, self.incident.audit_topic)


class EndOfFiling(models.TextChoices):
    """Why a filing does not stand any more."""

    REOPENED = "REOPENED", _("重新办理，已撤出")
    RENUMBERED = "RENUMBERED", _("保管期限变更，已改号")


class FilingEnd(models.Model):
    """The end of a filing; ``successor``: the filing that stands in its place."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, related_name="end")
    kind = models.CharField(max_length=10, choices=EndOfFiling.choices)
    successor = models.ForeignKey(
        Filing, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.filing_id}:{self.kind}"


class PeriodRequest(models.Model):
    """A shorter period than the one that holds: without effect until another person signs.

    ``filing`` is the one it is to replace; empty = the matter is not filed yet.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="+")
    filing = models.ForeignKey(
        Filing, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    period = models.CharField(max_length=12, choices=PERIODS)
    instead_of = models.CharField(max_length=12, choices=PERIODS)
    reason = models.CharField(max_length=400)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="period_request_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        topic = self.incident.audit_topic
        return Subject("period_request", self.number, self.incident.title, topic)
