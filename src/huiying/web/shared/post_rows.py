"""Posts and copy groups as rows: text, ×n, place, three times. Never an author.

In:   rows from queries.    Out:  rows for the templates.
Cost: no query; about 30 µs a post for its labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.search.series import MOST_COUNTED
from huiying.base.search.snippets import SnippetPart, snippet
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.reasons import all_in_language
from huiying.web.shared.tone import PostLabel, post_labels
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.placements.copies import ChangeCount
from huiying.work.incidents.placements.queries import PostGroup, group_id_of

TEXT_SHOWN = 160


@dataclass(frozen=True, slots=True)
class PostGroupRow:
    """A group of copies as one line.

    Attributes:
        size: How many copies.
        host, original: Of the address outside; "" = none.
        reasons: Why it is here.
        act: Puts it elsewhere; None for who may not.
    """

    id: str
    group: int
    size: int
    text: str
    source: str
    original: str
    host: str
    published_at: datetime | None
    collected_at: datetime
    noticed_at: datetime | None
    tags: list[PostLabel]
    labels: list[PostLabel]
    reasons: list[str]
    url: str
    act: ActButton | None = None


def group_rows(
    groups: Iterable[PostGroup], changes: Mapping[int, ChangeCount] | None = None
) -> list[PostGroupRow]:
    """Return copy groups as lines.

    Args:
        changes: Group → in how many ways its copies differ from the first.
    """
    changes = changes or {}
    return [
        PostGroupRow(
            id=str(group.post_id),
            group=group.group_id,
            size=group.copies,
            text=_short(group.title, group.text),
            source=group.source
            if group.places <= 1
            else _("%(source)s 等 %(count)s") % {"source": group.source, "count": group.places},
            original=group.url,
            host=group.host,
            published_at=group.published_at,
            collected_at=group.collected_at,
            noticed_at=group.noticed_at,
            tags=_tags(group, changes.get(group.group_id)),
            labels=post_labels(group.title, group.text),
            reasons=all_in_language(group.reasons),
            url=reverse("console:copies", args=[group.group_id]),
        )
        for group in groups
    ]


def _tags(group: PostGroup, changed: ChangeCount | None) -> list[PostLabel]:
    tags = [PostLabel(_("人工归组"))] if group.pinned else []
    if changed is not None:
        count = changed.variants
        word = ngettext("改写 %(count)s 种", "改写 %(count)s 种", count) % {"count": count}
        tags.append(PostLabel(word))
        if changed.opposite:
            tags.append(PostLabel(_("有相反的说法"), warn=True))
    return tags


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post as a line.

    Attributes:
        pieces: The stretch of its text that holds the words searched for.
        copies_url: Its group of copies; "" while the stream has not placed it.
    """

    id: str
    pieces: list[SnippetPart]
    url: str
    host: str
    source: str
    published_at: datetime | None
    collected_at: datetime
    noticed_at: datetime | None
    history: bool
    labels: list[PostLabel]
    copies_url: str


def post_row(post: Post, words: str = "") -> PostRow:
    """Return one post as a line."""
    group = group_id_of(post)
    return PostRow(
        id=str(post.pk),
        pieces=snippet(_whole(post.title, post.text), words, width=TEXT_SHOWN),
        url=post.url,
        host=post.host,
        source=post.source.name,
        published_at=post.published_at,
        collected_at=post.collected_at,
        noticed_at=post.noticed_at,
        history=post.history,
        labels=post_labels(post.title, post.text),
        copies_url=f"{reverse('console:copies', args=[group])}?post={post.pk}" if group else "",
    )


def list_address(post_id: int | str) -> str:
    """Return the list of posts as it stands from this post on."""
    query = urlencode({"before": int(post_id) + 1, "all": 1})
    return f"{reverse('console:posts')}?{query}#post-{post_id}"


def _short(title: str, text: str) -> str:
    whole = _whole(title, text)
    return whole if len(whole) <= TEXT_SHOWN else whole[:TEXT_SHOWN] + "…"


def _whole(title: str, text: str) -> str:
    return f"{title} {text}".strip() if title and not text.startswith(title) else text


def tally_words(counted: int) -> str:
    """Return how many were found; beyond what is counted it is said to be more.

    Args:
        counted: At most MOST_COUNTED + 1, which stands for more.
    """
    if counted > MOST_COUNTED:
        return _("找到 %(count)s 条以上") % {"count": f"{MOST_COUNTED:,}"}
    return _("找到 %(count)s 条") % {"count": counted}
