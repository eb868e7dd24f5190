"""Facts as releases stated them, and which later draft replaces one."""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.work.responses.core.models import Answer, Draft, Release


class ReleasedFact(models.Model):
    """A fact as a release stated it, found by who and what (``triples.key_of``)."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="stated")
    key = models.CharField(max_length=64)
    code = models.CharField(max_length=4)
    subject = models.CharField(max_length=80)
    attribute = models.CharField(max_length=80)
    value = models.CharField(max_length=200)
    as_of = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["bureau", "key"], name="released_fact_by_key")]

    def __str__(self) -> str:
        return f"{self.release_id}:{self.code}"


class Supersession(models.Model):
    """The writer's word that a draft replaces what another answer says; counts once public."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="supersessions")
    fact = models.ForeignKey(
        ReleasedFact, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.CharField(max_length=400)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "fact"], name="superseded_once_by_a_draft")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}>{self.fact_id}"
