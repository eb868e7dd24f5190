"""Tables of sources: source, shared address, time without reading, days, missed articles."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.subjects import Subject


class SourceKind(models.TextChoices):
    """How posts of a source come in."""

    FEED = "FEED", _("订阅源")
    PAGE = "PAGE", _("网页列表")
    PUSH = "PUSH", _("接口推送")
    FILE = "FILE", _("文件导入")
    MANUAL = "MANUAL", _("人工录入")


FETCHED = frozenset({SourceKind.FEED, SourceKind.PAGE})
"""The kinds that the collector fetches at an interval; the others come in by themselves."""


class Intake(models.TextChoices):
    """To whom what a source brings is addressed."""

    PUBLIC = "PUBLIC", _("公开信息")
    INBOX = "INBOX", _("本局信箱、留言")
    HOTLINE = "HOTLINE", _("12345 工单")


class Health(models.TextChoices):
    """Five states; each is shown with a sentence."""

    UNKNOWN = "UNKNOWN", _("尚未采集")
    HEALTHY = "HEALTHY", _("正常")
    EMPTY = "EMPTY", _("空")
    NOT_MODIFIED = "NOT_MODIFIED", _("未更新")
    DEGRADED = "DEGRADED", _("降级")
    FAILED = "FAILED", _("失败")


class FetchAddress(models.Model):
    """One address on the network, fetched once for all bureaus that follow it (no bureau)."""

    url = models.URLField(max_length=500, unique=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_fetch_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_fetch_at"], name="address_due")]

    def __str__(self) -> str:
        return self.url


class Source(models.Model):
    """Where posts come from: a schedule, a platform, and a health that people can read."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=SourceKind.choices)
    channel = models.CharField(max_length=40)
    community = models.CharField(max_length=60, blank=True)
    intake = models.CharField(max_length=8, choices=Intake.choices, default=Intake.PUBLIC)
    address = models.ForeignKey(FetchAddress, on_delete=models.PROTECT, null=True, blank=True)
    link_pattern = models.CharField(max_length=200, blank=True)
    link_selector = models.CharField(max_length=200, blank=True)
    interval_minutes = models.PositiveIntegerField(default=10)
    token_digest = models.CharField(max_length=64, blank=True, db_index=True)
    active = models.BooleanField(default=True)
    paused_until = models.DateTimeField(null=True, blank=True)  # None: for good, or not paused
    health = models.CharField(max_length=14, choices=Health.choices, default=Health.UNKNOWN)
    health_reason = models.JSONField(null=True, blank=True)  # of a lack: a ``Reason``
    failures = models.PositiveIntegerField(default=0)
    last_try_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_new_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "name"], name="source_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_delivered(self) -> bool:
        """Tell whether people send to the bureau itself what the source brings."""
        return self.intake != Intake.PUBLIC and self.kind not in FETCHED

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("source", str(self.pk), self.name)


class SourceGap(models.Model):
    """A time in which a source could not be read, or only in part; open until it is again."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                name="one_open_gap_a_source",
                condition=Q(until_at__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["bureau", "from_at"], name="gap_of_bureau")]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.from_at:%Y-%m-%d %H:%M}"


class MissedItem(models.Model):
    """An article or entry that could not be read; tried again until it comes or is given up.

    ``digest`` is that of its key (``posts/prepare.py``); ``address`` is without its author.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    digest = models.BinaryField(max_length=16)
    address = models.CharField(max_length=1000, blank=True)
    reason = models.JSONField()  # of the last try: a ``Reason``
    tries = models.PositiveSmallIntegerField(default=0)
    first_at = models.DateTimeField()
    retry_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "digest"], name="missed_once_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.first_at:%Y-%m-%d %H:%M}"


class ListeningDay(models.Model):
    """A day of Beijing on which a bureau listened: something was read, or came by itself.

    What is usual is learned from these days alone: an old post says nothing of a day on which
    nobody would have heard the others.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "day"], name="one_row_a_listening_day")
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.day}"
