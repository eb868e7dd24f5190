"""Filters of lists that an officer saved under a name.

In:   the filter bar of a list.    Out:  a name and a query.
Cost: a small table.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Officer


class SavedFilter(models.Model):
    """How an officer narrows a list of his, under a name of his own."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "page", "name"], name="saved_filter_name_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}:{self.page}:{self.name}"
