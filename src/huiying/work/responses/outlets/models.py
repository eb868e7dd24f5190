"""Models of release plans: official accounts, plan lines, what each channel carried.

In:   an answer.    Out:  lines of a plan, and what each channel carried.
Cost: a row a channel, and one for each time that it carried a version.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import Subject
from huiying.base.files.models import StoredFile
from huiying.work.responses.core.models import Answer, Release


class Outlet(models.TextChoices):
    """渠道: the forms of Article 8, beside the bureau's own public pages."""

    WEBSITE = "WEBSITE", _("网站")
    WECHAT = "WECHAT", _("微信公众号")
    WEIBO = "WEIBO", _("微博")
    NEWSPAPER = "NEWSPAPER", _("报纸")
    TELEVISION = "TELEVISION", _("电视")
    PRESS = "PRESS", _("新闻发布会")
    OTHER = "OTHER", _("其他账号")


MEDIA = (Outlet.NEWSPAPER, Outlet.TELEVISION, Outlet.PRESS)
"""What carries the bureau's words and is not its own."""


class OfficialAccount(models.Model):
    """A public place for the bureau's words: its own account, or a medium that carries them.

    One list for release plans and for replies of responders. It belongs to no person. Public
    pages name it once a second person confirmed it.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    outlet = models.CharField(max_length=10, choices=Outlet.choices)
    platform = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=300, blank=True)  # "" only for what is not its own
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(  # None = added before a second person confirmed
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "platform", "name"], name="official_account_once"
            ),
            models.CheckConstraint(
                condition=~Q(address="") | Q(outlet__in=["NEWSPAPER", "TELEVISION", "PRESS"]),
                name="own_account_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.name}"

    @property
    def own(self) -> bool:
        """Tell whether the bureau itself holds it, so that replies may stand there."""
        return self.outlet not in MEDIA

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("account", str(self.pk), str(self))


class PlanState(models.TextChoices):
    """Where a line of the plan stands; ``UNKNOWN`` is looked at before anything is sent."""

    PLANNED = "PLANNED", _("待发")
    CARRIED = "CARRIED", _("已发")
    UNKNOWN = "UNKNOWN", _("结果待核，先核实再发")
    DROPPED = "DROPPED", _("不再发布")


class PlanLine(models.Model):
    """One channel of the plan: a place of the list, whose task it is, when it is due."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="plan")
    account = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, related_name="planned"
    )
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.PLANNED)
    reason = models.CharField(max_length=300, blank=True)
    doubt_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "account"],
                name="plan_account_once",
                condition=~Q(state="DROPPED"),
            )
        ]
        ordering = ["planned_at", "id"]
        indexes = [models.Index(fields=["bureau", "state", "planned_at"], name="plan_due")]

    def __str__(self) -> str:
        return f"{self.answer_id}:{self.account_id}"

    def audit_subject(self) -> Subject:
        """Return how the record names it, on the timeline of the incident."""
        topic = self.answer.incident.current.audit_topic
        return Subject("outlet", self.answer.number, self.account.name, topic)


class Agreement(models.TextChoices):
    """Whether a channel says what was released, sentence by sentence."""

    SAME = "SAME", _("一致")
    EXCERPT = "EXCERPT", _("节选，句句相同")
    DIFFERS = "DIFFERS", _("不一致")
    NOT_SEEN = "NOT_SEEN", _("文字未核对")


class Carried(models.Model):
    """A channel carried a version: when, with what proof, in which words. Never changed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="carried")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    link = models.CharField(max_length=500, blank=True)
    proof = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    agreement = models.CharField(max_length=8, choices=Agreement.choices)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-recorded_at", "-id"]
        verbose_name_plural = "carried"

    def __str__(self) -> str:
        return f"{self.line_id}v{self.release_id}"


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
    DRAFTED = "DRAFTED", _("草稿已在公众号后台，尚未发布")
    SENDING = "SENDING", _("正在提交发布")
    SUBMITTED = "SUBMITTED", _("平台处理中，尚未发布")
    PUBLISHED = "PUBLISHED", _("已发布")
    UNKNOWN = "UNKNOWN", _("结果待核，须先到账号核实")
    FAILED = "FAILED", _("未发出")
    DROPPED = "DROPPED", _("已弃用")


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
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    published_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    publish_requested_at = models.DateTimeField(null=True, blank=True)
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
