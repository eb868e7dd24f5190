"""Read the scenario's text format: posts, reposts, acts of officers.

In:   ``content/posts/*.txt`` and ``content/acts/*.json``.    Out:  posts and acts, unsorted.
Cost: some 600 lines of text.

A line of a posts file is ``day HH:MM delay source[/community] handle | title | text``. The
delay is minutes from publication to collection with a minus sign, or ``?`` when the time of
publication is unknown. An indented line ``xN from..to source,source…`` repeats the post above
N times. A forum post without a title answers the last forum thread of the file and is titled
so; posts of tagging platforms carry the file's ``# tag`` two times out of three, as people do.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from huiying.jobs.demo.scenario_types import NAMELESS_SOURCES, ActStep, PostStep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

MIN_POST_CHARS = 6
_TAGGING = frozenset({"weiyan", "shan"})
MIN_COPY_CHARS = 30  # a cut copy keeps at least this much
_POST = re.compile(r"([123]) (\d\d):(\d\d) (-\d+|\?) (\S+) (\S+) \| ([^|]*?) ?\| (.+)")
_COPIES = re.compile(r"\s+x(\d+) (\d+)\.\.(\d+) (\S+)")
_AT = re.compile(r"([123]) (\d\d):(\d\d)")
_HANDLES = (
    "路人甲乙", "云川小灵通", "随手一转", "住得不远", "围观的", "周末补觉", "南门口", "阿毛",
    "搬砖小李", "晒太阳的猫", "青菜豆腐", "快乐水", "一叶扁舟", "隔壁王奶奶家", "夜猫子",
    "杨柳青青", "小太阳", "大脸猫", "不爱吃鱼", "听雨", "蓝色纸飞机", "老地方见", "核桃酥",
    "山里人", "两点一线", "菜篮子", "云上的日子", "下班就跑", "慢慢走", "一根冰棍",
)  # fmt: skip


class BadContent(ValueError):
    """A content file does not follow its format; the message names file and line."""


@dataclass(frozen=True, slots=True)
class _Copies:
    """How often, when (minutes after the original) and where a post is repeated."""

    count: int
    first: int
    last: int
    places: tuple[str, ...]


@dataclass(slots=True)
class _Manner:
    """How posts of one file show what they are about, beside their words."""

    tag: str
    threaded: bool = False  # posts of one file speak of one matter
    thread: str = ""
    tagged: int = 0

    def worn(self, post: PostStep) -> PostStep:
        """Return the post with the title of its thread or the platform's tag."""
        if post.source == "forum" and self.threaded:
            self.thread = post.title or self.thread
            if not post.title and self.thread:
                return replace(post, title=f"回复：{self.thread}")
            return post
        if self.tag and post.source in _TAGGING:
            self.tagged += 1
            if self.tagged % 3:
                return replace(post, text=f"{post.text} #{self.tag}#")
        return post


def moment(day: str, hour: str, minute: str) -> timedelta:
    """Return the time from 00:00 of day 1; ``day`` counts from 1."""
    return timedelta(days=int(day) - 1, hours=int(hour), minutes=int(minute))


def split_place(place: str) -> tuple[str, str]:
    """Return (source, community) of ``forum/民生求助``; the community may be empty."""
    source, _, community = place.partition("/")
    return source, community


def read_posts(file: Traversable, *, incident: str | None) -> Iterator[PostStep]:
    """Yield the posts of one file, each followed by its copies, without addresses.

    Raises:
        BadContent: If a line follows neither form.
    """
    ref = file.name.removesuffix(".txt")
    lines = file.read_text("utf-8").splitlines()
    manner = _Manner(tag=next((t[6:] for t in lines if t.startswith("# tag ")), ""))
    manner.threaded = incident is not None
    original: PostStep | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if copies := _COPIES.fullmatch(line):
            if original is None:
                raise BadContent(f"{file.name}:{number}: copies of nothing")
            count, first, last, places = copies.groups()
            plan = _Copies(int(count), int(first), int(last), tuple(places.split(",")))
            yield from _copies(original, plan)
            continue
        post = _POST.fullmatch(line)
        if post is None or len(post[8]) < MIN_POST_CHARS:
            raise BadContent(f"{file.name}:{number}: {line[:60]}")
        original = manner.worn(_post(post, key=f"{ref}-{number:03d}", incident=incident))
        yield original


def _post(found: re.Match[str], *, key: str, incident: str | None) -> PostStep:
    day, hour, minute, delay, place, handle, title, text = found.groups()
    at = moment(day, hour, minute)
    source, community = split_place(place)
    return PostStep(
        offset=at,
        key=key,
        source=source,
        community=community,
        author="" if source in NAMELESS_SOURCES else handle,
        title=title.strip(),
        text=text.strip(),
        url="",
        published_offset=None if delay == "?" else at + timedelta(minutes=int(delay)),
        incident=incident,
    )


def _copies(original: PostStep, plan: _Copies) -> Iterator[PostStep]:
    """Yield reposts: most come early, some are cut or carry a word of the sharer."""
    dice = random.Random(original.key)  # noqa: S311 - a fixed seed, no secret
    for number in range(1, plan.count + 1):
        share = ((number - 1) / max(plan.count - 1, 1)) ** 1.6
        wait = plan.first + (plan.last - plan.first) * share
        at = original.offset + timedelta(minutes=round(wait), seconds=dice.randrange(60))
        source, community = split_place(plan.places[(number - 1) % len(plan.places)])
        text, title = _reworded(original, dice)
        yield PostStep(
            offset=at,
            key=f"{original.key}x{number:02d}",
            source=source,
            community=community,
            author=dice.choice(_HANDLES),
            title=title,
            text=text,
            url="",
            published_offset=at - timedelta(minutes=dice.randrange(1, 9)),
            incident=original.incident,
            copy_of=original.key,
        )


def _reworded(original: PostStep, dice: random.Random) -> tuple[str, str]:
    """Return (text, title) of one copy: as it was, cut, or with a word before or after."""
    text = original.text
    cut = text[: max(MIN_COPY_CHARS, len(text) * 2 // 3)]
    lead = f"{original.title}：{text}" if original.title else text
    forms = (
        text,
        lead,
        f"转：{text}",
        f"{text} 求扩散",
        f"【转】{cut}……",
        cut,
        f"{text}[转发]",
    )
    return dice.choice(forms), original.title if dice.random() < 1 / 2 else ""


def read_acts(file: Traversable) -> Iterator[ActStep]:
    """Yield the acts of one matter; the file's name is its ``incident_ref``.

    Raises:
        BadContent: If a time does not follow ``day HH:MM``.
    """
    for entry in json.loads(file.read_text("utf-8")):
        at = _AT.fullmatch(entry.pop("at"))
        if at is None:
            raise BadContent(f"{file.name}: {entry}")
        yield ActStep(
            offset=moment(*at.groups()),
            actor=entry.pop("who"),
            verb=entry.pop("do"),
            incident_ref=file.name.removesuffix(".json"),
            optional=entry.pop("optional", False),
            args=entry,
        )
