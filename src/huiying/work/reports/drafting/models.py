"""Model of a composition: a report about a period that a job is to compose.

In:   a period, or a draft that is composed anew; who asks.    Out:  how far the job is.
Cost: one row for each time that somebody asks.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.db.job_rows import JobRow
from huiying.policy.procedure.reports import ReportKind
from huiying.work.reports.core.models import Report


class CompositionFailure(models.TextChoices):
    """Why nothing was composed."""

    TAKEN = "TAKEN", _("同一期的该类报告已由他人拟出，请打开原有报告。")
    CHANGED = "CHANGED", _("报告已被他人更新，本次未汇总。请核对最新内容后重新汇总。")
    NOT_WRITTEN = "NOT_WRITTEN", _("汇总失败，原因见服务器日志。请重新汇总。")
    BROKEN_OFF = "BROKEN_OFF", _("汇总中断，未保存任何内容。请重新汇总。")


class ReportComposition(JobRow):
    """汇总 of a period from ``since`` to ``until``.

    ``report`` is what came of it; with ``revision`` it is a draft that is composed anew, as its
    page showed it.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    kind = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in ReportKind]
    )
    since = models.DateTimeField()
    until = models.DateTimeField()
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="compositions"
    )
    revision = models.PositiveIntegerField(null=True, blank=True)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    failure = models.CharField(max_length=12, blank=True, choices=CompositionFailure.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "kind", "until"],
                name="one_composition_at_a_time",
                condition=Q(state__in=["QUEUED", "RUNNING"]),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="report_composition_state")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind}@{self.until:%Y-%m-%d}"

    def audit_subject(self) -> Subject:
        """Return how the record names it: by its report, or by the kind of what is to come."""
        if self.report is not None:
            return self.report.audit_subject()
        words, ref = ReportKind(self.kind).label, str(self.pk)
        return Subject("report_composition", ref, words, f"report_composition:{ref}")
