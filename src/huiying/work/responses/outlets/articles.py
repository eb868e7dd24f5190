"""The content of a 公众号 article, and what does not fit into one.

In:   a release.    Out:  the fields of an article.
Cost: that of ``package_of``.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from huiying.work.responses.core.models import Release
from huiying.work.responses.releases.package import TITLE_CHARS, package_of

CONTENT_CHARS = 20_000


AUTHOR_CHARS = 16


def too_long(release: Release) -> str:
    """Say what of a release does not fit into an article; "" = it fits."""
    package = package_of(release)
    if not package.title_fits:
        return _("标题超过 %(most)s 字，公众号不接收。请使用发布素材人工发布。") % {
            "most": TITLE_CHARS
        }
    if len(package.html) >= CONTENT_CHARS:
        return _("正文超过 2 万字，公众号不接收。请使用发布素材人工发布。")
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
