"""Among many posts, what is asked again and again is found by an index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.db.bulk import insert_columns
from huiying.engine.stream.settings import StreamSettings
from huiying.jobs.stream.rebuild import ENGINE_POST_FIELDS, window_size
from huiying.jobs.upkeep.watchdog import overdue
from huiying.work.closing.retention.free_posts import Limits, next_free_posts
from huiying.work.collection.posts import queries
from huiying.work.collection.posts.actions.delete_posts import delete_posts
from huiying.work.collection.posts.actions.mask_names import mask_names
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.posts.models import Arrival, Lane, Post, PostKey
from huiying.work.collection.posts.search import PostQuery, index_posts, search_entry
from huiying.work.collection.samples.known_posts import LOOKED_BACK, FoundLink, held_posts
from huiying.work.collection.snapshots.access import post_for
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.placements.queries import newest_posts, post_groups
from tests.factories import T0, Cast
from tests.module_rows import module_rows
from tests.query_plans import count_rows, wide_reads
from tests.scenarios.incidents import source_of

pytestmark = pytest.mark.django_db
POSTS = 5_000  # one in two hours, for more than a year
APART = timedelta(hours=2)
WAITING = 20
FOUND = 200  # the newest, in the index of words
TEXT = "青石家园自来水发黄" * 40
REASONS = [{"code": "stream.same_text", "params": {"share": 0.8}}] * 12  # rather long
EVENT = 77
EVENTS = 400  # of a dozen posts each
LARGE = 100  # posts of one event
FEW = 300
BIG = ("collection_post", "collection_postkey", "incidents_placement")


def _fill(cast: Cast) -> list[int]:
    """Make posts as the stream leaves them; return their numbers, the oldest first."""
    source = source_of(cast)
    moments = [T0 - APART * place for place in range(POSTS, 0, -1)]
    numbers = [first_id_at(at) for at in moments]
    placed = numbers[:-WAITING]
    owner = {"bureau_id": cast.bureau.pk, "source_id": source.pk}
    texts = {"title": "", "text": TEXT, "url": "", "host": "", "channel": "论坛"}
    insert_columns(
        Post,
        {
            "id": numbers,
            "collected_at": moments,
            "names_masked_at": [*moments[:-WAITING], *([None] * WAITING)],
        },
        every={**owner, **texts, "community": "", "history": False},
    )
    digests = [_digest(number) for number in numbers]
    insert_columns(PostKey, {"post_id": numbers, "digest": digests}, every=owner)
    insert_columns(
        Placement,
        {
            "post_id": placed,
            "group_id": placed,
            "event_id": [EVENT + place % EVENTS for place in range(len(placed))],
            "seq": list(range(1, len(placed) + 1)),
        },
        every={
            "bureau_id": cast.bureau.pk,
            "score": 0.0,
            "reasons": REASONS,
            "pinned": False,
            "grave": False,
        },
    )
    waiting = {"post_id": numbers[-WAITING:]}
    insert_columns(Arrival, waiting, every={"bureau_id": cast.bureau.pk, "lane": Lane.LIVE})
    entries = [search_entry(one, source.pk, "", TEXT, "论坛") for one in numbers[-FOUND:]]
    index_posts(cast.bureau.pk, entries)
    count_rows()
    return numbers


def _digest(number: int) -> bytes:
    return number.to_bytes(16, "big")


standing_rows, rows, yunchuan, numbers = module_rows(_fill)

Act = Callable[[Cast, list[int]], object]


def _arrivals_as_the_stream_reads_them(cast: Cast, _numbers: list[int]) -> object:
    found = Arrival.objects.filter(bureau_id=cast.bureau.pk, lane=Lane.LIVE).order_by("id")
    return list(found.values_list("id", "post__history", *ENGINE_POST_FIELDS)[:500])


def _window_after_a_restart(cast: Cast, _numbers: list[int]) -> object:
    placed = Placement.objects.filter(bureau_id=cast.bureau.pk, post__history=False)
    return list(placed.order_by("-seq").values_list("seq", *ENGINE_POST_FIELDS)[:100])


ACTS: dict[str, Act] = {
    "a post by its number": lambda cast, numbers: post_for(
        cast.lu, numbers[500], to=Capability.SEE_POSTS
    ),
    "the newest page": lambda cast, _: newest_posts(cast.bureau.pk, PostQuery(), limit=41),
    "an earlier page": lambda cast, numbers: newest_posts(
        cast.bureau.pk, PostQuery(before=numbers[-100]), limit=41
    ),
    "posts by their numbers": lambda _, numbers: queries.posts_with_source(numbers[:20]),
    "posts of an incident": lambda cast, _: post_groups(cast.bureau.pk, [EVENT]),
    "the newest posts of an incident": lambda cast, _: post_groups(
        cast.bureau.pk, [EVENT, EVENT + 1], newest=True
    ),
    "posts that wait to be placed": _arrivals_as_the_stream_reads_them,
    "the window after a restart": _window_after_a_restart,
    "how large the window is": lambda cast, _: window_size(cast.bureau.pk, StreamSettings()),
    "what is overdue": lambda _cast, _numbers: overdue(T0, timedelta(minutes=2)),
    "since when posts wait": lambda _cast, _numbers: queries.oldest_waiting(),
    "known keys": lambda cast, numbers: queries.known_digests(
        source_of(cast).pk, [_digest(number) for number in numbers[:20]]
    ),
    "what waits for the second look": lambda _cast, _numbers: queries.newest_open_names(9),
    "how many wait for it": lambda _cast, _numbers: queries.count_open_names(),
    "the second look": lambda _, numbers: mask_names(post_ids=numbers[-9:], now=T0),
    "posts of a day by source": lambda cast, _: queries.posts_per_source(cast.bureau.pk, T0),
    "posts of a source of two days": lambda cast, _: queries.posts_of_source(
        source_of(cast), since=T0 - timedelta(days=2)
    ),
    "deleting posts": lambda cast, numbers: delete_posts(
        bureau_id=cast.bureau.pk, post_ids=numbers[-FOUND : 20 - FOUND]
    ),
}


@pytest.mark.parametrize("asked", ACTS)
def test_few_rows_are_looked_at(yunchuan, numbers, asked):
    assert wide_reads(lambda: ACTS[asked](yunchuan, numbers), BIG, most=FEW) == []


def test_links_are_looked_for_among_the_posts_of_ninety_days(yunchuan, numbers):
    links = [FoundLink("https://luntan.example/12", "")]

    def look() -> object:
        return held_posts(yunchuan.bureau.pk, links, T0)

    assert wide_reads(look, BIG, most=LOOKED_BACK // APART) == []


def test_a_large_event_is_not_read_once_for_each_of_its_posts(yunchuan, numbers):
    event = numbers[:LARGE]
    Placement.objects.filter(post_id__in=event).update(event_id=1)
    count_rows()

    def choose() -> object:
        limits = Limits(T0 - timedelta(days=100), T0.date())
        return next_free_posts(yunchuan.bureau.pk, limits, after=0, most=20)

    assert wide_reads(choose, ("collection_post",), most=20 + 20) == []
