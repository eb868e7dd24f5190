"""What a snapshot says of a page: its article, masked, and hashes; nothing of who wrote.

In:   the answer of a website.    Out:  title, text, hashes.
Cost: some milliseconds, and those of looking for names.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from huiying.engine.masking.mask import mask
from huiying.policy.core.hashing import hash_of_text
from huiying.work.collection.communities.own_places import mask_for
from huiying.work.collection.core.items import MAX_TITLE_CHARS, Refusal, check_item
from huiying.work.collection.fetch.client import FetchResult
from huiying.work.collection.fetch.pages import Link, UnreadableArticle, article_item
from huiying.work.collection.snapshots.models import MAX_TEXT_CHARS


@dataclass(frozen=True, slots=True)
class PageText:
    """The article of a page; ``page_sha256`` is of the bytes as they came."""

    title: str
    text: str
    shortened: bool
    page_sha256: str
    page_bytes: int

    @property
    def text_sha256(self) -> str:
        """The hash of what is stored."""
        return text_hash(self.title, self.text)


def text_hash(title: str, text: str) -> str:
    """Return the hash of what a snapshot stores."""
    return hash_of_text(f"{title}\n{text}")


def page_text(bureau_id: int, url: str, result: FetchResult, now: datetime) -> PageText:
    """Return the article of a page, masked as posts are.

    Raises:
        UnreadableArticle: If the page has no text, is too long to be read whole, or no post
            with its words would be stored.
    """
    item = check_item(article_item(Link(url, ""), result, now), collected_at=now)
    if isinstance(item, Refusal):  # such as one that bears a mark of secrecy
        raise UnreadableArticle(item.reason)
    masked = mask_for(bureau_id, [mask(item.title).text, mask(item.text).text])
    title, text = (one.text for one in masked)
    return PageText(
        title=title[:MAX_TITLE_CHARS],
        text=text[:MAX_TEXT_CHARS],
        shortened=len(text) > MAX_TEXT_CHARS,
        page_sha256=hashlib.sha256(result.body).hexdigest(),
        page_bytes=len(result.body),
    )
