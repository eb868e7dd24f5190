"""Make posts whose event is known, so that speed and quality are taken on the same posts.

In:   how many posts, a seed; or a CSV or CSV.gz file and its column of labels.
Out:  title, text and the number of the event; the same for the same seed.
Cost: about 50 µs a post; memory for the events under way only; a file is read whole.

Made to be mistaken for one another: the same matter at several places at once, several matters
at one place, a place left out or called by its short name, sentences that stand in any letter,
letters of one form about different wishes, chatter, reposts with words before or cut off.
Made-up words fill them up, drawn so that as many of a post's words are rare as in real letters.
"""

from __future__ import annotations

import csv
import gzip
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.generate import (
    _CLOSINGS,
    _DID,
    _MATTERS,
    _OPENINGS,
    _WHEN,
    _listed,
    _some_place,
)

UNKNOWN: Final = -1  # event of a post that nobody labelled
UNDER_WAY: Final = 24
_CHATTER, _FORMS, _REPOSTS = 0.35, 0.06, 0.22  # shares of the posts
_SAME_PLACE: Final = 0.35  # share of events that begin where another one is under way
_SHORT_NAME, _NO_NAME = 0.20, 0.08  # shares of reports that call the place so
_OWN_SHARE: Final = 0.5  # share of sentences about the event alone
_BODIES: Final = _listed("物业公司 工程队 服务站 管理处 建设集团 配送中心 维修部 合作社")
_OWN: Final = _listed(
    """
    {own}旁边的{a}最明显 从{own}到{place}门口，{a}都是这样 大家都在说{own}和{a}
    照片里能看到{own} 起因好像是{own} {place}连{own}也受了影响 先是{own}，后来轮到{a}
    {body}的人来过，说{a}不归他们 {body}贴了张通知，{b}一个字没提 听说{body}又换了负责人
    {street}往里走，{a}更厉害 {street}那头也是，{place}比那边还早 {place}的{a}归{body}管
    {body}把{own}堆在{street} {place}换成{body}以后，{a}就没好过 {street}口的{own}还在
    """
)
_STATES: Final = _listed(
    """
    {a}就不对劲 {a}没人管 {a}换过一次又坏 {a}和{b}都指望不上 {a}说停就停 {a}比{b}还糟
    {a}乱成一团 只剩{a}能用 {a}出了差错 {a}拖着不办 {a}又要重来 {a}始终没有着落 {a}越来越差
    {a}跟说好的不一样 {a}忽好忽坏 {a}害得{b}也跟着出事 {a}成了摆设 {a}压根没动过 {a}让人着急
    {a}推给{b} {a}一拖再拖 {a}当面答应背后不认 {a}连{b}都不如
    """
)
_BEFORE: Final = ("转发微博 //@用户:", "【转】", "求扩散！", "看看这个：", "", "", "")
_TITLES: Final = (
    "{place}{matter}", "{matter}，{place}怎么办", "关于{place}{matter}的反映", "{place}的{a}",
    "{own}和{matter}", "{matter}", "{body}不管{a}", "", "", "", "",
)  # fmt: skip
_FORM: Final = (
    "尊敬的领导您好，请加快{any}建设力度，希望有关部门重视，尽快给予答复，谢谢。",
    "建议在{place}增设{any}，方便群众生活，望采纳。",
    "请问{place}的{any}什么时候开始办理，需要带什么材料，望回复。",
)


def _vocabulary(size: int = 30_000) -> list[str]:
    """Return made-up words of two common characters."""
    common = [
        bytes((first, second)).decode("gb2312")
        for first in range(0xB0, 0xD7)
        for second in range(0xA1, 0xFF)
    ]
    chance = random.Random(20)  # noqa: S311 - test data
    return [chance.choice(common) + chance.choice(common) for _ in range(size)]


_VOCABULARY: Final = _vocabulary()


def _any(chance: random.Random, count: int = 1) -> str:
    """Return words; some are common, most are rare, as in every language."""
    most = math.log(len(_VOCABULARY))
    return "".join(_VOCABULARY[int(math.exp(chance.random() * most)) - 1] for _ in range(count))


class Labelled(NamedTuple):
    """A post and the event it belongs to."""

    title: str
    text: str
    event: int


class NoSuchColumn(Exception):
    """A file has no column of this name."""

    def __init__(self, path: Path, column: str) -> None:
        super().__init__(f"{path}: no column {column}")
        self.path, self.column = path, column


