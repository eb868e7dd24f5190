"""Place labelled posts as the product does: a helper process reads them ahead.

In:   a file of posts (``labelled_file``), how many fill the window before time is taken.
Out:  speed of placing at a full window, quality over all posts, speed of what is proposed.
Cost: the run itself, in a process of its own so that its memory can be watched.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import time
from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from benchmarks.labelled import UNKNOWN, Labelled
from benchmarks.memory import resident
from huiying.engine.metrics import bcubed
from huiying.engine.reading.attitude import read_attitude
from huiying.engine.reading.claims import checkable_sentences
from huiying.engine.reading.content import read_content
from huiying.engine.routing.duties import UnitDuties, propose_units
from huiying.engine.stream.event_stream import EventStream
from huiying.engine.stream.prepare import PreparedPost, prepare_all
from huiying.engine.stream.settings import StreamSettings
from huiying.engine.types import Post

BATCH: Final = 500  # as the product places (jobs/stream.py)
_AHEAD: Final = 2  # batches that the helper has
_START: Final = datetime(2026, 1, 5, tzinfo=UTC)
_APART: Final = timedelta(seconds=20)
_READ: Final = 4_000  # first posts of groups for which all is proposed
_UNITS: Final = (
    UnitDuties(1, "供水公司", "自来水 水压 水管 抢修 水表 水质 停水"),
    UnitDuties(2, "供热公司", "供暖 换热站 锅炉 暖气 管道 室温"),
    UnitDuties(3, "住房建设局", "房屋 裂缝 地基 维修基金 物业 电梯 停车费 施工许可"),
    UnitDuties(4, "城市管理局", "垃圾 清运 油烟 占道 违规搭建 路灯 环卫"),
    UnitDuties(5, "人力资源和社会保障局", "工资 劳动监察 合同 就业 参保"),
    UnitDuties(6, "交通运输局", "公交 线路 班次 站牌 道路 末班车"),
    UnitDuties(7, "教育局", "学位 入学 划片 食堂 幼儿园 转学 校车"),
    UnitDuties(8, "卫生健康局", "医院 疫苗 接种 卫生院 药品"),
    UnitDuties(9, "医疗保障局", "医保 报销 异地 结算 住院 门诊"),
    UnitDuties(10, "自然资源局", "征地 补偿 土地 宅基地 规划"),
    UnitDuties(11, "水利局", "排水 下水道 内涝 河道 积水"),
    UnitDuties(12, "公安局", "治安 噪音 交通违法 户籍 诈骗"),
)


def labelled_file(path: Path, posts: Iterable[Labelled]) -> None:
    """Write posts, batch by batch, so that all systems read the same ones quickly."""
    rest = iter(posts)
    with path.open("wb") as out:
        while batch := [tuple(post) for post in islice(rest, BATCH)]:
            pickle.dump(batch, out)


def batches(path: Path) -> Iterator[list[Labelled]]:
    """Yield what ``labelled_file`` wrote."""
    with path.open("rb") as file:
        while True:
            try:
                yield [Labelled(*post) for post in pickle.load(file)]  # noqa: S301 - our own
            except EOFError:
                return


def quality(truth: Iterable[int], found: Iterable[int]) -> float:
    """Return B-cubed F1 over the posts whose event is known."""
    known = [pair for pair in zip(truth, found, strict=True) if pair[0] != UNKNOWN]
    return bcubed([one for one, _ in known], [other for _, other in known]).f1


class Run:
    """One stream, its helper, and what came out so far."""

    def __init__(self, window: int) -> None:
        self.stream = EventStream(
            StreamSettings(
                window_posts=window, window_span=timedelta(0), window_max_posts=window
            )
        )
        self.firsts: list[Labelled] = []  # some of the posts that are copies of none
        self.groups = 0
        self._truth, self._events = array("q"), array("q")
        self._became: dict[int, int] = {}
        fresh = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, fresh)
        self._pool.submit(read_ahead, [Post(0, "", "停水", _START)]).result()  # it is up now
        self._works: deque[tuple[list[Labelled], Future[list[PreparedPost]]]] = deque()
        self._sent = 0

    def place_all(self, source: Iterable[list[Labelled]]) -> Iterator[int]:
        """Place all posts, the helper some batches ahead; yield how many are placed."""
        for batch in source:
            self._send(batch)
            if len(self._works) > _AHEAD:
                yield self._place()
        while self._works:
            yield self._place()

    def end(self) -> None:
        """Let the helper go."""
        self._pool.shutdown()

    def quality(self) -> float:
        """Return B-cubed F1 of all posts as they stand now."""
        return quality(self._truth, map(self._now, self._events))

    def _now(self, event: int) -> int:
        while event in self._became:
            event = self._became[event]
        return event

    def _send(self, batch: list[Labelled]) -> None:
        posts = [
            Post(key, one.title, one.text, _START + key * _APART)
            for key, one in enumerate(batch, start=self._sent)
        ]
        self._sent += len(posts)
        self._works.append((batch, self._pool.submit(read_ahead, posts)))

    def _place(self) -> int:
        batch, work = self._works.popleft()
        result = self.stream.feed(work.result())
        self._became |= {merge.source_event: merge.target_event for merge in result.merges}
        self._truth.extend(one.event for one in batch)
        self._events.extend(place.event for place in result.placements)
        pairs = zip(batch, result.placements, strict=True)
        firsts = [one for one, place in pairs if place.group == place.key]
        self.groups += len(firsts)
        self.firsts += firsts[: _READ - len(self.firsts)]
        return len(self._events)


def read_ahead(posts: list[Post]) -> list[PreparedPost]:
    """Do in the helper all that one post needs alone."""
    return list(prepare_all(posts))


def place_all(path: Path, window: int, compared: Sequence[int]) -> dict[str, Any]:
    """Place every post of a file; time is taken from the moment that the window is full.

    Args:
        window: 0 takes time from the first post on.
        compared: Numbers of posts after which quality is told, to stand beside others.
    """
    run = Run(window or 1 << 40)
    before = resident(os.getpid())
    there: dict[int, float] = {}
    done = filled = 0
    begun, used = time.perf_counter(), time.process_time()
    for done in run.place_all(batches(path)):
        if done in compared:
            paused, idle = time.perf_counter(), time.process_time()
            there[done] = run.quality()
            begun += time.perf_counter() - paused  # not a part of placing
            used += time.process_time() - idle
        if window and not filled and done >= window:
            filled = done
            begun, used = time.perf_counter(), time.process_time()
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    added = resident(os.getpid()) - before
    run.end()
    timed = done - filled
    first_share = run.groups / done
    return {
        "posts_per_second": timed / seconds,
        "bcubed_f1": run.quality(),
        "proposals_per_second": len(run.firsts) / _proposing(run.firsts) / first_share,
        "posts_timed": timed,
        "first_post_share": first_share,
        "added_rss_mb": added / 1e6,
        "placing_us": cpu / timed * 1e6,
        "preparing_us": _preparing(next(batches(path))),
        "bcubed_f1_after": there,
    }


def _proposing(texts: list[Labelled]) -> float:
    """Return the seconds in which all is proposed that a post alone can say."""
    begun = time.perf_counter()
    for one in texts:
        read_content(one.title, one.text)
        read_attitude(f"{one.title} {one.text}")
        checkable_sentences(one.title, one.text)
        propose_units(f"{one.title} {one.text}", _UNITS)
    return time.perf_counter() - begun


def _preparing(batch: list[Labelled]) -> float:
    """Return the microseconds of this processor that one post needs alone."""
    posts = [Post(key, one.title, one.text, _START) for key, one in enumerate(batch)]
    read_ahead(posts)  # dictionaries are read, caches are warm
    begun = time.process_time()
    read_ahead(posts)
    return (time.process_time() - begun) / len(posts) * 1e6
