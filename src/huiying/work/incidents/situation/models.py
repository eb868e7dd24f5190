"""Table of the situation of an incident (现况): three lines that officers keep.

In:   what an officer writes of the matter, its scope or its progress.
Out:  rows that are added and never changed; the newest of a line stands.
Cost: a row for each revision.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.work.incidents.core.models import Incident

MAX_TEXT: Final = 200  # characters of a line


class SituationLine(StrEnum):
    """The lines of a situation, in their order on the page; stored by these codes."""

    MATTER = "MATTER"
    SCOPE = "SCOPE"
    PROGRESS = "PROGRESS"


class SituationRevision(models.Model):
    """One revision of one line: what it says, who wrote it, and when.

    ``version`` counts from 1 within a line of an incident. The database refuses to change or to
    delete a row.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="situation")
    line = models.CharField(max_length=8)  # SituationLine
    version = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=MAX_TEXT)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "line", "version"], name="situation_version_once"
            ),
            models.CheckConstraint(
                condition=Q(line__in=["MATTER", "SCOPE", "PROGRESS"]),
                name="situation_line_is_known",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1) & ~Q(text=""), name="situation_says_something"
            ),
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.line}:{self.version}"
