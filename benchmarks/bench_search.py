"""How quick search is among a million posts.

In:   how many posts.    Out:  time of finding and counting by phrase, and of the page.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from benchmarks.bench_pages import time_page, vendor
from benchmarks.fill import Size, full_bureau
from benchmarks.installation import PASSWORD
from benchmarks.machine import machine, share

RUNS = 20
PAGE = 41  # rows of a page, and one to see whether there are more
PHRASES = {
    "common": ("路灯", "停水", "有人", "部门", "工作人员"),
    "usual": ("墙体裂缝", "云川", "老式吉他", "送水车", "路灯不亮 云"),
    "rare": ("限量相机", "竹编口琴", "陶瓷乌龟"),
    "characters that seldom meet": ("上的", "的不", "人天"),
    "not there": ("不存在的", "量子纠缠"),
    "one character": ("鹭",),
}


def measure(
    posts: int = 1_000_000,
    incidents: int = 500,
    records: int = 10_000,
    data: str = "",
    database: str = "",
) -> dict[str, Any]:
    """Fill a bureau, then look for phrases of every kind, each several times."""
    with full_bureau(Size(posts, incidents, records), kept=data, database=database):
        where = machine()
        found = [_kind(name, phrases) for name, phrases in PHRASES.items()]
        pages, used = _pages(), vendor()
    return {
        "phrases": found,
        "pages": pages,
        "database": used,
        "posts": posts,
        "machine": where,
        "runs": RUNS,
    }


def _kind(name: str, phrases: tuple[str, ...]) -> dict[str, Any]:
    from huiying.base.accounts.core.models import Bureau
    from huiying.work.collection.posts.search import PostQuery, count_matches, search_posts

    bureau = Bureau.objects.get().pk
    finding, counting = [], []
    for phrase in phrases:
        question = PostQuery(words=phrase)
        finding += _times(lambda q=question: search_posts(bureau, q, limit=PAGE))
        counting += _times(lambda q=question: count_matches(bureau, q))
    return {
        "name": name,
        "find_p95_ms": round(share(finding, 0.95), 1),
        "count_p95_ms": round(share(counting, 0.95), 1),
        "max_ms": round(max(finding + counting), 1),
    }


def _times(act: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _pages() -> list[dict[str, Any]]:
    from django.test import Client

    client = Client()
    client.post("/accounts/login/", {"login": "duty", "password": PASSWORD})
    return [
        time_page(client, phrase, f"/desk/{page}/?q={phrase}", RUNS)
        for page in ("posts", "search")
        for phrase in ("路灯", "墙体裂缝", "限量相机", "不存在的")
    ]
