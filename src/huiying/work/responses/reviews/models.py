"""Model of reviews: what a reviewer checked, beside the signature.

In:   a signature under a request to approve an answer.    Out:  the check-lists he ticked.
Cost: a row a review, at most three a version.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau
from huiying.base.signoff.models import Signature, SignoffRequest
from huiying.work.responses.core.models import Draft


class Review(models.Model):
    """One of the reviews of a version, by one person; each place is filled once."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    signoff = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, related_name="reviews"
    )
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT)
    place = models.PositiveSmallIntegerField()
    lists = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signoff", "place"], name="review_place_once")
        ]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.signoff_id}:{self.place}"


class Submission(models.Model):
    """The exact words of one request to approve, so that what changed since can be shown."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="submissions")
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT)
    at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.draft_id}@{self.signoff_id}"
