"""留存网页快照: ask for what the page of a post says now; a job takes it.

In:   a post with an address.    Out:  a snapshot that waits.
Cost: one write and an audit record.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.db.job_rows import OPEN_STATES
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.work.collection.core.items import web_address
from huiying.work.collection.posts.models import Post
from huiying.work.collection.snapshots.models import PageSnapshot
from huiying.work.collection.snapshots.queries import snapshots_of

PAUSE = timedelta(minutes=10)  # a website is not asked for the same page more often


@transaction.atomic
def ask_snapshot(*, post: Post, officer: Officer, now: datetime) -> PageSnapshot:
    """Ask for a snapshot of the page of a post.

    Raises:
        Refused: If it has no address, or its page was asked for a moment ago.
    """
    post = lock_row(Post, post.pk)
    if not web_address(post.url)[0]:
        raise Refused(_("该帖没有网址，不能留存网页快照。"))
    earlier = snapshots_of(post.bureau_id, [post.pk])
    if earlier.filter(state__in=OPEN_STATES).exists():
        raise Refused(_("该网页的快照正在生成，请稍候。"))
    if earlier.filter(requested_at__gt=now - PAUSE).exists():
        raise Refused(_("10 分钟内已留存过该网页，请稍后再试。"))
    row = PageSnapshot.objects.create(
        bureau_id=post.bureau_id, post=post, requested_at=now, requested_by=officer
    )
    record(row, "snapshot.asked", officer, now, post=post.pk)
    return row
