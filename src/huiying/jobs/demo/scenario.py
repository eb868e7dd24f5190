"""Load the written three-day scenario of the fictional district 云川区.

In:   the content files beside this module (cast, posts, acts, everyday noise).
Out:  one frozen ``Scenario`` whose steps are sorted by time.
Cost: about a second; 1,500 posts are read or composed, nothing is kept between calls.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any

from huiying.jobs.demo.everyday_posts import SEED, Span, compose
from huiying.jobs.demo.scenario_files import read_acts, read_posts
from huiying.jobs.demo.scenario_types import (
    ActStep,
    BureauCast,
    OfficerCast,
    PlantedCase,
    PostStep,
    Scenario,
    SourceCast,
    Suggestion,
    UnitCast,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

LIVE_FROM = timedelta(days=2, hours=9, minutes=30)
ENDS = timedelta(days=2, hours=18)
EVERYDAY = (
    Span(timedelta(0), timedelta(days=1), 272),
    Span(timedelta(days=1), timedelta(days=2), 272),
    Span(timedelta(days=2), LIVE_FROM, 60),
    Span(LIVE_FROM, ENDS, 300),
)
PAST_DAYS = 16  # of everyday talk before the first day: what is usual is known
PAST_POSTS = (250, 295)  # on each of them, from and to
_FIRST_ADDRESS = 40_101  # addresses count up from here, per source
_UNPLANTED = frozenset({"everyday.txt"})  # hand-written posts without a matter


def load_scenario() -> Scenario:
    """Return the whole scenario; two calls return equal values.

    Raises:
        BadContent: If a content file does not follow its format.
    """
    folder = resources.files("huiying.jobs.demo") / "content"
    cast: dict[str, Any] = json.loads((folder / "cast.json").read_text("utf-8"))
    sources = tuple(
        SourceCast(**entry | {"communities": tuple(entry["communities"])})
        for entry in cast["sources"]
    )
    posts = _addressed(_posts(folder), {source.key: source.host for source in sources})
    return Scenario(
        bureau=BureauCast(**cast["bureau"]),
        units=tuple(UnitCast(**entry) for entry in cast["units"]),
        officers=tuple(
            OfficerCast(**entry | {"roles": tuple(entry["roles"])})
            for entry in cast["officers"]
        ),
        sources=sources,
        cases=tuple(PlantedCase(**entry) for entry in cast["cases"]),
        past=tuple(_past(folder)),
        steps=tuple(sorted([*posts, *_acts(folder)], key=_order)),
        live_from=LIVE_FROM,
        ends=ENDS,
        what_to_try=load_suggestions(),
    )


def load_suggestions() -> tuple[Suggestion, ...]:
    """Return the lines of the side panel 可以试试, without loading the posts."""
    folder = resources.files("huiying.jobs.demo") / "content"
    entries = json.loads((folder / "what_to_try.json").read_text("utf-8"))
    return tuple(Suggestion(**entry) for entry in entries)


def _posts(folder: Traversable) -> Iterator[PostStep]:
    for file in sorted((folder / "posts").iterdir(), key=lambda file: file.name):
        planted = file.name not in _UNPLANTED
        yield from read_posts(
            file, incident=file.name.removesuffix(".txt") if planted else None
        )
    yield from compose(folder / "noise", spans=EVERYDAY)


def _past(folder: Traversable) -> Iterator[PostStep]:
    """Yield the talk of the days before; it is imported as history and has no address."""
    day = timedelta(days=1)
    for ago in range(PAST_DAYS, 0, -1):
        count = PAST_POSTS[0] + (ago * 17) % (PAST_POSTS[1] - PAST_POSTS[0])
        spans = (Span(-ago * day, -(ago - 1) * day, count),)
        for post in compose(folder / "noise", spans=spans, seed=SEED + ago):
            yield replace(post, key=f"past-{ago:02d}-{post.key}")


def _acts(folder: Traversable) -> Iterator[ActStep]:
    for file in sorted((folder / "acts").iterdir(), key=lambda file: file.name):
        yield from read_acts(file)


def _order(step: PostStep | ActStep) -> timedelta:
    """Sort by time alone: the order of reading decides between equals, posts before acts."""
    return step.offset


def _addressed(posts: Iterable[PostStep], hosts: dict[str, str]) -> Iterator[PostStep]:
    """Drop what comes after the end, and give every post of a host its own address."""
    numbers: Counter[str] = Counter()
    for post in sorted(posts, key=_order):
        if post.offset > ENDS:
            continue
        if not (host := hosts[post.source]):
            yield post
            continue
        numbers[post.source] += 1
        address = f"https://{host}/p/{_FIRST_ADDRESS + numbers[post.source]}"
        yield replace(post, url=address)
