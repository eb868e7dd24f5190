"""Replies: letters to who sent a petition, from the draft to proof that they arrived.

In:   drafts by the unit or the bureau.    Out:  rows whose words never change.
Cost: one row a draft, one a delivery.

A changed draft is a new row; the one before is marked as superseded. What is signed stays as
it was signed, the database refuses to change it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.petitions.deliveries import DeliveryWay
from huiying.policy.petitions.kinds import OpinionOutcome, ReplyKind
from huiying.work.petitions.core.models import Petition


class PetitionReply(models.Model):
    """A letter about one petition: its kind, its words, who wrote and who signed it.

    ``text`` is the answer, the opinion, or the reason of a refusal or of more time. ``claim``
    and ``facts`` are those of an opinion (art. 32); ``ways`` says where else one can turn, or
    how a review is asked for. ``seen_at`` is when it was opened by the query code.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="replies")
    number = models.CharField(max_length=20)
    kind = models.CharField(
        max_length=12, choices=[(one.value, one.label) for one in ReplyKind]
    )
    outcome = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.label) for one in OpinionOutcome]
    )
    claim = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    text = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    ways = models.TextField(blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)  # of more time
    unit = models.ForeignKey(  # whose officer wrote it
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)
    signoff = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    until = models.DateField(null=True, blank=True)  # the period that it announces
    seen_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="reply_number_once"),
            models.UniqueConstraint(
                fields=["petition"],
                name="reply_one_draft_at_once",
                condition=Q(signed_at__isnull=True, superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(superseded_at__isnull=True),
                name="a_signed_reply_is_not_superseded",
            ),
        ]
        ordering = ["drafted_at", "id"]

    def __str__(self) -> str:
        return self.number

    @property
    def is_draft(self) -> bool:
        """It is the draft that counts: neither signed nor replaced by another."""
        return self.signed_at is None and self.superseded_at is None

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of its petition."""
        return Subject(
            "petition_reply",
            self.number,
            self.petition.number,
            f"petition:{self.petition.number}",
        )


class ReplyDelivery(models.Model):
    """By which way and when a signed reply reached who it is for, and the proof of it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    reply = models.ForeignKey(
        PetitionReply, on_delete=models.PROTECT, related_name="deliveries"
    )
    way = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in DeliveryWay]
    )
    proof = models.CharField(max_length=200, blank=True)  # a tracking number, a signed receipt
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(  # None = the page of the query code shows it
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.reply_id}:{self.way}"
