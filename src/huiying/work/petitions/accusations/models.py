"""Tables of accusations (检举控告): apart from everything else, also from petitions.

In:   what accuses an officer or a unit.    Out:  rows that nothing else points at.
Cost: one row an accusation.

No clock, no search entry, no counter and no incident knows an accusation: what others list,
count or search is made of other tables. Nothing is stored in the clear but when it came and to
whom it was transferred. The number is random: a missing running number would tell that there
is one.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.files.models import StoredFile
from huiying.policy.petitions.kinds import PetitionChannel


class Accusation(models.Model):
    """检举控告: goes to the discipline inspection body by rank (信访工作条例 art. 22, 30).

    ``data_key`` and ``original`` as in ``work.petitions.core.models.Sealed``. ``accused_units``
    and ``accused_officers`` are named by who handles it; while ``accused_named_at`` is empty
    every unit counts as accused.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    channel = models.CharField(
        max_length=8, choices=[(one.value, one.label) for one in PetitionChannel]
    )
    code_digest = models.CharField(max_length=64, blank=True)
    data_key = models.BinaryField(null=True)
    original = models.BinaryField(null=True)
    found_by_words = models.BooleanField(default=False)  # not called so by who sent it
    accused_units = models.ManyToManyField(Unit, related_name="+", blank=True)
    accused_officers = models.ManyToManyField(Officer, related_name="+", blank=True)
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
    transferred_to = models.CharField(max_length=80, blank=True)  # the body, never a person
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


class AccusationSupplement(models.Model):
    """What was added later by the holder of the code; sealed under a key of its own."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    accusation = models.ForeignKey(
        Accusation, on_delete=models.PROTECT, related_name="supplements"
    )
    data_key = models.BinaryField(null=True)
    original = models.BinaryField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.accusation_id}+{self.pk}"


class AccusationFile(models.Model):
    """A file of an accusation; it is opened where the accusation is."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    accusation = models.ForeignKey(Accusation, on_delete=models.PROTECT, related_name="files")
    supplement = models.ForeignKey(
        AccusationSupplement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.accusation_id}:{self.file_id}"
