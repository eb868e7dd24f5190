"""Systems of partner agencies: the token of one, and what it handed in under which key.

In:   an agency that has a system of its own.    Out:  leads and answers by the API.
Cost: a row per token; a row per call that acted, kept as long as what it brought.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.models import Bureau, Officer, Unit


class AgencyToken(models.Model):
    """口令 of an agency's system: its digest, who made it, how often it was used, its end.

    At most one of an agency works; a new one ends the old one at once.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
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
                fields=["unit"],
                name="one_working_token_of_an_agency",
                condition=Q(ended_at__isnull=True),
            )
        ]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.unit_id}@{self.made_at:%Y-%m-%d}"


class HandedIn(models.Model):
    """One call that acted: its key, the digest of its body, and the answer it got."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    body_digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "key"], name="handed_in_once_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}:{self.key}"
