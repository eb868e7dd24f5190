"""Posts and copy groups as rows: text, ×n, place, three times. Never an author.

In:   rows from queries.    Out:  plain dictionaries for the templates.
Cost: no query; about 30 µs a post for its labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.search.series import MOST_COUNTED
from huiying.base.search.snippets import snippet
from huiying.web.shared.reasons import all_in_language
from huiying.web.shared.tone import post_labels
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.placements.copies import ChangeCount
from huiying.work.incidents.placements.queries import PostGroup, group_id_of

TEXT_SHOWN = 160


def group_rows(
    groups: Iterable[PostGroup], changes: Mapping[int, ChangeCount] | None = None
) -> list[dict[str, Any]]:
    """Return copy groups as lines: text, ×n, where, three times, why it is here.

    Args:
        changes: Group → in how many ways its copies differ from the first.
    """
    changes = changes or {}
    return [
        {
            "id": str(group.post_id),
            "group": group.group_id,
            "size": group.copies,
            "text": _short(group.title, group.text),
            "full": group.text,
            "source": group.source
            if group.places <= 1
            else _("%(source)s 等 %(count)s") % {"source": group.source, "count": group.places},
            "original": group.url,
            "host": group.host,
            "published_at": group.published_at,
            "collected_at": group.collected_at,
            "noticed_at": group.noticed_at,
            "tags": _tags(group, changes.get(group.group_id)),
            "labels": post_labels(group.title, group.text),
            "reasons": all_in_language(group.reasons),
            "url": reverse("console:copies", args=[group.group_id]),
            "move": None,
            "selectable": False,
        }
        for group in groups
    ]


def _tags(group: PostGroup, changed: ChangeCount | None) -> list[dict[str, Any]]:
    tags = [{"word": _("人工归组"), "warn": False}] if group.pinned else []
    if changed is not None:
        count = changed.variants
        word = ngettext("改写 %(count)s 种", "改写 %(count)s 种", count) % {"count": count}
        tags.append({"word": word, "warn": False})
        if changed.opposite:
            tags.append({"word": _("有相反的说法"), "warn": True})
    return tags


def post_row(post: Post, words: str = "") -> dict[str, Any]:
    """Return one post as a line: the stretch that holds the words, and its group of copies."""
    group = group_id_of(post)
    return {
        "id": str(post.pk),
        "pieces": snippet(_whole(post.title, post.text), words, width=TEXT_SHOWN),
        "url": post.url,
        "host": post.host,
        "source": post.source.name,
        "channel": post.channel,
        "published_at": post.published_at,
        "collected_at": post.collected_at,
        "noticed_at": post.noticed_at,
        "history": post.history,
        "labels": post_labels(post.title, post.text),
        "copies_url": reverse("console:copies", args=[group]) if group else "",
    }


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
