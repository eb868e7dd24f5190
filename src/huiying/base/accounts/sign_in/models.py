"""Models of sign-in: what all processes remember for minutes, and passwords of before.

In:   ``base/db/shared_cache.py``, by the settings ``CACHES``; passwords that were replaced.
Out:  counters of failed sign-ins, wrong tokens and calls; codes that were used; hashes.
Cost: one small row a counter; rows that have expired go when there are many.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Officer


class CacheEntry(models.Model):
    """The table of Django's cache; nothing else reads or writes it, and it is in no backup."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key


class PastPassword(models.Model):
    """The hash of a password that an officer had before, so that it is not chosen again."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.officer_id}:{self.replaced_at:%Y-%m-%d}"
