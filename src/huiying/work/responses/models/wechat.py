"""Publishing on a 微信公众号 by its official interface: the keys, and one article under way.

In:   an account of the one list, a release.    Out:  rows that the worker of ``jobs`` carries.
Cost: a row an account, a row an article.

Without an ``AccountKey`` that is switched on nothing is sent anywhere.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.models import Bureau, Officer
from huiying.base.files.models import StoredFile
from huiying.work.responses.models.outlets import OfficialAccount, PlanLine
from huiying.work.responses.models.releases import Release


class AccountKey(models.Model):
    """AppID, sealed AppSecret and cover of one account; the peer names the cover."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    account = models.OneToOneField(
        OfficialAccount, on_delete=models.PROTECT, related_name="key"
    )
    appid = models.CharField(max_length=64)
    data_key = models.BinaryField()
    secret = models.BinaryField()  # sealed under ``data_key``, see ``base.files.sealing``
    cover = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cover_media_id = models.CharField(max_length=128, blank=True)
    active = models.BooleanField(default=False)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"key:{self.account_id}"


class PostingState(models.TextChoices):
    """An article's way; only ``PUBLISHED`` is published."""

    DRAFTING = "DRAFTING", _("正在建草稿")
    DRAFTED = "DRAFTED", _("草稿已在公众号后台，还没有发布")
    SENDING = "SENDING", _("正在提交发布")
    SUBMITTED = "SUBMITTED", _("平台在处理，还没有发布")
    PUBLISHED = "PUBLISHED", _("已发布")
    UNKNOWN = "UNKNOWN", _("结果不明，先到账号里看")
    FAILED = "FAILED", _("没有发出")
    DROPPED = "DROPPED", _("不用了")


ENDED = (PostingState.FAILED, PostingState.DROPPED)


class Posting(models.Model):
    """One release as one article of one account: asked for, drafted, published by a person.

    ``claimed_at`` stands while a request is out. Who finds it standing knows that a process
    died there, and that the request may have been taken.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="postings")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=PostingState.choices, default=PostingState.DRAFTING
    )
    source_url = models.CharField(max_length=500, blank=True)
    media_id = models.CharField(max_length=128, blank=True)
    publish_id = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    published_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    publish_asked_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "release"],
                name="article_once",
                condition=~Q(state__in=["FAILED", "DROPPED"]),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["SENDING", "SUBMITTED", "PUBLISHED"])
                | Q(published_by__isnull=False),
                name="published_by_a_person",
            ),
        ]
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="posting_queue",
                condition=Q(state__in=["DRAFTING", "SENDING", "SUBMITTED"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.line_id}:{self.release_id}"
