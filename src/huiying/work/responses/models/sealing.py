"""封存: the row beside a release whose words were taken away, and who decided it.

In:   a release, a ground, two persons.    Out:  a notice in public in the place of the words.
Cost: a row a sealing.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.models import Bureau, Officer
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.sealing import SealGround
from huiying.work.responses.models.releases import Release


class Seal(models.Model):
    """A sealing that was asked for; ``sealed_at`` says that it was carried out."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="seals")
    ground = models.CharField(
        max_length=16, choices=[(ground.value, ground.words.label) for ground in SealGround]
    )
    reason = models.CharField(max_length=400)
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release"],
                name="sealed_once",
                condition=models.Q(sealed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id}:{self.ground}"
