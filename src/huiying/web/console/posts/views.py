"""帖文: the newest posts with the matter of each. Never a list by author.

In:   requests of officers with SEE_POSTS.    Out:  a paged list with search and filters.
Cost: four queries a page and a count that stops at a thousand; the list is paged by number, so
      that a million posts are as quick as ten.
"""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.console.posts.rows import listed_posts
from huiying.web.console.shared.component_rows import Hides
from huiying.web.console.shared.day_range import DayRange, day_range_of
from huiying.web.console.shared.list_tools import Column, list_tools
from huiying.web.shared.place_names import platform_choices
from huiying.web.shared.post_rows import tally_words
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.work.collection.posts.counts import deleted_posts
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.search import PostQuery, count_matches
from huiying.work.collection.sources.queries import sources_of
from huiying.work.collection.topics.models import WatchTopic
from huiying.work.collection.topics.queries import (
    count_topic_matches,
    matched_posts,
    running_topics,
)
from huiying.work.incidents.placements.queries import newest_posts, placed_posts

PAGE = 40
COLUMNS = (
    Column("text", gettext_lazy("内容"), always=True),
    Column("matter", gettext_lazy("所属事件")),
    Column("source", gettext_lazy("来源")),
    Column("published", gettext_lazy("发布")),
    Column("collected", gettext_lazy("采集")),
    Column("noticed", gettext_lazy("知悉")),
    Column("original", gettext_lazy("原文")),
)


@require_GET
def post_list(request: OfficerRequest) -> HttpResponse:
    """The newest posts; ``before`` pages backwards, ``q`` finds words, the others narrow."""
    require(request.user, Capability.SEE_POSTS)
    bureau = request.user.bureau_id
    days = day_range_of(request)
    question = post_query(request, days)
    channels = platform_choices(bureau, clock.now())
    refusal = personal_search_refusal(question.words) or _channel_refusal(
        question.channel, channels
    )
    topics = {str(row.pk): row for row in running_topics(bureau)}
    topic = topics.get(request.GET.get("topic", ""))
    posts = [] if refusal else _posts(bureau, question, topic)
    listed = listed_posts(posts[:PAGE], question.words, request.user, request.get_full_path())
    narrowed = _narrowed(question, days) or topic is not None
    folds = not narrowed and not request.GET.get("all")
    folded = [row for row in listed if folds and not row.matter]
    if len(folded) == len(listed):  # a page of headings alone would show nothing
        folded = []
    sources = list(sources_of(bureau))
    context = {
        "rows": [row for row in listed if row not in folded],
        "folded": folded,
        "words": question.words,
        "refusal": refusal,
        "days": days,
        "tools": list_tools(request, "posts", COLUMNS),
        "source": str(question.source_id or ""),
        "sources": [(str(row.pk), row.name) for row in sources],
        "channel": question.channel,
        "channels": channels,
        "topic": str(topic.pk) if topic else "",
        "topics": [(key, row.name) for key, row in topics.items()],
        "narrowed": narrowed,
        "older": listed[-1].post.id if len(posts) > PAGE else "",
        "hides": _hides_topic(topic) if topic else _hides(bureau, question, days),
    }
    return render(request, "console/posts/list.html", context)


def _posts(bureau_id: int, question: PostQuery, topic: WatchTopic | None) -> list[Post]:
    if topic is None:
        return newest_posts(bureau_id, question, limit=PAGE + 1)
    return placed_posts(bureau_id, matched_posts(topic, question, limit=PAGE + 1))


def _hides_topic(topic: WatchTopic) -> Hides:
    """Say that the posts of one topic are shown, and the others are not."""
    shown = _("关注“%(name)s”的帖文共 %(count)s 条，按采集时间从新到旧。")
    values = {"name": topic.name, "count": count_topic_matches(topic)}
    return Hides(
        shown=shown % values,
        hidden=_("不符合条件的未显示"),
        all_url=reverse("console:posts"),
        all_label=_("全部显示"),
    )


def post_query(request: HttpRequest, days: DayRange) -> PostQuery:
    """Return what a request asks of the posts."""
    return PostQuery(
        words=request.GET.get("q", "").strip(),
        source_id=parse_int(request.GET.get("source", "")),
        channel=request.GET.get("channel", "").strip(),
        since=days.since,
        until=days.until,
        before=parse_int(request.GET.get("before", "")),
    )


def _channel_refusal(channel: str, choices: list[tuple[str, str]]) -> str:
    """Say why posts cannot be narrowed by a platform of no list; the name is not repeated."""
    if not channel or channel in dict(choices):
        return ""
    return _("该平台不在本局平台名单内，不能据此筛选。名单以外的平台均记为“其他”。")


def _narrowed(question: PostQuery, days: DayRange) -> bool:
    return bool(question.words or question.source_id or question.channel or days)


def _hides(bureau_id: int, question: PostQuery, days: DayRange) -> Hides:
    """Say how many answer, and that the others are not shown."""
    if not _narrowed(question, days):
        shown = _("按采集时间从新到旧，每页 %(count)s 条，重复帖文逐条列示。")
        return Hides(shown % {"count": PAGE})
    found = tally_words(count_matches(bureau_id, replace(question, before=None)))
    shown = _("%(found)s，按采集时间从新到旧，每页 %(count)s 条，重复帖文逐条列示。")
    hidden = _("不符合条件的未显示")
    if days and not question.words and (gone := deleted_posts(bureau_id, question)):
        hidden = _("另有 %(count)s 条已按保存期删除，仍计入统计") % {"count": gone}
    return Hides(
        shown=shown % {"found": found, "count": PAGE},
        hidden=hidden,
        all_url=reverse("console:posts"),
        all_label=_("全部显示"),
    )
