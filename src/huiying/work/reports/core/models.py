"""Models of reports: the report, and each version of its text.

In:   the record of an incident or of a period.
Out:  a text that people edit, a leader signs, superior bodies receive.
Cost: a row for a report, and one for each version.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.procedure.reports import (
    INCIDENT_KINDS,
    MatterClass,
    ReportKind,
    ReportState,
    kind_words,
)
from huiying.work.incidents.core.models import Incident

MAX_TITLE = 300


class Report(models.Model):
    """报告: about an incident, or about a period from ``since`` to ``until``.

    ``cut_off`` is the moment up to which the record was read. ``clock`` is the time until it
    is to be sent. ``nil`` = 零报告: in the period nothing happened that had to be reported.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    kind = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in ReportKind]
    )
    matter = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in MatterClass]
    )
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sequence = models.PositiveSmallIntegerField(default=0)  # 续报一、续报二; 0 = not counted
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    nil = models.BooleanField(default=False)
    cut_off = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=0)  # the newest
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.label) for one in ReportState],
        default=ReportState.DRAFT,
    )
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(  # None = the system, of itself
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    writers = models.JSONField(default=list)  # keys of the officers who wrote a word of it
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signoff = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=400, blank=True)  # of a return
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="report_number_once"),
            models.UniqueConstraint(
                fields=["incident", "kind"],
                name="one_initial_and_one_final_report",
                condition=Q(kind__in=["INITIAL", "FINAL"]) & ~Q(state="WITHDRAWN"),
            ),
            models.UniqueConstraint(
                fields=["incident", "sequence"],
                name="follow_up_sequence_once",
                condition=Q(kind="FOLLOW_UP"),
            ),
            models.UniqueConstraint(
                fields=["bureau", "kind", "until"],
                name="one_report_a_period",
                condition=Q(until__isnull=False) & ~Q(state="WITHDRAWN"),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[str(one) for one in INCIDENT_KINDS],
                    incident__isnull=False,
                    since__isnull=True,
                    until__isnull=True,
                )
                | (
                    ~Q(kind__in=[str(one) for one in INCIDENT_KINDS])
                    & Q(incident__isnull=True, since__isnull=False, until__isnull=False)
                ),
                name="report_is_of_an_incident_or_a_period",
            ),
        ]
        indexes = [
            models.Index(fields=["bureau", "-drafted_at"], name="report_newest"),
            models.Index(fields=["bureau", "state"], name="report_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def words(self) -> str:
        """What it is called, in Chinese: 初报, 续报二, 日报."""
        return kind_words(ReportKind(self.kind), self.sequence)

    def audit_subject(self) -> Subject:
        """Return how the record names it: of an incident on its timeline."""
        topic = self.incident.current.audit_topic if self.incident else ""
        return Subject("report", self.number, self.words, topic or f"report:{self.number}")


class ReportVersion(models.Model):
    """One version of the text. The database refuses to change or to delete it.

    ``lines``, ``recipients`` and ``omitted`` are as ``core/content.py`` describes them;
    ``content_hash`` is of all that a signature binds.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=MAX_TITLE)
    cut_off = models.DateTimeField()
    lines = models.JSONField()
    recipients = models.JSONField(default=list)
    omitted = models.JSONField(default=list)  # bodies of the table that it does not go to
    omission_reason = models.CharField(max_length=400, blank=True)
    template_edition = models.PositiveSmallIntegerField(default=0)  # 0 = the usual lines
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(  # None = the system, of itself
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="report_version_once")
        ]
        ordering = ["version"]

    def __str__(self) -> str:
        return f"{self.report_id}v{self.version}"


class ReportWithdrawal(models.Model):
    """撤回: why a report counts for nothing any more; a row is never changed.

    ``state`` is where the report stood. Of one that went out ``by`` asked for it and
    ``signed_by`` signed; of one from before that took two, ``signed_by`` is empty.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="withdrawal")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in ReportState]
    )
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("by")),
                name="withdrawal_is_signed_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id}@{self.at:%Y-%m-%d}"


class WithdrawalRequest(models.Model):
    """申请撤回 of a report that went out: without effect until another person signs it.

    A row is never changed; how it ended is said by its ``signoff``.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="withdrawal_requests"
    )
    reason = models.CharField(max_length=400)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["requested_at", "id"]

    def __str__(self) -> str:
        return f"{self.report_id}@{self.requested_at:%Y-%m-%d}"


class ReportSignature(models.Model):
    """签发: which version was signed, by whom, and as what at that moment; never changed.

    ``signed_as`` is the office, ``unit`` the unit that the signer held then; both are empty
    for a signature from before they were kept.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="signatures")
    version = models.PositiveSmallIntegerField()
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.report_id}v{self.version}"
