"""Models of filed reports: the archive number and period of one, for good.

In:   a report that was received by all, or withdrawn.    Out:  its 档号.
Cost: one small row a report.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.policy.closing.archive import ArchivePeriod, ends_on
from huiying.policy.procedure.reports import ReportState
from huiying.work.reports.core.models import MAX_TITLE, Report

PERIODS = [(period.value, period.label) for period in ArchivePeriod]
FINISHED = (ReportState.RECEIVED, ReportState.WITHDRAWN)


class ReportFiling(models.Model):
    """归档 of one report: its 档号 (全宗号-年度-保管期限-件号), its period, the text filed.

    ``year`` is that of the signature under the version that was sent; ``state`` is where the
    report stood; ``proposed`` is what the rules proposed, "" = nothing.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="filing")
    number = models.CharField(max_length=40)
    fonds = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=12, choices=PERIODS)
    item = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField()
    text_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=MAX_TITLE)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in FINISHED]
    )
    proposed = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=400, blank=True)  # for a longer one than proposed
    rule_version = models.CharField(max_length=40)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="report_archive_once"),
            models.UniqueConstraint(
                fields=["bureau", "fonds", "year", "period", "item"],
                name="report_archive_item_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in FINISHED]),
                name="only_a_finished_report_is_filed",
            ),
        ]
        indexes = [
            models.Index(fields=["bureau", "-filed_at", "-id"], name="report_archive_newest")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ends_on(self) -> date | None:
        """The first day on which the period is over; None for ever."""
        return ends_on(self.year, ArchivePeriod(self.period))

    def audit_subject(self) -> Subject:
        """Return how the record names it: of an incident on its timeline."""
        topic = self.report.audit_subject().topic
        return Subject("report_filing", self.number, self.report.words, topic)
