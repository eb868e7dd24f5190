"""Table of recusals from petitions (回避): who takes no part in which petition.

In:   an officer, a petition, a reason.    Out:  rows that change only when a recusal ends.
Cost: a few rows per petition.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.work.petitions.core.models import Petition


class PetitionRecusal(models.Model):
    """An officer keeps out of one petition (信访工作条例 art. 28): he does not read it either.

    Of an incident, which is public, a recused officer reads on; a petition is somebody's own.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "officer"],
                name="recused_once_from_a_petition",
                condition=Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.petition_id}:{self.officer_id}"
