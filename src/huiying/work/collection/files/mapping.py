"""Guess the meaning of a file's columns.

In:   column names and a few rows.   Out:  a ``Mapping``: for each meaning a column or None.
Cost: O(cells in the sample); call it on tens of rows.

It is a proposal that a person sees and corrects; a meaning without a column stays None.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Row
from dataclasses import asdict, dataclass

from huiying.work.collection.core.items import REACH

# Header words by meaning, the surest first. A name that equals a word beats one that
# only contains it, and an earlier word beats a later one.
# Left out on purpose: "序号", because the next export counts from 1 again and its rows would
# pass for known ones; "name", because it is a person's.
HEADER_WORDS: dict[str, tuple[str, ...]] = {
    "external_id": (
        "external_id",
        "external_key",
        "id",
        "编号",
        "編號",
        "留言编号",
        "帖子编号",
        "工单编号",
        "唯一标识",
        "guid",
        "post_id",
    ),
    "title": (
        "title",
        "标题",
        "標題",
        "主题",
        "留言主题",
        "题目",
        "headline",
        "subject",
        "诉求标题",
    ),
    "text": (
        "text",
        "正文",
        "内容",
        "內容",
        "留言详情",
        "留言内容",
        "详情",
        "content",
        "body",
        "诉求内容",
        "全文",
        "微博内容",
        "评论内容",
        "文本",
        "摘要",
        "summary",
        "message",
        "description",
    ),
    "published_at": (
        "published_at",
        "发布时间",
        "發布時間",
        "發佈時間",
        "发表时间",
        "留言时间",
        "time",
        "时间",
        "pubdate",
        "date",
        "日期",
        "发布日期",
        "created_at",
        "提交时间",
        "来电时间",
        "datetime",
        "timestamp",
        "pub_time",
    ),
    "author": (
        "author",
        "作者",
        "用户",
        "留言用户",
        "昵称",
        "用户名",
        "发布人",
        "账号",
        "博主",
        "user",
        "username",
        "user_name",
        "nickname",
        "screen_name",
    ),
    "channel": (
        "channel",
        "平台",
        "来源",
        "来源平台",
        "渠道",
        "媒体",
        "媒体名称",
        "网站",
        "站点",
        "platform",
        "source",
        "media",
        "site",
        "来源渠道",
    ),
    "community": (
        "community",
        "社区",
        "版块",
        "板块",
        "小区",
        "圈子",
        "超话",
        "贴吧",
        "论坛",
        "群组",
        "forum",
        "board",
        "group",
    ),
    "url": (
        "url",
        "链接",
        "連結",
        "网址",
        "原文链接",
        "link",
        "地址链接",
        "href",
        "permalink",
        "原文地址",
    ),
    "reads": (
        "reads",
        "阅读数",
        "阅读量",
        "阅读",
        "浏览量",
        "浏览数",
        "浏览",
        "点击量",
        "点击数",
        "播放量",
        "播放数",
        "views",
        "view_count",
        "read_count",
        "reads_count",
    ),
    "reposts": (
        "reposts",
        "转发数",
        "转发量",
        "转发",
        "分享数",
        "reposts_count",
        "repost_count",
        "share_count",
        "shares",
    ),
    "comments": (
        "comments",
        "评论数",
        "评论量",
        "回复数",
        "跟帖数",
        "comments_count",
        "comment_count",
        "reply_count",
    ),
    "likes": ("likes", "点赞数", "点赞", "赞", "like_count", "点赞量", "attitudes_count", "up"),
}
# A header with one of these speaks of the answer or of counts, never of the post itself.
FOREIGN_WORDS = ("回复", "答复", "reply", "更新", "update", "评论数", "转发数", "count", "数量")
MIN_TEXT_CHARS = 6  # a column whose cells are shorter on average is no body of text
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_DATE = re.compile(r"(19|20)\d{2}\s*[-/.年]\s*\d{1,2}")
CONTENT_SHARE = 0.6  # of the filled cells that must look like a link or a date


@dataclass(frozen=True, slots=True)
class Mapping:
    """For each meaning the name of a column, or None where the file has none."""

    title: str | None = None
    text: str | None = None
    url: str | None = None
    published_at: str | None = None
    author: str | None = None
    channel: str | None = None
    community: str | None = None
    external_id: str | None = None
    reads: str | None = None
    reposts: str | None = None
    comments: str | None = None
    likes: str | None = None

    def as_dict(self) -> dict[str, str | None]:
        """Return the mapping in a form that can be stored as JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Row[str, object]) -> "Mapping":
        """Return a mapping stored by ``as_dict``; unknown names and non-texts are ignored."""
        known = {name: values.get(name) for name in cls.__dataclass_fields__}
        return cls(**{name: v for name, v in known.items() if isinstance(v, str) and v})

    def missing_from(self, columns: Iterable[str]) -> list[str]:
        """Return the mapped columns that a file with these ``columns`` does not have."""
        present = set(columns)
        return [name for name in self.as_dict().values() if name and name not in present]

    def value(self, meaning: str, row: Row[str, str]) -> str:
        """Return the cell of ``row`` for a meaning, "" when there is none."""
        column = getattr(self, meaning)
        return row.get(column, "") if column else ""


