"""Guidance: versions of what is said, who signed which, answers that units gave outside.

In:   an incident, its notices.    Out:  versions that never change, receipts, answers.
Cost: a row a version, a notice, an answer.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.models import Bureau, Officer, Unit
from huiying.base.clocks.models import Clock
from huiying.work.casework.models.notices import Notice
from huiying.work.incidents.models import Incident


class Guidance(models.Model):
    """指导解疑释惑: one version of what is said and not said of an incident; never changed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="guidance")
    version = models.PositiveSmallIntegerField()
    agreed_line = models.TextField()
    brief = models.TextField(blank=True)
    unknown = models.TextField(blank=True)
    change_note = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "version"], name="guidance_version_once"
            )
        ]
        ordering = ["version"]

    def __str__(self) -> str:
        return f"{self.incident_id}v{self.version}"


class GuidanceReceipt(models.Model):
    """One version told to the unit of one notice, and when the unit signed for it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, related_name="guidance_receipts"
    )
    guidance = models.ForeignKey(Guidance, on_delete=models.PROTECT, related_name="receipts")
    told_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "guidance"], name="guidance_told_once_per_notice"
            )
        ]
        ordering = ["told_at", "id"]

    def __str__(self) -> str:
        return f"{self.notice_id}:{self.guidance_id}"


class Agreement(models.TextChoices):
    """How an answer of a unit stands to the agreed line: what a person recorded."""

    SAME = "SAME", _("与口径一致")
    DEPARTS = "DEPARTS", _("与口径有出入")
    NO_LINE = "NO_LINE", _("当时还没有口径")


class OutsideAnswer(models.Model):
    """在外答复: what a unit answered in its own name, beside the guidance then in force."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="outside_answers"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    guidance = models.ForeignKey(Guidance, on_delete=models.PROTECT, null=True, blank=True)
    answered_at = models.DateTimeField()
    place = models.CharField(max_length=100)
    text = models.TextField()
    link = models.CharField(max_length=400, blank=True)
    agreement = models.CharField(max_length=8, choices=Agreement.choices)
    departs_how = models.CharField(max_length=400, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["answered_at", "id"]
        indexes = [models.Index(fields=["bureau", "incident"], name="outside_answer_incident")]

    def __str__(self) -> str:
        return f"{self.unit_id}@{self.answered_at:%Y-%m-%d}"
