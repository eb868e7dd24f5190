"""Tables of coverage (监测覆盖): sources put to a kind, notes on gaps, when a state began.

In:   what officers decide about a kind of channel.    Out:  rows beside the sources and places.
Cost: some rows a kind.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.policy.monitoring.coverage import BY_CODE
from huiying.work.collection.sources.models import Source


class KindAssignment(models.Model):
    """The kind of channel of a source whose platform does not tell it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"{self.source_id}:{self.kind}"


class Standing(models.TextChoices):
    """What the bureau says of a kind that nothing watches."""

    OWNED = "OWNED", _("待补，已明确责任人")
    UNLAWFUL = "UNLAWFUL", _("本局无法合法采集")
    NOT_NEEDED = "NOT_NEEDED", _("不需覆盖")


class LawfulWay(models.TextChoices):
    """How the bureau hears of a kind that it may not collect."""

    PATROL = "PATROL", _("人工巡查")
    INBOX = "INBOX", _("来件")
    SHARED = "SHARED", _("上级、其他单位共享")


class CoverageNote(models.Model):
    """What was said of a gap, by whom; "not needed" counts once another person signed it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    note = models.CharField(max_length=400)
    lawful_way = models.CharField(max_length=10, choices=LawfulWay.choices, blank=True)
    owner = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "kind"],
                condition=Q(ended_at__isnull=True),
                name="one_open_coverage_note",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.kind}"

    @property
    def waits(self) -> bool:
        """Tell whether it waits for the signature of another person."""
        open_ = self.ended_at is None and self.signed_at is None
        return self.standing == Standing.NOT_NEEDED and open_

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("coverage", self.kind, BY_CODE[self.kind].label)


class KindState(models.Model):
    """Since when a kind has its state, as the job saw it; for what is new on the desk."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau", "kind"], name="kind_once")]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.kind}:{self.state}"
