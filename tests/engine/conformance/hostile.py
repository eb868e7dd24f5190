"""What nobody writes and everything must bear: texts and streams of posts.

Add a text or a stream here and every part of ``parts.py`` meets it.
"""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import strategies as st

from tests.engine.material import post, sample_posts

WATER = "云川佳园小区停水，自来水管爆裂，水压一直上不来，送水车没有到，3名老人被困电梯。"
NAMED = f"我是张小云，电话13800000000，{WATER}{WATER}"
LARGE = 1_000_000

TEXTS = {
    "empty": "",
    "one character": "水",
    "one space": " ",
    "line breaks only": "\n\r\n\u2028\u2029\v\f",
    "mixed scripts": "停水 Wasser вода νερό 水が出ない 물이 안 나와요 ماء מים पानी น้ำ",
    "traditional characters": "雲川佳園小區停水，自來水管爆裂，電梯困住三名老人，請儘快處理。",
    "emoji only": "😡👨‍👩‍👧‍👦🇨🇳🏳️‍🌈👍🏽❤️‍🔥" * 40,
    "control characters": "停\x00水\x07三\x1b[31m天\x7f\x85，\x9d电话13800000000",
    "right-to-left marks": "\u202e水停\u202c区\u200f小\u2067园佳\u2069\ufeff川云\u200b",
    "lone surrogates": "云川\ud800佳园\udfff停水\udc00",
    "combining marks": "停" + "\u0301\u20dd" * 2_000 + "水",
    "ligatures and forms": "㍿㋿ﷺ①②㈠Ⅷ㎡ｶﾞ🄰" * 50,
    "private and unassigned": "\ue000\uf8ff\U000f0000\U0010ffff\uffff\ufdd0停水",
    "markup": '<script>alert(1)</script>&lt;b&gt;&amp;amp;lt;<a href="//x">停水</a>' * 20,
    "unclosed markup": "<" * 4_000 + "&" * 4_000 + "〔" * 500 + "【" * 500,
    "numerals without end": "一二三四五六七八九十百千万亿零两" * 400,
    "digits without end": "1" * 20_000,
    "numbers that are too large": "死亡99999999999999999999万亿人，1e999人受伤，-3人失踪",
    "formats of programs": "%s %n {0} {place} {} $(id) `id` \\N{DIGIT ONE} \\u0000 ' OR 1=1 --",
    "a megabyte of one letter": "a" * LARGE,
    "a megabyte of one character": "水" * LARGE,
    "a megabyte of sentences": WATER * (LARGE // len(WATER)),
    "pages of names": NAMED * (LARGE // 4 // len(NAMED)),
    "a megabyte of spaces": " " * LARGE,
}

UNITS = st.text(
    st.sampled_from(
        "水电气暖死伤困人名余多约至少一二三十百万0123456789０.,，。！？；、 \n\t\u3000\u200b"
        "<>&#;/@:：()（）〔〕【】[]*_-—×xX张王李我是叫路街镇村号楼室园区aeiou'\"😡\ud800\u202e"
    ),
    min_size=1,
    max_size=6,
)
"""Pieces that the patterns look for; repeated, they show a pattern that goes back and forth."""

WRITTEN = st.lists(
    st.one_of(
        UNITS,
        st.text(max_size=12),
        st.sampled_from(
            [WATER, "死亡3人", "受伤人数升至", "请问", "据说", "云川佳园小区", "13800000000"]
        ),
    ),
    max_size=12,
).map("".join)
"""What people might write, and what they never would."""


def _template(count: int) -> list:
    chance = random.Random(4)  # noqa: S311 - test data
    slots = [chr(0x4E00 + chance.randrange(5_000)) * 2 for _ in range(count)]
    form = "尊敬的领导您好，请加快{}建设力度，希望有关部门重视，尽快给予答复，谢谢。"
    return [post(at, form.format(slot)) for at, slot in enumerate(slots, start=1)]


def _times(minutes_of) -> list:
    sample = sample_posts(90, seed=6)
    chance = random.Random(8)  # noqa: S311 - test data
    moved = [minutes_of(chance, at) for at in range(len(sample))]
    return [
        post(one.key, one.text, one.title, minutes=minutes)
        for one, minutes in zip(sample, moved, strict=True)
    ]


STREAMS = {
    "nothing": [],
    "a single post": [post(1, WATER)],
    "posts without text": [post(at, "") for at in range(1, 60)],
    "every hostile text": [
        post(at, text[:50_000], title=text[:300])
        for at, text in enumerate(TEXTS.values(), start=1)
    ],
    "a template": _template(300),
    "times out of order": _times(lambda chance, at: chance.randrange(-50_000, 50_000)),
    "times backwards": _times(lambda chance, at: -at),
    "equal times": _times(lambda chance, at: 0),
    "times a century apart": _times(lambda chance, at: at * 60 * 24 * 365),
    "keys that jump": [
        post(one.key * (1 << 40), one.text, one.title, minutes=0) for one in sample_posts(60)
    ],
}


class TookTooLong(AssertionError):
    """Something computes for longer than it may."""


@contextmanager
def within(seconds: float, what: str = "") -> Iterator[None]:
    """Stop what computes for longer: a pattern that goes back and forth would take days.

    Counted is the time of this process, so that a busy machine fails nothing.

    Args:
        what: Is named when something fails.
    """

    def stop(*_: object) -> None:
        raise TookTooLong(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    except Exception as error:
        error.add_note(f"at: {what}")
        raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
