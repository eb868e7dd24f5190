"""Model of evidence packets (证据包): one encrypted ZIP with proofs, made by a job.

In:   an incident, a notice or a period; who asks, for whom, how much may be shown.
Out:  how far the job is, the hash of the file.
Cost: one row a packet; its file lies in ``DATA_DIR/packets`` for some days.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.db.job_rows import JobFailure
from huiying.base.files.made_file import MadeFile
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.work.casework.notices.models import Notice
from huiying.work.incidents.core.models import Incident


class Profile(models.TextChoices):
    """How much a packet shows; what it keeps back stays bound by its digest."""

    OUTSIDE = "outside", _("对外版（不含个人信息）")
    COMPLETE = "complete", _("完整版（供法院、上级机关）")


class Packet(MadeFile):
    """One packet: of an incident, of one notice of it, or of the record of some days."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="packets"
    )
    notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_day = models.DateField(null=True, blank=True)  # of a period, in Beijing time
    last_day = models.DateField(null=True, blank=True)
    profile = models.CharField(max_length=8, choices=Profile.choices)
    recipient = models.CharField(max_length=120)  # the body that it is for
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signoff = models.ForeignKey(  # of a leader, for a complete one of a matter
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    missing = models.PositiveIntegerField(default=0)  # attached files that cannot be read
    failure = models.CharField(max_length=12, blank=True, choices=JobFailure.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="packet_number_once"),
            models.CheckConstraint(
                condition=Q(
                    incident__isnull=False, first_day__isnull=True, last_day__isnull=True
                )
                | Q(
                    incident__isnull=True,
                    notice__isnull=True,
                    first_day__isnull=False,
                    last_day__gte=F("first_day"),
                ),
                name="packet_of_a_matter_or_a_period",
            ),
        ]
        ordering = ["-requested_at", "-id"]

    def __str__(self) -> str:
        return self.number

    @property
    def about(self) -> str:
        """The public number of what it is about, or its days."""
        if self.notice is not None:
            return self.notice.number
        if self.incident is not None:
            return self.incident.number
        return f"{self.first_day}/{self.last_day}"

    @property
    def may_be_made(self) -> bool:
        """Tell whether no signature is needed, or a leader gave it."""
        return self.signoff is None or self.signoff.decision == Decision.APPROVED

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of its incident if it has one."""
        topic = self.incident.audit_topic if self.incident else ""
        return Subject("packet", self.number, self.about, topic)
