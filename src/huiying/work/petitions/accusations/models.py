"""Tables of accusations (检举控告): apart from everything else, also from petitions.

In:   what accuses an officer or a unit.    Out:  rows that nothing else points at.
Cost: one row an accusation.

No clock, no search entry, no counter and no incident knows an accusation: what others list,
count or search is made of other tables. Nothing is stored in the clear but when it came and to
whom it was transferred. The number is random: a missing running number would tell that there
is one.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.policy.petitions.accusations import (
    AccusationState,
    DisciplineBody,
    EndingAct,
    EndingGround,
    TransferWay,
)
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
from huiying.work.petitions.core.models import Petition, Sealed


class Accusation(Sealed):
    """检举控告: goes to the discipline inspection body by rank (信访工作条例 art. 22, 30).

    ``accused_units`` and ``accused_officers`` are named by who handles it; while
    ``accused_named_at`` is empty every unit counts as accused. ``ending`` is asked for by one
    person and signed by another: what would take an accusation out of sight.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    channel = models.CharField(
        max_length=8, choices=[(one.value, one.label) for one in PetitionChannel]
    )
    code_digest = models.CharField(max_length=64, blank=True)
    code_proof = models.CharField(max_length=64, blank=True)  # that it is of this number
    ticket_digest = models.CharField(max_length=64, blank=True)  # see ``query_codes``
    people = models.PositiveSmallIntegerField(default=1)
    found_by_words = models.BooleanField(default=False)  # not called so by who sent it
    accused_units = models.ManyToManyField(Unit, related_name="+", blank=True)
    accused_officers = models.ManyToManyField(Officer, related_name="+", blank=True)
    accused_outside = models.BooleanField(default=False)  # somebody who is not of the bureau
    accused_named_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    transfer_due = models.DateTimeField()  # art. 22; no clock: the board is everybody's
    transferred_at = models.DateTimeField(null=True, blank=True)
    transferred_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.CharField(
        max_length=12, blank=True, choices=[(one.value, one.label) for one in DisciplineBody]
    )
    transferred_to = models.CharField(max_length=80, blank=True)  # the body, never a person
    document_number = models.CharField(max_length=60, blank=True)
    way = models.CharField(
        max_length=12, blank=True, choices=[(one.value, one.label) for one in TransferWay]
    )
    transferred_on = models.DateField(null=True, blank=True)
    ending = models.CharField(
        max_length=12, blank=True, choices=[(one.value, one.label) for one in EndingAct]
    )
    ending_ground = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.label) for one in EndingGround]
    )
    ending_kind = models.CharField(  # what it becomes when it is handed back
        max_length=12, blank=True, choices=[(one.value, one.label) for one in PetitionKind]
    )
    ending_asked_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ending_asked_at = models.DateTimeField(null=True, blank=True)
    ending_signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_back_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="accusation_number_once"),
            models.UniqueConstraint(
                fields=["bureau", "code_digest"],
                name="accusation_code_once",
                condition=~Q(code_digest=""),
            ),
            models.UniqueConstraint(
                fields=["bureau", "ticket_digest"],
                name="accusation_ticket_once",
                condition=~Q(ticket_digest=""),
            ),
            models.CheckConstraint(
                condition=Q(handed_back_at__isnull=True, erased_at__isnull=True)
                | Q(
                    data_key__isnull=True,
                    ending_asked_by__isnull=False,
                    ending_signed_by__isnull=False,
                ),
                name="an_ended_accusation_was_signed",
            ),
            models.CheckConstraint(
                condition=Q(data_key__isnull=False)
                | Q(handed_back_at__isnull=False)
                | Q(erased_at__isnull=False),
                name="an_accusation_keeps_its_key",
            ),
            models.CheckConstraint(
                condition=Q(ending_signed_by__isnull=True)
                | ~Q(ending_signed_by=F("ending_asked_by")),
                name="an_ending_is_signed_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["bureau", "transfer_due"],
                name="accusation_to_transfer",
                condition=Q(transferred_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it: by its number alone."""
        return Subject("accusation", self.number, self.number, f"accusation:{self.number}")

    @property
    def state(self) -> AccusationState:
        """Where it stands."""
        if self.erased_at is not None:
            return AccusationState.ERASED
        if self.handed_back_at is not None:
            return AccusationState.HANDED_BACK
        transferred = self.transferred_at is not None
        return AccusationState.TRANSFERRED if transferred else AccusationState.WAITING

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether it waits longer than the 15 days of the law."""
        return self.state == AccusationState.WAITING and now > self.transfer_due


class AccusationSupplement(Sealed):
    """What was added to an accusation later, sealed as the accusation itself."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    accusation = models.ForeignKey(
        Accusation, on_delete=models.PROTECT, related_name="supplements"
    )
    received_by = models.ForeignKey(  # None = by who sent the accusation
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.accusation_id}+{self.pk}"


class AccusationFile(models.Model):
    """A file of an accusation; it is opened where the accusation is."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    accusation = models.ForeignKey(Accusation, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.accusation_id}:{self.file_id}"


class Diversion(models.Model):
    """转办: an officer says that a petition accuses somebody; another person decides that.

    ``passage`` is what accuses, quoted from the working text; it goes when the petition does.
    ``period`` says who held the period of the petition and what it named: meanwhile it runs in
    the hands of who decides, under the random number of this row (an empty ``ref``: none ran).
    ``accepted`` is empty until it is decided.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, db_index=False)
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="diversions")
    number = models.CharField(max_length=20)
    passage = models.CharField(max_length=400, blank=True)
    asked_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    clock = models.ForeignKey(  # one working day for the decision
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    period = models.JSONField(default=dict, blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    decided_by = models.ForeignKey(  # None = a backup from before brought the petition back
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)  # why it was sent back

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="diversion_number_once"),
            models.UniqueConstraint(
                fields=["petition"],
                name="a_petition_is_diverted_once_at_a_time",
                condition=Q(decided_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="a_diversion_is_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number
