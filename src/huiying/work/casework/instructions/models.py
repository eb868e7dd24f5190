"""Models of leaders' instructions (领导批示): what was instructed, to whom, by when.

In:   a leader, or the office with a scan of the paper.    Out:  rows that are never changed.
Cost: a few small rows an instruction.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.files.models import StoredFile
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.work.casework.instructions.matters import (
    INCIDENT,
    Matter,
    matter_of_incident,
    matter_of_petition,
    matter_of_reference,
    matter_of_subject,
)
from huiying.work.casework.references.models import Reference
from huiying.work.incidents.core.models import Incident
from huiying.work.petitions.core.models import Petition


class AboutMatter(models.Model):
    """Columns of a row that is about a ``Matter``; a row of another app by kind and number."""

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reference = models.ForeignKey(
        Reference, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject_kind = models.CharField(max_length=20)
    subject_ref = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=200)
    subject_topic = models.CharField(max_length=80)

    class Meta:
        abstract = True

    def matter_in(self, bureau_id: int) -> Matter:
        """Return the matter as it is now; an incident after a merge is what it has become."""
        if self.reference is not None:
            return matter_of_reference(self.reference)
        if self.petition is not None:
            return matter_of_petition(self.petition)
        if self.incident is not None and self.subject_kind == INCIDENT:
            return matter_of_incident(self.incident)
        subject = Subject(
            self.subject_kind, self.subject_ref, self.subject_label, self.subject_topic
        )
        return matter_of_subject(bureau_id, subject, incident=self.incident)

    @property
    def topic(self) -> str:
        """Return the topic of the record under which it is shown."""
        return self.incident.current.audit_topic if self.incident else self.subject_topic


class InstructionStanding(models.TextChoices):
    """Whether an instruction is known to be the leader's own."""

    GIVEN = "GIVEN", _("本人作出")
    WAITING = "WAITING", _("待本人确认")
    CONFIRMED = "CONFIRMED", _("本人已确认")
    DISOWNED = "DISOWNED", _("本人未予确认")
    REPLACED = "REPLACED", _("已更正")


class Instruction(AboutMatter):
    """批示: a leader's words on a matter. A correction is a new row; no row is changed.

    ``signoff`` None = the leader wrote it himself; else the office typed it from a paper, and
    the request waits for the leader. It orders work and does nothing else by itself.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    given_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.CharField(max_length=80, blank=True)  # of whom, by a lent role
    text = models.TextField()
    dated = models.DateField()  # of the paper; else the day it was given
    due_at = models.DateTimeField(null=True, blank=True)
    supervise = models.BooleanField(default=False)  # the office is to open a 督办
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    signoff = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="instruction_number_once"
            ),
            models.CheckConstraint(
                condition=Q(signoff__isnull=True) | Q(scan__isnull=False),
                name="an_entered_instruction_has_its_paper",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bureau", "subject_kind", "subject_ref"], name="instruction_subject"
            )
        ]
        ordering = ["entered_at", "id"]

    def __str__(self) -> str:
        return self.number

    @property
    def matter(self) -> Matter:
        """Return what it is about."""
        return self.matter_in(self.bureau_id)

    @property
    def standing(self) -> InstructionStanding:
        """Return whether it is known to be the leader's own."""
        if hasattr(self, "replaced_by"):
            return InstructionStanding.REPLACED
        if self.signoff is None:
            return InstructionStanding.GIVEN
        decided = {
            Decision.APPROVED: InstructionStanding.CONFIRMED,
            Decision.RETURNED: InstructionStanding.DISOWNED,
        }
        return decided.get(Decision(self.signoff.decision), InstructionStanding.WAITING)

    @property
    def is_confirmed(self) -> bool:
        """Tell whether it is the leader's own for sure, and stands: others read it then."""
        return self.standing in (InstructionStanding.GIVEN, InstructionStanding.CONFIRMED)

    @property
    def leader(self) -> str:
        """Return who gave it, and in whose place."""
        return (
            f"{self.given_by.name}（{self.on_behalf}）"
            if self.on_behalf
            else self.given_by.name
        )

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of its matter."""
        return Subject("instruction", self.number, self.subject_label, self.topic)


class InstructionAddressee(models.Model):
    """A unit or an officer that an instruction names."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    instruction = models.ForeignKey(
        Instruction, on_delete=models.PROTECT, related_name="addressees"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, officer__isnull=True)
                | Q(unit__isnull=True, officer__isnull=False),
                name="an_addressee_is_a_unit_or_an_officer",
            )
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.instruction_id}:{self.unit_id or ''}/{self.officer_id or ''}"

    @property
    def name(self) -> str:
        """Return who is addressed."""
        if self.unit is not None:
            return self.unit.name
        return self.officer.name if self.officer is not None else ""
