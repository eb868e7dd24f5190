"""Figures of topics: incidents, and their posts, by topic and week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.web.console.figures.comparison import Amount, number_cells
from huiying.web.console.figures.links import rows_url
from huiying.web.console.figures.period import Period
from huiying.web.console.shared.list_tools import Column, SortOrder
from huiying.work.responses.releases.topics import (
    TopicWeek,
    incidents_by_topic,
    posts_by_topic,
)

TOPIC_COLUMNS = (
    Column("name", gettext_lazy("主题"), sorts=True),
    Column("count", gettext_lazy("合计"), sorts=True, descending=True),
)
MOST_TOPICS = 9


@dataclass(frozen=True, slots=True)
class TopicRow:
    """Incidents or posts of one topic by week, the oldest week first."""

    topic: str
    counts: list[Amount]
    total: Amount

    @property
    def cells(self) -> SafeString:
        """The cells of the weeks, and that of the sum."""
        return number_cells([*self.counts, self.total])


@dataclass(frozen=True, slots=True)
class TopicFigure:
    """What was counted by topic and week, in the order asked for; without a topic last."""

    finding: str
    weeks: list[str]
    rows: list[TopicRow]  # those that are drawn
    others: list[str]  # the topics that are not drawn
    row_of: Callable[[str], TopicRow]

    @property
    def left_out(self) -> int:
        """How many topics are not drawn."""
        return len(self.others)

    @property
    def every(self) -> list[TopicRow]:
        """The rows of all topics; those that are not drawn are made for a file alone."""
        return [*self.rows, *map(self.row_of, self.others)]


def topic_figure(bureau_id: int, period: Period, order: SortOrder) -> TopicFigure:
    """Return the incidents of a period by the topic that their answers are filed under."""
    found = incidents_by_topic(bureau_id, period.since, period.until)
    finding = _("无数据：这段时间没有事件。")
    if found:
        finding = _("共 %(total)s 件，已归入 %(topics)s 个主题。") % _counts(found)
    return _figure(found, period, order, finding, of="incidents")


def post_topic_figure(
    bureau_id: int, period: Period, order: SortOrder, *, links: bool
) -> TopicFigure:
    """Return the posts of incidents that were collected in a period, by the same topics.

    Args:
        links: The reader may open posts.
    """
    found = posts_by_topic(bureau_id, period.since, period.until)
    finding = _("无数据：这段时间没有属于事件的帖文。")
    if found:
        words = _("事件帖文共 %(total)s 条，已归入 %(topics)s 个主题。")
        finding = words % _counts(found)
    return _figure(found, period, order, finding, of="posts" if links else "")


def _counts(found: Iterable[TopicWeek]) -> dict[str, int]:
    rows = list(found)
    return {
        "total": sum(row.count for row in rows),
        "topics": len({row.topic for row in rows if row.topic}),
    }


def _figure(
    found: list[TopicWeek], period: Period, order: SortOrder, finding: str, *, of: str
) -> TopicFigure:
    """Return rows of topics.

    Args:
        of: What a number opens (``row_lists.py``); "" = nothing.
    """
    counts = {(row.topic, row.week): row.count for row in found}
    totals = Counter[str]()
    for row in found:
        totals[row.topic] += row.count
    topics = sorted(totals, key=lambda one: one if order.column == "name" else totals[one])
    topics = topics[::-1] if order.descending else topics
    topics.sort(key=lambda one: not one)
    weeks = [(monday, period.week(monday)) for monday in period.mondays]

    def row_of(topic: str) -> TopicRow:
        return TopicRow(
            topic or _("未归类"),
            [
                _amount(counts.get((topic, monday), 0), week, topic, of)
                for monday, week in weeks
            ],
            _amount(totals[topic], period, topic, of),
        )

    return TopicFigure(
        finding,
        [f"{monday:%m-%d}" for monday, _week in weeks],
        [row_of(topic) for topic in topics[:MOST_TOPICS]],
        topics[MOST_TOPICS:],
        row_of,
    )


def _amount(count: int, days: Period, topic: str, of: str) -> Amount:
    return Amount(str(count), rows_url(of, days, topic=topic) if count and of else "")
