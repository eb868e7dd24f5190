"""Models of references: outside submissions, and attempts to reach their senders.

In:   a number of another system, a masked label.    Out:  rows that name nobody.
Cost: a few small rows per incident.

No row names a petitioner. A person is 'the person concerned of reference R2026-0001'; what is
needed to reach him lies sealed under a key of its own, or nowhere.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.procedure.offline import ContactMethod, ContactOutcome, ReferenceKind
from huiying.work.incidents.core.models import Incident
from huiying.work.petitions.core.models import Petition


class Reference(models.Model):
    """来件: one matter outside that an incident is bound to, by its number, a masked label.

    A petition that is registered here is ``petition``: its periods and its answer are its own.
    ``identity_key`` seals who it came from; without it nobody reads that again. Taking the
    binding back destroys the key.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(
        max_length=10, choices=[(origin.value, origin.label) for origin in ReferenceKind]
    )
    outside_number = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    identity_key = models.BinaryField(null=True)
    identity = models.BinaryField(null=True)
    bound_at = models.DateTimeField()
    bound_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    clock = models.ForeignKey(  # of the next attempt, while one is owed
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    petition = models.ForeignKey(  # whose legal periods count; None = registered nowhere here
        Petition, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    unbound_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "number"], name="reference_number_once"),
            models.UniqueConstraint(
                fields=["incident", "origin", "outside_number"],
                name="reference_bound_once",
                condition=Q(unbound_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(unbound_at__isnull=True) | Q(identity_key__isnull=True),
                name="an_unbound_reference_names_nobody",
            ),
        ]
        ordering = ["bound_at", "id"]

    def __str__(self) -> str:
        return self.number

    @property
    def legal_clock(self) -> Clock | None:
        """The legal period of its petition that counts now, or counted last."""
        return None if self.petition is None else self.petition.clock

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        incident = self.incident.current
        return Subject("reference", self.number, incident.title, incident.audit_topic)


class Contact(models.Model):
    """联系当事人: one attempt, or a reception (接待); a further one is a new row."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    reference = models.ForeignKey(Reference, on_delete=models.PROTECT, related_name="contacts")
    way = models.CharField(
        max_length=10, choices=[(way.value, way.label) for way in ContactMethod]
    )
    outcome = models.CharField(
        max_length=12, choices=[(outcome.value, outcome.label) for outcome in ContactOutcome]
    )
    note = models.CharField(max_length=400, blank=True)
    place = models.CharField(max_length=100, blank=True)  # of a reception
    document = models.CharField(max_length=60, blank=True)  # number of the written opinion
    organ = models.CharField(max_length=100, blank=True)  # that gave the opinion
    issued_on = models.DateField(null=True, blank=True)  # the day that the opinion bears
    file = models.ForeignKey(  # the opinion as it was scanned, with the proof of delivery
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signoff = models.ForeignKey(  # of what ends a petition: a second person confirms it
        SignoffRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.reference_id}:{self.outcome}"
