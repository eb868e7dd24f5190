"""Model of what all processes of an installation remember for minutes.

In:   ``base/db/shared_cache.py``, by the settings ``CACHES``.
Out:  counters of failed sign-ins, wrong tokens and calls; codes that were used.
Cost: one small row a counter; rows that have expired go when there are many.
"""

from __future__ import annotations

from django.db import models


class CacheEntry(models.Model):
    """The table of Django's cache; nothing else reads or writes it, and it is in no backup."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
