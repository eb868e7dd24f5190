"""Models of verification: a request for each claim, its finding, its evidence.

In:   claims about the bureau's work (Art. 5).    Out:  confirmed findings with evidence.
Cost: a few rows per claim; one small row for each incident and post that a finding serves.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.house_text import house_text
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.policy.core.hashing import hash_of_text
from huiying.policy.procedure.findings import ClaimKind, Finding
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.core.models import Incident


class DocketState(models.TextChoices):
    """Asked → found → confirmed; or withdrawn. Asked again, it starts anew."""

    ASKED = "ASKED", _("待核实")
    FOUND = "FOUND", _("待审核")
    CONFIRMED = "CONFIRMED", _("已核实")
    WITHDRAWN = "WITHDRAWN", _("已撤销")


class Docket(models.Model):
    """核实单: one claim, in words, asked of one unit or agency.

    ``claim_key`` is the same for the same words: two dockets with one key ask the same thing.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.label) for kind in ClaimKind]
    )
    claim = models.CharField(max_length=400)
    claim_key = models.CharField(max_length=64)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=DocketState.choices, default=DocketState.ASKED
    )
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="docket_number_once")
        ]
        indexes = [
            models.Index(fields=["bureau", "state", "-requested_at"], name="docket_list"),
            models.Index(fields=["bureau", "claim_key"], name="docket_claim"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def origin_incident(self) -> Incident:
        """Return the incident that it was asked for; after a merge, what it has become."""
        served = self.serves.select_related("incident__merged_into").get(origin=True)
        return served.incident.current

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident it was asked for.

        The claim itself is not repeated: the record lives for ever, a text may have to go.
        """
        label = house_text("核实单 %(number)s") % {"number": self.number}
        return Subject("docket", self.number, label, self.origin_incident.audit_topic)


class FindingState(models.TextChoices):
    """What became of one answer to a docket."""

    PROPOSED = "PROPOSED", _("待审核")
    CONFIRMED = "CONFIRMED", _("已审核")
    RETURNED = "RETURNED", _("退回重核")
    REPLACED = "REPLACED", _("已重新核实")


class FindingRecord(models.Model):
    """核实结论: one answer, by whom, until when it holds. Who found it never confirms it.

    ``by`` is empty when an agency answered by its signed link; ``by_label`` always says who.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    docket = models.ForeignKey(Docket, on_delete=models.PROTECT, related_name="findings")
    finding = models.CharField(
        max_length=16, choices=[(found.value, found.label) for found in Finding]
    )
    facts = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_label = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=FindingState.choices, default=FindingState.PROPOSED
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=400, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["docket"],
                name="one_standing_finding_per_docket",
                condition=Q(state__in=["PROPOSED", "CONFIRMED"]),
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(by=F("decided_by")),
                name="finder_never_confirms",
            ),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.docket_id}:{self.finding}"


class Evidence(models.Model):
    """证据 of one finding: a record in words, a file, or a link with a snapshot of it.

    ``digest`` binds what was kept on the day; a link may die, its snapshot stays. A file is
    held against its own hash whenever it is opened.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    finding = models.ForeignKey(
        FindingRecord, on_delete=models.PROTECT, related_name="evidence"
    )
    words = models.CharField(max_length=300)
    link = models.CharField(max_length=500, blank=True)
    snapshot = models.TextField(blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return f"{self.finding_id}:{self.words[:20]}"

    @property
    def intact(self) -> bool:
        """What is kept is still what was kept on the day, as far as anybody has looked."""
        if self.file is not None and (self.file.broken_at or self.file.erased_at):
            return False
        return evidence_digest(*self.bound()) == self.digest

    @property
    def stands(self) -> bool:
        """It still proves something: it is not lost, or its snapshot is here."""
        return self.intact and (self.gone_at is None or bool(self.snapshot))

    def bound(self) -> tuple[str, ...]:
        """Return the texts that ``digest`` binds: a file by its own hash."""
        texts = (self.words, self.link, self.snapshot)
        return (*texts, self.file.sha256) if self.file is not None else texts


def evidence_digest(*texts: str) -> str:
    """Return the SHA-256 of texts, each with its length, so that no two lists are alike."""
    joined = "".join(f"{len(text)}:{text}" for text in texts)
    return hash_of_text(joined)


class ServedIncident(models.Model):
    """One incident that a docket answers; an officer linked it, never a machine."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    docket = models.ForeignKey(Docket, on_delete=models.PROTECT, related_name="serves")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    origin = models.BooleanField(default=False)  # the claim was asked for this incident
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["docket", "incident"], name="docket_serves_incident_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.docket_id}>{self.incident_id}"


class ServedPost(models.Model):
    """One post that says the claim, as an officer confirmed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    docket = models.ForeignKey(Docket, on_delete=models.PROTECT, related_name="posts")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["docket", "post"], name="docket_serves_post_once")
        ]

    def __str__(self) -> str:
        return f"{self.docket_id}>{self.post_id}"
