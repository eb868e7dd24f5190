"""The superior bodies that a bureau reports to.

In:   the screen of superiors.    Out:  what is reported to whom, by which channel.
Cost: a small table.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.subjects import Subject


class SuperiorKind(models.TextChoices):
    """What a superior body is, by what goes to it (Art. 10; the usual split, to be checked)."""

    GOVERNMENT = "GOVERNMENT", _("党委、政府办公室")
    PETITIONS = "PETITIONS", _("上级信访部门")
    CYBERSPACE = "CYBERSPACE", _("网信部门")
    PUBLICITY = "PUBLICITY", _("宣传、外事部门")
    SECURITY = "SECURITY", _("公安部门")
    EMERGENCY = "EMERGENCY", _("应急部门")
    OTHER = "OTHER", _("其他上级机关")


class Superior(models.Model):
    """上级机关: whom the bureau reports to, what, and by which way; an office, not a person."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=SuperiorKind.choices)
    office = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    matters = models.CharField(max_length=200)  # what is reported
    way = models.CharField(max_length=120)  # by which channel
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "name", "kind"], name="superior_once_per_bureau"
            )
        ]
        ordering = ["-active", "kind", "name"]

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("superior", str(self.pk), self.name)
