"""销毁文件: a file that is no longer needed as evidence, and the request to destroy it.

In:   a kept file, a ground of the law, persons.    Out:  who decided what, for ever.
Cost: a row each; the file's own row keeps number, hash, date and reason.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.models import Bureau, Officer
from huiying.base.files.models import StoredFile
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.erasing import EraseGround


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
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.ground}"
