"""Tables of petitions: the matter, what was added to it, its files, its dated steps.

In:   a submission through ``petitions/actions/submit.py``.
Out:  rows in which nobody is named in the clear.
Cost: one row a petition of about the size of its text twice, and some small rows.

A petition has two texts. The *original* is sealed under a key of its own (``sealed_texts``),
and opened with a reason only. The *working text* is what masking left, checked by an officer:
it alone is shown to units, searched, read by the engine, joined and exported.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.policy.petitions.kinds import (
    AT_THE_UNIT,
    PetitionChannel,
    PetitionKind,
    PetitionStage,
    StepKind,
)
from huiying.policy.time.petitions import ForwardManner


class Sealed(models.Model):
    """What came in as it was written, under a key of its own; without the key nobody reads it.

    ``original`` is sealed JSON, see ``sealed_texts.OriginalText``.
    """

    data_key = models.BinaryField(null=True)
    original = models.BinaryField(null=True)

    class Meta:
        abstract = True


class Petition(Sealed):
    """信访事项: one matter that somebody brought to the bureau; never an accusation.

    ``code_digest`` is of the query code, see ``query_codes``. ``text_checked_at`` is empty
    until an officer has read the working text: no unit sees it before. ``clock`` is of the
    period that counts now: an answer by the bureau's own rule, or a legal period.
    ``diverted_at``: an officer says that it accuses somebody, and nobody has decided that yet
    (``accusations.models.Diversion``): nobody sees it meanwhile but who decides.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    kind = models.CharField(
        max_length=12, choices=[(one.value, one.label) for one in PetitionKind]
    )
    channel = models.CharField(
        max_length=8, choices=[(one.value, one.label) for one in PetitionChannel]
    )
    stage = models.CharField(
        max_length=12,
        choices=[(one.value, one.label) for one in PetitionStage],
        default=PetitionStage.RECEIVED.value,
    )
    outside_number = models.CharField(max_length=60, blank=True)  # of 12345 or 信访系统
    code_digest = models.CharField(max_length=64, blank=True)
    code_proof = models.CharField(max_length=64, blank=True)  # that it is of this number
    title = models.CharField(max_length=200)  # masked
    text = models.TextField()  # masked: the working text
    text_checked_at = models.DateTimeField(null=True, blank=True)
    text_checked_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    people = models.PositiveSmallIntegerField(default=1)  # who came with it together
    can_be_reached = models.BooleanField(default=False)  # a telephone or an address was given
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(  # None = sent by the web
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    registered_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    competent = models.ForeignKey(  # the body that it was transferred or assigned to
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    manner = models.CharField(
        max_length=12, blank=True, choices=[(one.value, one.label) for one in ForwardManner]
    )
    forwarded_on = models.DateField(null=True, blank=True)
    result_due = models.DateField(null=True, blank=True)  # of an assigned petition
    acknowledged_at = models.DateTimeField(null=True, blank=True)  # 签收, by that unit
    acknowledged_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_label = models.CharField(max_length=80, blank=True)  # who did by a link
    accepted_on = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    review_step = models.PositiveSmallIntegerField(default=0)  # a ``ReviewStep``
    repeat_of = models.ForeignKey(  # 重复信访: the same matter, as an officer judged
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeats"
    )
    erased_at = models.DateTimeField(null=True, blank=True)
    diverted_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="petition_number_once"),
            models.UniqueConstraint(
                fields=["bureau", "code_digest"],
                name="petition_code_once",
                condition=~Q(code_digest=""),
            ),
            models.UniqueConstraint(
                fields=["bureau", "channel", "outside_number"],
                name="petition_outside_number_once",
                condition=~Q(outside_number=""),
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(data_key__isnull=True),
                name="an_erased_petition_has_no_key",
            ),
        ]
        indexes = [
            # Each holds all that puts the keys of a list in order: no row is read for that.
            models.Index(
                fields=["bureau", "stage", "received_at", "clock"], name="petition_by_stage"
            ),
            models.Index(
                fields=["bureau", "-received_at", "-id", "stage"], name="petition_by_receipt"
            ),
            models.Index(
                fields=["bureau", "competent", "stage", "kind", "clock"],
                name="petition_by_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def waits_for_receipt(self) -> bool:
        """Tell whether the unit that it was forwarded to has not acknowledged it (签收)."""
        at_the_unit = self.competent_id is not None and self.stage in AT_THE_UNIT
        return at_the_unit and self.acknowledged_at is None

    @property
    def shown_title(self) -> str:
        """Return the title for a page about something else; "" while it is diverted."""
        return self.title if self.diverted_at is None else ""

    @property
    def acknowledged_name(self) -> str:
        """Return who acknowledged it for the unit; empty: nobody yet."""
        return self.acknowledged_by.name if self.acknowledged_by else self.acknowledged_label

    def audit_subject(self) -> Subject:
        """Return how the record names it: by its number, without a word of its text."""
        return Subject("petition", self.number, self.number, f"petition:{self.number}")


class PetitionStep(models.Model):
    """One dated step, as who sent it in reads it. The database refuses to change one.

    ``data`` holds what its sentence names, without personal data: unit, day, number.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16, choices=[(one.value, one.label) for one in StepKind])
    at = models.DateTimeField()
    data = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(  # None = who sent it in
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.petition_id}:{self.kind}"


class Supplement(Sealed):
    """What was added later, in two texts as the petition itself."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="supplements")
    text = models.TextField()  # masked
    text_checked_at = models.DateTimeField(null=True, blank=True)
    text_checked_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.petition_id}+{self.pk}"


class PetitionFile(models.Model):
    """A file of a petition. It may show people: units see it once an officer shares it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="files")
    supplement = models.ForeignKey(
        Supplement, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)  # an officer lets the unit see it
    shared_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.petition_id}:{self.file_id}"
