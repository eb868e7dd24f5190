"""Models of a draft besides its words: reasons, versions, comments, the editing lease."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.work.responses.core.models import Draft


class ExemptionKind(models.TextChoices):
    """What a reason is given for."""

    STATEMENT = "STATEMENT", _("不属事实陈述")
    QUESTION = "QUESTION", _("这个问题这样处理")
    WORDING = "WORDING", _("保留这个说法")


class Exemption(models.Model):
    """Why a sentence states no fact, a question is left, a wording stays; for these words.

    It is bound to the words by ``digest``: once they change, it counts no more.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="exemptions")
    kind = models.CharField(max_length=10, choices=ExemptionKind.choices)
    digest = models.CharField(max_length=64)
    words = models.TextField()
    reason = models.CharField(max_length=400)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "kind", "digest"], name="one_reason_for_the_same_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}:{self.kind}"


class VersionKind(models.TextChoices):
    """How the words of a draft came to stand as they did."""

    SAVED = "SAVED", _("保存草稿")
    AUTOMATIC = "AUTOMATIC", _("自动保存")
    RESTORED = "RESTORED", _("恢复旧稿")


class DraftVersion(models.Model):
    """The words of a draft at one moment; automatic ones of one sitting are one version."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="kept")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=VersionKind.choices)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    at = models.DateTimeField()
    words = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}#{self.number}"


class DraftComment(models.Model):
    """A remark on a draft (批注): open until somebody settles it."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="comments")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    quote = models.CharField(max_length=300, blank=True)
    text = models.CharField(max_length=1000)
    settled_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.draft_id}:{self.pk}"


class Lease(models.Model):
    """Who is editing a draft, as far as is known; it warns and locks nothing."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="lease")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.draft_id}@{self.officer_id}"
