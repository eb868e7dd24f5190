"""Models of notices: notice, proof of delivery, guidance, report of the unit.

In:   a graded incident.    Out:  a notice that arrived with proof, was signed, and answered.
Cost: a few rows per incident.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.house_text import house_text
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.work.incidents.core.models import Incident


class NoticeState(models.TextChoices):
    """Queued → handed over → delivered → signed; or returned with a reason."""

    QUEUED = "QUEUED", _("已发起")
    HANDED_OVER = "HANDED_OVER", _("已交渠道")
    DELIVERED = "DELIVERED", _("已送达")
    SIGNED = "SIGNED", _("已签收")
    RETURNED = "RETURNED", _("已退回")


class Notice(models.Model):
    """通报: one unit told of one incident, with guidance (Art. 4(3))."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notices")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    lead = models.BooleanField(default=False)
    guidance = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=NoticeState.choices)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_label = models.CharField(max_length=80, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=400, blank=True)
    rerouted_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="rerouted_to"
    )
    notice_clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    receipt_clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    report_clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="notice_number_once")
        ]
        indexes = [models.Index(fields=["bureau", "unit", "state"], name="notice_of_unit")]

    def __str__(self) -> str:
        return self.number

    @property
    def signatory(self) -> str:
        """Return who signed for the unit; empty: nobody yet."""
        return self.signed_by.name if self.signed_by else self.signed_label

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        label = house_text("通报%(unit)s") % {"unit": self.unit.name}
        return Subject("notice", self.number, label, self.incident.current.audit_topic)


class ProofKind(models.TextChoices):
    """What counts as delivery (the rule book says which, per channel)."""

    SHOWN_IN_APP = "shown_in_app", _("本单位人员已在系统内打开")
    LINK_CONFIRMED = "link_confirmed", _("签名链接经人确认")
    CHANNEL_RECEIPT = "channel_receipt", _("渠道回执")
    PHONE = "phone", _("电话送达")
    PAPER = "paper", _("书面送达")


class DeliveryProof(models.Model):
    """One proof that a notice arrived: by whom, when, how."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=16, choices=ProofKind.choices)
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.notice_id}:{self.kind}"


class UnitReport(models.Model):
    """What a unit found and did offline (Art. 7), in its own words."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="reports")
    at = models.DateTimeField()
    by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_label = models.CharField(max_length=80, blank=True)  # by signed link: the name given
    finding = models.CharField(max_length=16)
    facts = models.TextField()
    handled = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    no_file_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | ~models.Q(by_label=""),
                name="report_has_author",
            )
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.notice_id}@{self.at:%Y-%m-%d}"

    @property
    def author(self) -> str:
        """Return who reported for the unit."""
        return self.by.name if self.by else self.by_label


class ReportFile(models.Model):
    """A file that a unit handed in with a report, and what it shows."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="files")
    words = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.report_id}:{self.file_id}"


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

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        incident = self.incident
        return Subject(
            "guidance",
            f"{incident.number}/{self.version}",
            incident.title,
            incident.audit_topic,
        )


class GuidanceReceipt(models.Model):
    """One version told to the unit of one notice, and when the unit signed for it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, related_name="guidance_receipts"
    )
    guidance = models.ForeignKey(Guidance, on_delete=models.PROTECT, related_name="receipts")
    notified_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_label = models.CharField(max_length=80, blank=True)
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "guidance"], name="guidance_told_once_per_notice"
            )
        ]
        ordering = ["notified_at", "id"]

    def __str__(self) -> str:
        return f"{self.notice_id}:{self.guidance_id}"

    @property
    def signatory(self) -> str:
        """Return who signed for the unit; empty: nobody yet."""
        return self.signed_by.name if self.signed_by else self.signed_label


class Agreement(models.TextChoices):
    """How an answer of a unit stands to the agreed line: what a person recorded."""

    SAME = "SAME", _("与口径一致")
    DEPARTS = "DEPARTS", _("与口径有出入")
    NO_LINE = "NO_LINE", _("当时尚无口径")


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

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        return Subject(
            "outside_answer", str(self.pk), self.unit.name, self.incident.audit_topic
        )
