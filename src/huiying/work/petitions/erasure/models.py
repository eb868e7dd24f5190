"""Table of applications for erasure: who asked which way, what two officers decided.

In:   what who sent a petition asks for.    Out:  one row an application, final once decided.
Cost: one small row.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.petitions.erasure import (
    OPEN_STATES,
    ErasureState,
    ErasureWay,
)
from huiying.work.petitions.core.models import Petition


class PetitionErasure(models.Model):
    """删除申请: of one petition, with the decision and its ground (个人信息保护法 art. 47, 50).

    ``ground`` is an ``ErasureGround`` if ``grants``, else a ``RefusalGround``; ``reason`` is
    what who asked reads. ``identity`` says how it was checked that he may ask; it names nobody.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="erasures")
    number = models.CharField(max_length=20)
    way = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in ErasureWay]
    )
    identity = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    recorded_by = models.ForeignKey(  # None = asked with the query code
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        max_length=8,
        choices=[(one.value, one.label) for one in ErasureState],
        default=ErasureState.ASKED.value,
    )
    grants = models.BooleanField(null=True)
    ground = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    proposed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signoff = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="petition_erasure_number_once"
            ),
            models.UniqueConstraint(
                fields=["petition"],
                name="one_open_erasure_of_a_petition",
                condition=Q(state__in=[str(one) for one in OPEN_STATES]),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(signoff__isnull=False),
                name="an_erasure_is_decided_by_two",
            ),
        ]
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """It is not decided yet."""
        return ErasureState(self.state).is_open

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of its petition."""
        return Subject(
            "petition_erasure",
            self.number,
            self.petition.number,
            f"petition:{self.petition.number}",
        )
