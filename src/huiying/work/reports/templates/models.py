"""Table of templates of reports: which lines, in which order, under which headings."""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.policy.procedure.reports import ReportKind


class ReportTemplate(models.Model):
    """One edition of the template of a kind; the newest counts, none is ever changed.

    ``entries`` is a list of ``{"line": code, "heading": text}`` in their order.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    kind = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in ReportKind]
    )
    edition = models.PositiveSmallIntegerField()
    entries = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "kind", "edition"], name="report_template_edition_once"
            )
        ]
        ordering = ["kind", "-edition"]

    def __str__(self) -> str:
        return f"{self.kind}:{self.edition}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        label = f"{ReportKind(self.kind).label} {self.edition}"
        return Subject("report_template", f"{self.kind}/{self.edition}", label)
