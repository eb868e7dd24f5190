"""One table of searchable texts; it knows no app, only (bureau, kind, ref).

In:   texts put by acts above.    Out:  refs that contain a phrase.
Cost: one row and its full-text entry, which the database itself keeps in step (migration 0001).
"""

from __future__ import annotations

from django.db import models


class SearchDocument(models.Model):
    """One text to be found. ``public`` texts are the only ones that the portal searches."""

    bureau_ref = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=40)
    public = models.BooleanField(default=False)
    at = models.DateTimeField()
    text = models.TextField()
    tokens = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau_ref", "kind", "ref"], name="search_document_once"
            )
        ]
        indexes = [models.Index(fields=["bureau_ref", "-at"], name="search_newest")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"
