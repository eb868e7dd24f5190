"""Read the articles of 公众号: which account has its keys, what an article says, what waits.

In:   a line, a release, the moment.    Out:  a key, the fields of an article, rows.
Cost: a query each; the article costs that of ``package_of``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiying.base.files.sealing import CannotOpen
from huiying.work.responses.models import (
    AccountKey,
    OfficialAccount,
    Outlet,
    PlanLine,
    Posting,
    PostingState,
    Release,
)
from huiying.work.responses.outlets import TITLE_CHARS, package_of

__all__ = [
    "AccountKey",
    "CannotOpen",
    "Posting",
    "PostingState",
    "article_of",
    "keys_of",
    "last_posting",
    "ready_key",
    "too_long",
    "waiting",
]
CONTENT_CHARS = 20_000
AUTHOR_CHARS = 16
WORKED_ON = (PostingState.DRAFTING, PostingState.SENDING, PostingState.SUBMITTED)
SET_BACK = timedelta(hours=1)  # nothing waits so long: beyond, the clock was set back


def ready_key(line: PlanLine) -> AccountKey | None:
    """Return the key of the line's account if it is switched on."""
    rows = AccountKey.objects.filter(account_id=line.account_id, active=True)
    return rows.filter(account__retired_at__isnull=True).select_related("cover").first()


def keys_of(bureau_id: int) -> list[tuple[OfficialAccount, AccountKey | None]]:
    """Return every 公众号 in use of a bureau with its key, if it has one."""
    rows = OfficialAccount.objects.filter(
        bureau_id=bureau_id, outlet=Outlet.WECHAT, retired_at__isnull=True
    ).select_related("key__cover", "key__set_by")
    return [(row, getattr(row, "key", None)) for row in rows.order_by("name")]


def too_long(release: Release) -> str:
    """Say what of a release does not fit into an article; "" = it fits."""
    package = package_of(release)
    if not package.title_fits:
        return _("标题超过 %(most)s 字，公众号不收。请用复制包手工发。") % {"most": TITLE_CHARS}
    if len(package.html) >= CONTENT_CHARS:
        return _("正文超过 2 万字，公众号不收。请用复制包手工发。")
    return ""


def article_of(release: Release, *, source_url: str, cover: str) -> dict[str, Any]:
    """Return the fields of an article as ``draft/add`` documents them.

    Args:
        cover: ``media_id`` of the account's permanent picture.
    """
    package = package_of(release)
    speaker = release.content["speaker"]
    return {
        "title": package.title,
        "author": speaker if len(speaker) <= AUTHOR_CHARS else "",
        "digest": package.digest,
        "content": package.html,
        "content_source_url": source_url,
        "thumb_media_id": cover,
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
    }


def last_posting(line: PlanLine) -> Posting | None:
    """Return the newest article of a line, if one was ever asked for."""
    rows = line.postings.select_related("release", "asked_by", "published_by")
    return rows.first()


def waiting(now: datetime, *, lease: timedelta, limit: int) -> QuerySet[Posting]:
    """Return what the worker has to do now; a sandbox sends nothing.

    Args:
        lease: How long a request may be out before its process counts as dead.
    """
    due = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + SET_BACK)
    rows = Posting.objects.filter(due, state__in=WORKED_ON, bureau__sandbox=False)
    rows = rows.exclude(claimed_at__gt=now - lease, claimed_at__lte=now + SET_BACK)
    return rows.select_related(
        "line__answer__incident", "line__account", "release", "published_by"
    ).order_by("next_try_at")[:limit]
