"""What stands in public at a bureau, as one number that grows with every change.

In:   acts that change a public page.    Out:  the number that copies of pages are kept by.
Cost: one row a bureau.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.models import Bureau


class Edition(models.Model):
    """The state of a bureau's public pages: a copy made at one number is good at no other."""

    bureau = models.OneToOneField(Bureau, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.number}"
