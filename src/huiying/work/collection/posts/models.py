"""Tables of posts: post, key, arrival, voice key, posts by hour, push batch.

In:   feeds, pages, files, pushes, officers.    Out:  posts with three times, for the stream.
Cost: three inserts per post (post, key, arrival).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.subjects import Subject
from huiying.work.collection.sources.models import Source


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

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject("voice_key", f"{self.from_at:%Y-%m-%d}")


class Post(models.Model):
    """One post as kept: masked text, three times, a voice that names nobody.

    ``channel`` and ``community`` are names of closed lists, or a token (``voice_keys``).
    ``id`` is a time-ordered 64-bit number made by us (``ids.py``): what came since a moment is
    found by it. Nothing else is unique, so that PostgreSQL could partition by its ranges; that
    this does not pay yet is measured in docs/adr/0055.
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
    names_masked_at = models.DateTimeField(null=True)  # when the second look was taken

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],  # grows at its end
                name="post_names_open",
                condition=Q(names_masked_at__isnull=True),
            ),
            models.Index(
                fields=["bureau", "collected_at"],
                name="post_collected",
                condition=Q(history=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PostReach(models.Model):
    """阅读和转评赞: the numbers that a source last gave with a post; None = it gave none."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="reach")
    reads = models.PositiveIntegerField(null=True)
    reposts = models.PositiveIntegerField(null=True)
    comments = models.PositiveIntegerField(null=True)
    likes = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()  # when they came

    def __str__(self) -> str:
        return str(self.post_id)


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


class Delivery(models.Model):
    """What people sent to the bureau itself, until ``jobs`` takes it in as a petition.

    What accuses somebody is here and becomes no post (信访工作条例 art. 30); everything else
    is a post as well. ``number`` is what the deliverer was told, the same kind for both; by
    ``digest`` the same delivery is known again. The text is sealed, and gone once it is taken.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    digest = models.BinaryField(max_length=16)
    number = models.BigIntegerField()
    is_post = models.BooleanField()  # its key stands with the post; else here alone
    data_key = models.BinaryField(null=True)
    body = models.BinaryField(null=True)
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "digest"], name="delivered_once")
        ]
        indexes = [
            models.Index(
                fields=["id"], name="delivery_waits", condition=Q(taken_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


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


class EarlierRows(models.TextChoices):
    """What a pass over earlier rows goes through."""

    POSTS = "posts", "posts"
    TRIAGE_ITEMS = "triage_items", "triage items"


class EarlierPlaces(models.Model):
    """How far the earlier rows of a bureau name listed places alone; deleted at the end.

    ``last_id`` is null until the first turn. Rows that come later are stored so from the start.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    rows = models.CharField(max_length=12, choices=EarlierRows.choices)
    next_id = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "rows"], name="one_pass_over_places")
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.rows}:{self.next_id}"


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


class DeletedKey(models.Model):
    """The hash of a key whose post was deleted: the same post is not taken in again."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    digest = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "digest"], name="deleted_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id}"


class DeletedPosts(models.Model):
    """How many posts of one hour, source and platform were deleted: old pictures stay."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    hour = models.DateTimeField()  # in which they were collected, by their numbers
    channel = models.CharField(max_length=40)  # listed, or ``OTHER``
    posts = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "hour", "source", "channel"], name="deleted_posts_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}:{self.hour}:{self.posts}"


class PushBatch(models.Model):
    """The answer to one push, by idempotency key: the same key and body get the same answer.

    It is stored without an answer first, so that of calls at once one alone takes the posts in.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    key = models.CharField(max_length=100)
    body_digest = models.CharField(max_length=64)
    answer = models.JSONField(null=True)  # null while the posts are taken in
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="one_answer_per_push_key")
        ]

    def __str__(self) -> str:
        return self.key
