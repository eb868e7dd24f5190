"""What marking posts by 50 watch topics costs beside placing them.

In:   ``python benchmarks/watch_topics.py [posts]``.
Out:  µs a post, and the share of placing by the engine alone; each text holds two of the words.
Cost: about 20 s.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime, timedelta

from huiying.engine.stream.event_stream import EventStream
from huiying.engine.text.keyword_expressions import ExpressionSet, fold_text, read_expression
from huiying.engine.types import Post

WORDS = (
    "供暖 停暖 不热 物业 停水 水质 发黄 路灯 积水 公交 改线 噪音 工地 欠薪 农民工 学区 划分 "
    "窗口 排队 电梯 停电 燃气 垃圾 清运 拆迁 补偿 医保 报销 养老 社保 高考 施工 占道 停车 "
    "广告 招聘 幼儿园 食堂 消防 通道 违建 油烟 井盖 绿化 快递 养犬 广场 扰民 网签 房产 交房"
).split()
TOPICS = 50
START = datetime(2026, 11, 24, tzinfo=UTC)
LETTERS = (
    "的一是了我不在人们有来他这上着个地到大里说就去子得也和那要下看天时过出小么起你都把好还多没"
)


def main() -> None:
    """Measure and print."""
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    chance = random.Random(7)  # noqa: S311 - the same texts every time
    expressions = {}
    for number in range(TOPICS):
        one, two, three, four = chance.sample(WORDS, 4)
        expressions[number] = read_expression(f"{one} 和 ({two} 或 {three}) 非 {four}")
    compiled = ExpressionSet(expressions)
    texts = [_text(chance) for _ in range(posts)]

    began = time.perf_counter()
    found = sum(bool(compiled.matching(fold_text(text))) for text in texts)
    marking = time.perf_counter() - began

    stream = EventStream()
    rows = [
        Post(
            key=number,
            title="",
            text=text,
            at=START + number * timedelta(seconds=30),
            source="论坛",
            masked=True,
        )
        for number, text in enumerate(texts, 1)
    ]
    began = time.perf_counter()
    for start in range(0, posts, 500):
        stream.feed(rows[start : start + 500])
    placing = time.perf_counter() - began
    print(f"{posts} posts, {TOPICS} topics, {found} matched")  # noqa: T201
    print(f"marking {marking / posts * 1e6:.1f} µs a post")  # noqa: T201
    print(f"placing {placing / posts * 1e6:.1f} µs a post, engine alone")  # noqa: T201
    print(f"share {marking / placing:.1%}")  # noqa: T201


def _text(chance: random.Random) -> str:
    letters = "".join(chance.choices(LETTERS, k=chance.randint(60, 240)))
    place = chance.randrange(len(letters))
    return letters[:place] + "".join(chance.sample(WORDS, 2)) + letters[place:]


if __name__ == "__main__":
    main()
