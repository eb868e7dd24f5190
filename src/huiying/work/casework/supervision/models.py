"""Models of supervision (督办): what a unit must answer, its steps, its files.

In:   an instruction, a superior's demand, or an overdue notice, task or petition.
Out:  an item that ends by 销号 alone.
Cost: a few rows an item.
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
from huiying.base.signoff.models import SignoffRequest
from huiying.work.casework.instructions.matters import Matter
from huiying.work.casework.instructions.models import AboutMatter, Instruction
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.superior_supervision.models import SuperiorSupervision


class SupervisionState(models.TextChoices):
    """Open → reported → closing → closed; what is not enough goes back to the unit."""

    OPEN = "OPEN", _("待反馈")
    REPORTED = "REPORTED", _("已反馈，待审核")
    CLOSING = "CLOSING", _("待销号")
    CLOSED = "CLOSED", _("已销号")


class Supervision(AboutMatter):
    """督办件: one unit must answer one thing by a day.

    One on a petition that names no other origin was opened because the petition is overdue.
    Its clock stops at 销号: feedback that one person accepted and another one signed.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    instruction = models.ForeignKey(
        Instruction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervisions",
    )
    notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    task = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    superior = models.ForeignKey(  # the demand of a superior body that it serves
        SuperiorSupervision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervisions",
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    demand = models.CharField(max_length=400)
    state = models.CharField(
        max_length=10, choices=SupervisionState.choices, default=SupervisionState.OPEN
    )
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    returns = models.PositiveSmallIntegerField(default=0)
    accepted = models.ForeignKey(  # the feedback that is taken as the answer
        "SupervisionEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing = models.ForeignKey(
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing_requested_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="supervision_number_once"
            ),
            models.UniqueConstraint(
                fields=["instruction", "unit"],
                name="one_open_supervision_per_instruction_and_unit",
                condition=~Q(state="CLOSED"),
            ),
            models.UniqueConstraint(
                fields=["notice"],
                name="one_open_supervision_per_notice",
                condition=~Q(state="CLOSED"),
            ),
            models.UniqueConstraint(
                fields=["task"],
                name="one_open_supervision_per_task",
                condition=~Q(state="CLOSED"),
            ),
            models.UniqueConstraint(
                fields=["superior", "unit"],
                name="one_open_supervision_per_superior_and_unit",
                condition=~Q(state="CLOSED"),
            ),
            models.UniqueConstraint(
                fields=["petition"],
                name="one_open_supervision_per_overdue_petition",
                condition=~Q(state="CLOSED") & Q(instruction__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(instruction__isnull=False)
                | Q(notice__isnull=False)
                | Q(task__isnull=False)
                | Q(superior__isnull=False)
                | Q(petition__isnull=False),
                name="a_supervision_has_an_origin",
            ),
            models.CheckConstraint(
                condition=~Q(state="CLOSED")
                | Q(
                    accepted__isnull=False,
                    closing__isnull=False,
                    closing_requested_by__isnull=False,
                    closed_by__isnull=False,
                    closed_at__isnull=False,
                ),
                name="closed_by_accepted_feedback_and_a_signature",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True)
                | (~Q(closed_by=F("closing_requested_by")) & ~Q(closed_by=F("opened_by"))),
                name="who_asked_never_signs_the_closing",
            ),
        ]
        indexes = [
            models.Index(fields=["bureau", "state", "-opened_at"], name="supervision_list"),
            models.Index(fields=["bureau", "unit", "state"], name="supervision_of_unit"),
        ]
        ordering = ["opened_at", "id"]

    def __str__(self) -> str:
        return self.number

    @property
    def matter(self) -> Matter:
        """Return what it is about."""
        return self.matter_in(self.bureau_id)

    @property
    def petition_moved(self) -> bool:
        """Tell whether its petition is another unit's by now: it has to be handed on."""
        if self.petition is None:
            return False
        if self.petition.competent_id is None:
            return not self.unit.is_office
        return self.petition.competent_id != self.unit_id

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of its matter."""
        label = house_text("督办%(unit)s") % {"unit": self.unit.name}
        return Subject("supervision", self.number, label, self.topic)


class EntryKind(models.TextChoices):
    """What happened to a supervision item."""

    OPENED = "OPENED", _("立项督办")
    FEEDBACK = "FEEDBACK", _("督办反馈")
    RETURNED = "RETURNED", _("退回补充")
    REMINDED = "REMINDED", _("催办")
    REASSIGNED = "REASSIGNED", _("改派")
    ACCEPTED = "ACCEPTED", _("申请销号")
    NOT_CLOSED = "NOT_CLOSED", _("不予销号")
    CLOSED = "CLOSED", _("销号")


class SupervisionEntry(models.Model):
    """One step: who, when, in words. ``by`` None = by the signed link of the unit."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    supervision = models.ForeignKey(
        Supervision, on_delete=models.PROTECT, related_name="entries"
    )
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_label = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False) | ~Q(by_label=""),
                name="a_supervision_entry_has_an_author",
            )
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.supervision_id}:{self.kind}"

    @property
    def author(self) -> str:
        """Return who did it."""
        return self.by.name if self.by else self.by_label


class SupervisionFile(models.Model):
    """A file that a unit handed in with its feedback, and what it shows."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    entry = models.ForeignKey(SupervisionEntry, on_delete=models.PROTECT, related_name="files")
    words = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id}:{self.file_id}"
