"""Table of ratings: how content who sent a petition in is with one answer.

In:   what the holder of the code chose.    Out:  one row an answer; no name in it.
Cost: one small row.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Unit
from huiying.policy.petitions.kinds import Satisfaction
from huiying.work.petitions.core.models import Petition, PetitionStep

CHOICES = [(one.value, one.label) for one in Satisfaction]


class Rating(models.Model):
    """满意度评价 of one answer: the bureau and the handling unit apart (国信发〔2022〕11号)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="ratings")
    answer = models.OneToOneField(  # the step of the answer that is rated
        PetitionStep, on_delete=models.PROTECT, related_name="rating"
    )
    unit = models.ForeignKey(  # the handling unit; None = the bureau answered itself
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    of_bureau = models.CharField(max_length=12, choices=CHOICES)
    of_unit = models.CharField(max_length=12, choices=CHOICES, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # masked
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "at"], name="rating_newest")]

    def __str__(self) -> str:
        return f"{self.petition_id}:{self.of_bureau}"
