"""Reviews of what is withheld, sealed releases, destroyed files."""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.release.erasure import EraseGround
from huiying.policy.release.sealing import SealGround
from huiying.work.responses.core.models import Release, Withholding


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
