"""Tables of monthly samples (抽样核对): links found by hand, and whether they were known.

In:   up to 50 links a month.    Out:  a month with its links; final once it is closed.
Cost: at most 50 rows a month.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject


class SampleMonth(models.Model):
    """The sample of one month; a second one has no place beside it.

    Attributes:
        size, known, later: As counted when it was closed: links, known when they were found,
            known only afterwards.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    month = models.DateField()  # its first day
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="+"
    )
    size = models.PositiveSmallIntegerField(null=True)
    known = models.PositiveSmallIntegerField(null=True)
    later = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "month"], name="one_sample_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("sample", f"{self.month:%Y-%m}")


class SampleLink(models.Model):
    """A link that somebody found by hand, and whether the bureau had its post then."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    sample = models.ForeignKey(SampleMonth, on_delete=models.PROTECT, related_name="links")
    position = models.PositiveSmallIntegerField()
    url = models.CharField(max_length=1000)  # without its author
    title = models.CharField(max_length=120, blank=True)
    found_at = models.DateTimeField()
    known = models.BooleanField()
    post_number = models.BigIntegerField(null=True)  # of the post; it may be deleted since
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "position"], name="link_position"),
            models.UniqueConstraint(fields=["sample", "url"], name="link_once_a_sample"),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id}:{self.position}"
