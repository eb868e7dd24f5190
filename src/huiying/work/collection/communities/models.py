"""Table of communities: the places and topics that posts may be shown under."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject

MAX_NAME_CHARS = 40


class Community(models.Model):
    """A place or topic within platforms, such as the forum of an estate; never a person.

    One that an officer registered counts once a second person confirmed that it is none.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    name = models.CharField(max_length=MAX_NAME_CHARS)
    key = models.CharField(max_length=MAX_NAME_CHARS * 2)  # the name as names are compared
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(  # None = the system
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)  # None = it does not count yet
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "key"],
                name="community_listed_once",
                condition=Q(retired_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        """Return how the record names it; not by what may turn out to be a person's name."""
        name = self.name if self.confirmed_at is not None else ""
        return Subject("community", str(self.pk), name)
