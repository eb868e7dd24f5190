"""Model of mechanism reviews (机制审核): what a district office said of a text (Art. 8).

In:   a submitted text of a 较大 or 重大 matter.    Out:  office, moment, opinion, paper.
Cost: a row for each opinion that is recorded.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.organisation.models import Superior
from huiying.base.audit.house_text import house_text
from huiying.base.audit.subjects import Subject
from huiying.base.files.models import StoredFile
from huiying.base.signoff.models import SignoffRequest
from huiying.work.responses.core.models import Draft


class Opinion(models.TextChoices):
    """What the office said of the text."""

    AGREED = "AGREED", _("同意发布")
    CHANGES = "CHANGES", _("修改后同意")
    REFUSED = "REFUSED", _("不同意发布")


class MechanismReview(models.Model):
    """One opinion on exactly one text. Any edit of the text voids it; nothing else changes it.

    A row without ``signoff`` holds a number alone, as it was typed before opinions were
    recorded: it opens nothing.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="mechanism_reviews")
    content_hash = models.CharField(max_length=64, blank=True)  # of the text
    office = models.ForeignKey(
        Superior, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    office_name = models.CharField(max_length=170, blank=True)  # as it was called then
    at = models.DateTimeField(null=True, blank=True)  # when the office gave its opinion
    opinion = models.CharField(max_length=8, choices=Opinion.choices, blank=True)
    words = models.TextField(blank=True)
    document = models.CharField(max_length=80)  # the number of its paper
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    no_file_reason = models.CharField(max_length=400, blank=True)
    recorded_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    recorded_at = models.DateTimeField()
    signoff = models.OneToOneField(
        SignoffRequest, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    voided_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="mechanism_review_number_once"
            ),
            models.CheckConstraint(
                condition=Q(signoff__isnull=True, opinion="")
                | (
                    Q(signoff__isnull=False, office__isnull=False, at__isnull=False)
                    & Q(recorded_by__isnull=False, opinion__in=["AGREED", "CHANGES", "REFUSED"])
                    & ~Q(content_hash="")
                    & (Q(file__isnull=False) | ~Q(no_file_reason=""))
                ),
                name="an_opinion_has_office_moment_and_paper",
            ),
        ]
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        label = house_text("机制审核 %(number)s") % {"number": self.number}
        incident = self.draft.answer.incident
        return Subject("mechanism", self.number, label, incident.current.audit_topic)
