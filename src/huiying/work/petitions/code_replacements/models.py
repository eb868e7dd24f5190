"""Table of replaced query codes: who asked which way, who signed, when the code was given out.

In:   what somebody who lost his code asks for.    Out:  one row a request; it holds no code.
Cost: one small row.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.petitions.codes import ISSUE_WITHIN, CodeState, Recognition
from huiying.work.petitions.core.models import Petition


class CodeReplacement(models.Model):
    """补发查询码: asked for by one officer, signed by another, then given out once.

    ``identity`` says how it was checked that the sender asks; it names nobody.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="code_replacements"
    )
    number = models.CharField(max_length=20)
    way = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in Recognition]
    )
    identity = models.CharField(max_length=200)
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    signoff = models.ForeignKey(SignoffRequest, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="code_replacement_number_once"
            ),
            models.UniqueConstraint(
                fields=["petition"],
                name="one_open_code_replacement_of_a_petition",
                condition=Q(closed_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True)
                | Q(issued_by__isnull=False, closed_at__isnull=False),
                name="an_issued_code_is_closed_and_has_an_issuer",
            ),
        ]
        ordering = ["-requested_at", "-id"]

    def __str__(self) -> str:
        return self.number

    def state(self, now: datetime) -> CodeState:
        """Return how it stands; an approval that nobody used lapses (``ISSUE_WITHIN``)."""
        if self.issued_at is not None:
            return CodeState.ISSUED
        decision, decided_at = self.signoff.decision, self.signoff.decided_at
        if decision == Decision.RETURNED:
            return CodeState.RETURNED
        if self.closed_at is not None:
            return CodeState.ENDED
        if decision == Decision.PENDING:
            return CodeState.ASKED
        if decision != Decision.APPROVED or decided_at is None:
            return CodeState.ENDED
        return CodeState.APPROVED if now <= decided_at + ISSUE_WITHIN else CodeState.ENDED

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of its petition."""
        return Subject(
            "petition_code",
            self.number,
            self.petition.number,
            f"petition:{self.petition.number}",
        )
