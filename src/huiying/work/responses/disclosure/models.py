"""Reviews of what is withheld, views of third parties, sealed releases, destroyed files."""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.release.disclosure import Ground
from huiying.policy.release.erasure import EraseGround
from huiying.policy.release.sealing import SealGround
from huiying.policy.release.third_party import LiftBasis, View
from huiying.work.responses.core.models import Answer, Release, Withholding


class WithholdingReview(models.Model):
    """What was decided when a withholding was looked at again (条例 art. 18)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    withholding = models.ForeignKey(
        Withholding, on_delete=models.PROTECT, related_name="reviews"
    )
    kept = models.BooleanField()
    reason = models.CharField(max_length=400)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.withholding_id}@{self.at}"


class ThirdPartyEnquiry(models.Model):
    """征求第三方意见 on one passage (条例 art. 15, 32): when it was received, what came back.

    Who the third party is stands in the letter alone. ``passage`` never leaves the house.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    answer = models.ForeignKey(
        Answer, on_delete=models.PROTECT, related_name="third_party_enquiries"
    )
    passage = models.TextField()
    delivery = models.CharField(max_length=200)  # how the letter was served; no names
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    view = models.CharField(
        max_length=8, blank=True, choices=[(view.value, view.label) for view in View]
    )
    view_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=400, blank=True)  # the reasons, masked
    recorded_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["requested_at", "id"]

    def __str__(self) -> str:
        return f"{self.answer_id}@{self.received_at:%Y-%m-%d}"


class LiftedWithholding(models.Model):
    """A passage of a third party that is no longer kept back, on which basis; never changed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="lifted")
    version = models.PositiveSmallIntegerField()  # of the draft
    passage = models.TextField()
    ground = models.CharField(
        max_length=20, choices=[(ground.value, ground.rule.label) for ground in Ground]
    )
    basis = models.CharField(
        max_length=16, choices=[(basis.value, basis.label) for basis in LiftBasis]
    )
    reason = models.CharField(max_length=400, blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.answer_id}v{self.version}:{self.basis}"


class EvidenceRelease(models.Model):
    """解除: a person says that a file need no longer prove what it was kept for, and why."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.file_id}"


class FileErasure(models.Model):
    """销毁申请: the ground, why, who asked; ``erased_at`` says that it was carried out."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(
        max_length=16, choices=[(ground.value, ground.label) for ground in EraseGround]
    )
    reason = models.CharField(max_length=400)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at", "-id"]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.ground}"


class Seal(models.Model):
    """A sealing that was asked for; ``sealed_at`` says that it was carried out."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="seals")
    ground = models.CharField(
        max_length=16, choices=[(ground.value, ground.words.label) for ground in SealGround]
    )
    reason = models.CharField(max_length=400)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT)
    sealed_at = models.DateTimeField(null=True, blank=True)
    report_clock = models.ForeignKey(  # of a state secret: the report that is owed
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_to = models.CharField(max_length=200, blank=True)

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