def guess_mapping(columns: Sequence[str], sample_rows: Sequence[Row[str, str]]) -> Mapping:
    """Propose a mapping from header words, and from the cells where words do not help.

    >>> guess_mapping(["留言编号", "留言主题", "留言详情", "留言时间"], []).text
    '留言详情'
    """
    found: dict[str, str] = {}
    for is_exact in (True, False):
        for meaning in HEADER_WORDS:
            if meaning not in found and (is_exact or meaning not in REACH):
                free = [name for name in columns if name not in found.values()]
                column = _by_words(free, meaning, is_exact=is_exact)
                if column is not None:
                    found[meaning] = column
    _guess_from_cells(found, columns, sample_rows)
    return Mapping(**found)


_KNOWN_NAMES = frozenset(word for words in HEADER_WORDS.values() for word in words)


def is_known_name(cell: str) -> bool:
    """Return whether a cell holds a name that exports give to a column."""
    return _normal(cell) in _KNOWN_NAMES


def _by_words(columns: Sequence[str], meaning: str, *, is_exact: bool) -> str | None:
    for word in HEADER_WORDS[meaning]:
        for column in columns:
            name = _normal(column)
            if is_exact:
                if name == word:
                    return column
            elif _contains(name, word) and not any(other in name for other in FOREIGN_WORDS):
                return column
    return None


def _contains(name: str, word: str) -> bool:
    if word.isascii():
        # "id" must not be found inside "video": whole words only.
        return word in re.split(r"[^a-z0-9]+", name)
    return len(word) > 1 and word in name


def _normal(column: str) -> str:
    return unicodedata.normalize("NFKC", column).strip().lower().strip("*:：()[]【】 ")


def _guess_from_cells(
    found: dict[str, str], columns: Sequence[str], rows: Sequence[Row[str, str]]
) -> None:
    free = [name for name in columns if name not in found.values()]
    for meaning, pattern in (("url", _URL), ("published_at", _DATE)):
        if meaning in found:
            continue
        match = next(
            (name for name in free if _share(name, rows, pattern) >= CONTENT_SHARE), None
        )
        if match is not None:
            found[meaning] = match
            free.remove(match)
    if "text" not in found and free:
        longest = max(free, key=lambda name: _mean_length(name, rows))
        # A body is longer than its title; without that, titles alone are the truth.
        least = _mean_length(found["title"], rows) if "title" in found else MIN_TEXT_CHARS
        if _mean_length(longest, rows) >= max(least, MIN_TEXT_CHARS):
            found["text"] = longest


def _share(column: str, rows: Sequence[Row[str, str]], pattern: re.Pattern[str]) -> float:
    cells = [cell for row in rows if (cell := row.get(column, "").strip())]
    if not cells:
        return 0.0
    return sum(1 for cell in cells if pattern.match(cell)) / len(cells)


def _mean_length(column: str, rows: Sequence[Row[str, str]]) -> float:
    cells = [cell for row in rows if (cell := row.get(column, "").strip())]
    return sum(map(len, cells)) / len(cells) if cells else 0.0
