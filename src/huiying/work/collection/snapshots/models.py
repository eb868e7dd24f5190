"""Model of page snapshots (网页快照): what the page of a post said at a moment, with hashes.

In:   a post with an address, who asks.    Out:  the masked text of its page, hashes.
Cost: one row a snapshot, some kilobytes of text.

A page names people: it is not stored. What is stored is its article, masked as posts are, and
the SHA-256 of the bytes as they came, which whoever holds the same bytes can compare.
"""

from __future__ import annotations

from django.db import models

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.subjects import Subject
from huiying.base.db.job_rows import JobRow
from huiying.work.collection.posts.models import Post

MAX_TEXT_CHARS = 20_000


class PageSnapshot(JobRow):
    """One snapshot; it goes when its post is deleted, its hashes stay in the record."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="snapshots")
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    page_sha256 = models.CharField(max_length=64, blank=True)  # of the bytes as they came
    page_bytes = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=300, blank=True)  # masked
    text = models.TextField(blank=True)  # masked
    text_sha256 = models.CharField(max_length=64, blank=True)  # of title, line feed, text
    shortened = models.BooleanField(default=False)
    changed = models.BooleanField(default=False)  # its text was another one a moment later
    failure = models.JSONField(default=dict, blank=True)  # a ``Reason``; {} = it was taken

    class Meta:
        ordering = ["-requested_at", "-id"]

    def __str__(self) -> str:
        return f"{self.post_id}@{self.requested_at:%Y-%m-%d}"

    def audit_subject(self) -> Subject:
        """Return how the record names it: by its number alone, without the address."""
        return Subject("snapshot", str(self.pk))
