"""The published versions: frozen words, bound by a hash, never changed and never deleted.

In:   an approved draft.    Out:  public versions.
Cost: a row a version.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from huiying.base.accounts.capabilities import Role
from huiying.base.accounts.models import Bureau, Officer
from huiying.work.responses.models.drafts import Answer


class ReleaseIsFinal(TypeError):
    """Somebody tried to change or delete a published version; a correction is a new version."""


class Releases(models.QuerySet["Release"]):
    """Published versions: may be read and added to, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse: published words stay as they are."""
        raise ReleaseIsFinal

    def delete(self) -> NoReturn:
        """Refuse: what was published stays readable."""
        raise ReleaseIsFinal

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse, as ``update``."""
        raise ReleaseIsFinal

    def seal(self, pk: int, content: dict[str, Any]) -> None:
        """Put the notice of a sealing in the place of the words: ``seal_release`` alone.

        The hash stays: it goes on naming what was published.
        """
        super().filter(pk=pk)._sealed(content)

    def _sealed(self, content: dict[str, Any]) -> None:
        super().update(content=content, note="")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse: versions appear one at a time, and an upsert would be an update."""
        raise ReleaseIsFinal


class Release(models.Model):
    """One published version: frozen words and the hash that binds them. Never updated."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="releases")
    version = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    approved_as = models.CharField(max_length=24, choices=Role.choices)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    note = models.CharField(max_length=400, blank=True)

    objects = Releases.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "version"], name="release_version_once")
        ]
        indexes = [models.Index(fields=["bureau", "-published_at"], name="release_newest")]

    def __str__(self) -> str:
        return f"{self.answer_id}v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version.

        Raises:
            ReleaseIsFinal: If it is stored already.
        """
        if self.pk is not None or not self._state.adding:
            raise ReleaseIsFinal
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse: what was published stays readable."""
        raise ReleaseIsFinal
