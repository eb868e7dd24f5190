"""The versioned rule book of a bureau, as rows.

In:   ``policy.rulebook`` data, validated.    Out:  the book in force at a moment.
Cost: one small row per version.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.models import Bureau


class RuleVersion(models.Model):
    """One version of a bureau's rule book; never changed, only followed by another.

    ``body`` is JSON text, not a JSON column: the order of clauses counts, and PostgreSQL's
    binary JSON forgets it.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    version = models.CharField(max_length=40)
    effective_from = models.DateTimeField()
    body = models.TextField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "version"], name="rule_version_once")
        ]

    def __str__(self) -> str:
        return self.version
