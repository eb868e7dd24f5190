"""The versioned rule book of a bureau, as rows, and the draft of the next version.

In:   ``policy.rulebook`` data, validated.    Out:  the book in force at a moment.
Cost: one small row per version, one draft a bureau.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject


class RuleVersion(models.Model):
    """One version of a bureau's rule book; never changed, only followed by another.

    A version that has not taken effect yet may be withdrawn; its number is not used again.
    ``body`` is JSON text, not a JSON column: the order of clauses counts, and PostgreSQL's
    binary JSON forgets it.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    version = models.CharField(max_length=40)
    effective_from = models.DateTimeField()
    body = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    adopted_at = models.DateTimeField()
    adopted_by = models.CharField(max_length=80)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    writers = models.JSONField(default=list)  # keys of who wrote its rules

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "version"], name="rule_version_once")
        ]

    def __str__(self) -> str:
        return self.version

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("rulebook", self.version)


class RuleDraft(models.Model):
    """What the office is changing: rows by path, upon whatever version is in force.

    One row a bureau, emptied and never deleted, so that its revision never repeats and a form
    made from an older draft can never be taken for a new one.
    """

    bureau = models.OneToOneField(Bureau, on_delete=models.PROTECT)
    edits = models.JSONField(default=dict)
    editors = models.JSONField(default=dict)  # row path → keys of all who wrote on it
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.revision}"


class BureauCalendar(models.Model):
    """What a bureau entered upon the published days off, guarded by its revision.

    ``days``: ISO date → {works, note}; ``years``: year → the notice it was entered from.
    ``proposed``: ISO date → {kind, note, by: key of an officer}: days that would lengthen
    periods, and count for nothing before somebody else confirms them.
    """

    bureau = models.OneToOneField(Bureau, on_delete=models.PROTECT)
    days = models.JSONField(default=dict)
    years = models.JSONField(default=dict)
    proposed = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.revision}"
