"""Nouns of collection: source, shared address, post, voice key, import, push batch.

In:   feeds, pages, files, pushes, officers.    Out:  posts with three times, for the stream.
Cost: three inserts per post (post, key, arrival).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.models import Bureau, Officer


class SourceKind(models.TextChoices):
    """How posts of a source come in."""

    FEED = "FEED", _("订阅源")
    PAGE = "PAGE", _("网页列表")
    PUSH = "PUSH", _("接口推送")
    FILE = "FILE", _("文件导入")
    MANUAL = "MANUAL", _("人工录入")


class Health(models.TextChoices):
    """Five states; each is shown with a sentence."""

    UNKNOWN = "UNKNOWN", _("还没有收集过")
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
    address = models.ForeignKey(FetchAddress, on_delete=models.PROTECT, null=True, blank=True)
    link_pattern = models.CharField(max_length=200, blank=True)
    link_selector = models.CharField(max_length=200, blank=True)
    interval_minutes = models.PositiveIntegerField(default=10)
    token_digest = models.CharField(max_length=64, blank=True, db_index=True)
    active = models.BooleanField(default=True)
    health = models.CharField(max_length=14, choices=Health.choices, default=Health.UNKNOWN)
    health_code = models.CharField(max_length=40, blank=True)
    health_detail = models.CharField(max_length=300, blank=True)
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


class VoiceKey(models.Model):
    """The HMAC key of one bureau for one 30-day period; destroyed when the period is over."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    key = models.BinaryField(max_length=200, null=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "from_at"], name="one_voice_key_a_period"
            ),
            models.CheckConstraint(
                condition=Q(key__isnull=False) | Q(destroyed_at__isnull=False),
                name="voice_key_destroyed_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.from_at:%Y-%m-%d}"


class Post(models.Model):
    """One post as kept: masked text, three times, a voice that names nobody.

    ``id`` is a time-ordered 64-bit number made by us (``ids.py``), so that PostgreSQL can
    partition by range.
    """

    id = models.BigIntegerField(primary_key=True)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    url = models.CharField(max_length=1000, blank=True)
    host = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=40)
    community = models.CharField(max_length=60, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    collected_at = models.DateTimeField()
    noticed_at = models.DateTimeField(null=True, blank=True)
    voice = models.BinaryField(max_length=8, null=True)
    history = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["bureau", "collected_at"],
                name="post_collected",
                condition=Q(history=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class PostKey(models.Model):
    """Uniqueness of (source, external key), in a table of its own; a hash, not the key."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    digest = models.BinaryField(max_length=16)
    post = models.ForeignKey(Post, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "digest"], name="post_once_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.post_id}"


class Lane(models.IntegerChoices):
    """What the stream takes first: a live post never waits behind a backlog."""

    LIVE = 0, _("实时")
    BACKLOG = 1, _("导入")


class Arrival(models.Model):
    """A post that the stream has not placed yet; deleted in the transaction that places it."""

    id = models.BigAutoField(primary_key=True)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    post = models.OneToOneField(Post, on_delete=models.CASCADE)
    lane = models.PositiveSmallIntegerField(choices=Lane.choices, default=Lane.LIVE)

    class Meta:
        indexes = [models.Index(fields=["bureau", "lane", "id"], name="arrival_queue")]

    def __str__(self) -> str:
        return str(self.post_id)


class HourVolume(models.Model):
    """How many posts of one hour a bureau holds, history included; kept as posts come in."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    hour = models.DateTimeField()
    posts = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "hour"], name="one_volume_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.hour:%Y-%m-%d %H}"


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


class ImportState(models.TextChoices):
    """How an import stands."""

    UPLOADED = "UPLOADED", _("待确认列")
    RUNNING = "RUNNING", _("导入中")
    PAUSED = "PAUSED", _("已中断，可续传")
    DONE = "DONE", _("已完成")
    FAILED = "FAILED", _("未能读取")


class ImportJob(models.Model):
    """One file on its way in. ``next_row`` moves in the same transaction as the posts."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True)
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    history = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ImportState.choices)
    next_row = models.PositiveBigIntegerField(default=1)
    accepted = models.PositiveBigIntegerField(default=0)
    repeated = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    progress = models.FloatField(default=0)
    error = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "source", "digest", "history"], name="one_import_per_file"
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRefusal(models.Model):
    """A row that was refused, with its number and why."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="refusals")
    row = models.PositiveBigIntegerField()
    code = models.CharField(max_length=40)
    field = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["job", "row"], name="refusal_row")]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.row}"


class PushBatch(models.Model):
    """The answer to one push, by idempotency key: the same key and body get the same answer."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    key = models.CharField(max_length=100)
    body_digest = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="one_answer_per_push_key")
        ]

    def __str__(self) -> str:
        return self.key