def read_labelled(path: Path, label: str) -> list[Labelled]:
    """Return the rows of a file, in order of ``time`` where there is such a column.

    Raises:
        NoSuchColumn: It has no such column of labels.
    """
    csv.field_size_limit(1 << 24)
    open_it = gzip.open if path.suffix == ".gz" else open
    with open_it(path, "rt", encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    if rows and label not in rows[0]:
        raise NoSuchColumn(path, label)
    rows.sort(key=lambda row: row.get("time") or "")
    numbers: dict[str, int] = {"": UNKNOWN}
    return [
        Labelled(
            row.get("title") or "",
            row.get("text") or "",
            numbers.setdefault((row[label] or "").strip(), len(numbers)),
        )
        for row in rows
    ]


class _Event:
    """A matter at a place, with words of its own."""

    def __init__(self, chance: random.Random, number: int, places: list[str]) -> None:
        self.number = number
        again = places and chance.random() < _SAME_PLACE
        self.place = chance.choice(places) if again else _some_place(chance)
        self.matter, words = chance.choice(_MATTERS)
        self.words = chance.sample(words.split(), 6)
        self.own = [chance.choice(_VOCABULARY) for _ in range(6)]
        self.body = _some_place(chance)[:2] + chance.choice(_BODIES)
        self.street = _some_place(chance)[:2] + "路"
        self.left = min(400, max(2, round(chance.paretovariate(1.1) * 2)))
        self.lead_words: list[tuple[str, str]] = []


def generate_labelled(n: int, seed: int = 0) -> Iterator[Labelled]:
    """Yield ``n`` posts in order of time; chatter and letters of a form are events of one."""
    chance = random.Random(seed)  # noqa: S311 - test data
    under_way: list[_Event] = []
    for number in range(n):
        drawn = chance.random()
        if drawn < _CHATTER:
            yield Labelled(*_chatter(chance), number)
        elif drawn < _CHATTER + _FORMS:
            form = chance.choice(_FORM)
            wish = form.format(any=_any(chance, 2), place=_some_place(chance))
            yield Labelled("", wish, number)
        else:
            if len(under_way) < UNDER_WAY:
                places = [event.place for event in under_way]
                under_way.append(_Event(chance, number, places))
            event = chance.choice(under_way)
            yield Labelled(*_told(chance, event), event.number)
            event.left -= 1
            if event.left <= 0:
                under_way.remove(event)


def _chatter(chance: random.Random) -> tuple[str, str]:
    about = [_any(chance, 2) for _ in range(3)]
    parts = []
    for _ in range(chance.randrange(4, 16)):
        clause = chance.choice(_WHEN) + chance.choice(_DID)
        told = clause.format(
            place=_some_place(chance),
            a=chance.choice(about),
            days=chance.randrange(2, 30),
            hour=chance.randrange(6, 23),
        )
        parts.append(f"{told}，{_any(chance, chance.randrange(2, 7))}")
    return parts[0][:16] if chance.random() < 0.4 else "", "。".join(parts) + "。"


def _told(chance: random.Random, event: _Event) -> tuple[str, str]:
    """Return a report of an event, or a repost of an earlier one."""
    if event.lead_words and chance.random() < _REPOSTS:
        title, text = chance.choice(event.lead_words)
        if chance.random() < 0.4:  # share of trimmed reposts
            text = text[: int(len(text) * chance.uniform(0.8, 0.98))]
        return title, chance.choice(_BEFORE) + text
    title, text = _report(chance, event)
    event.lead_words = [*event.lead_words[-19:], (title, text)]
    return title, text


def _report(chance: random.Random, event: _Event) -> tuple[str, str]:
    called, place = chance.random(), event.place
    if called < _NO_NAME:
        place = "这里"
    elif called < _NO_NAME + _SHORT_NAME:
        place = place[:2] + "这边"
    sentences = [chance.choice(_OPENINGS)]
    for _ in range(chance.randrange(5, 12)):
        own = chance.random() < _OWN_SHARE
        begun = chance.choice(_OWN) if own else chance.choice(_WHEN) + chance.choice(_STATES)
        sentences.append(f"{begun}，{_any(chance, chance.randrange(2, 7))}。")
    sentences.append(chance.choice(_CLOSINGS))
    title = chance.choice(_TITLES)
    return (
        _fill(chance, event, title, place),
        "".join(_fill(chance, event, sentence, place) for sentence in sentences),
    )


def _fill(chance: random.Random, event: _Event, sentence: str, place: str) -> str:
    a, b, c = chance.sample(event.words, 3)
    return sentence.format(
        place=place,
        matter=event.matter,
        body=event.body,
        street=event.street,
        own=chance.choice(event.own),
        a=a,
        b=b,
        c=c,
        days=chance.randrange(2, 15),
        hour=chance.randrange(6, 23),
    )
