"""The parts of the stream: terms, names, copies, neighbours, sums, rarity, whole sets."""

from __future__ import annotations

import pickle
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.analysis import DatedPost, find_incidents, in_order
from huiying.engine.duplicates import CopyIndex, bare, copied_share, trace
from huiying.engine.events import Event
from huiying.engine.holders import Holders
from huiying.engine.leads import shared_words, telling_words
from huiying.engine.names import names_in
from huiying.engine.neighbours import NeighbourIndex
from huiying.engine.prepare import prepare
from huiying.engine.stream import EventStream
from huiying.engine.terms import TERM_COUNT, base_of, terms_of
from huiying.engine.types import StreamSettings
from huiying.engine.vectors import Scratch
from huiying.engine.weights import UNIT, Rarity, next_step
from huiying.engine.window import Window
from tests.engine.material import T0, post, sample_posts

LONG = "云川佳园小区停水，自来水管爆裂，水压一直上不来，送水车没有到，物业说在等通知。"


def test_terms_are_sorted_unique_and_the_title_counts_twice():
    ids, base = terms_of("云川佳园停水", "自来水管爆裂 running pumps")
    _, alone = terms_of("", "云川佳园停水")

    assert (np.diff(ids) > 0).all()
    assert ids.min() >= 0
    assert ids.max() < TERM_COUNT
    assert base.max() > alone.max()


def test_petition_phrases_weigh_little():
    _, phrase = terms_of("", "希望")
    _, matter = terms_of("", "爆裂")

    assert phrase.max() < matter.max() / 5


@pytest.mark.parametrize(
    ("one", "other"),
    [("pump", "pumps"), ("price", "prices"), ("city", "cities"), ("close", "closing")],
)
def test_forms_of_an_english_word_meet(one, other):
    words = [{term for term in terms_of("", form)[0] if term % 2 == 0} for form in (one, other)]

    assert words[0] == words[1]


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_terms_of_positive_weight(title, text):
    ids, base = terms_of(title, text)

    assert ids.size == base.size
    assert (base > 0).all()
    assert (np.diff(ids) > 0).all()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("云川佳园小区停水", ("云川佳",)),
        ("在北岭大道", ("北岭大",)),
        ("路不好走", ()),
        ("abc路", ()),
        ("", ()),
    ],
)
def test_names_are_found_by_their_suffix(text, names):
    assert names_in(text) == names


def test_a_prepared_post_can_be_sent_to_another_process():
    one = prepare(post(1, LONG, "停水"))

    two = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes

    assert two.ids.tolist() == one.ids.tolist()
    assert two.trace == one.trace
    assert two.trace.signed == one.trace.signed


def test_posts_keep_each_word_once_wherever_they_were_prepared():
    """Thousands of posts of a window speak of one place in the same words."""
    one, two = prepare(post(1, LONG)), prepare(post(2, f"{LONG}又停了"))
    sent = pickle.loads(pickle.dumps(two))  # noqa: S301 - our own bytes

    for other in (two, sent):
        kept = {id(word) for word in (*one.told, *one.names)}
        assert {"停水", "云川佳"} <= {*other.told, *other.names}
        assert {id(word) for word in (*other.told, *other.names)} <= kept


def test_copies_are_found_until_they_are_removed():
    index = CopyIndex(least_share=0.6)
    whole, cut = trace(bare(LONG), ()), trace(bare(LONG[:-4]), ())
    index.add(7, whole)
    index.add(9, whole)

    assert index.find(whole) == (7, 1.0)
    key, share = index.find(cut)
    assert key == 7
    assert 0.6 <= share < 1
    index.remove(7, whole)
    index.remove(7, whole)
    assert index.find(cut)[0] == 9


@pytest.mark.parametrize(
    ("changed", "is_copy"),
    [
        (LONG[:-9], True),  # trimmed
        (f"{LONG}请转发。", True),  # added to
        (LONG.replace("压", "厌"), True),  # misspelt
        (LONG.replace("送水车没有到", "幼儿园没有开"), False),  # another matter in the slot
        (LONG.replace("云川佳园小区", "北岭新城社区"), False),  # another place
        ("望溪花园暖气不热，换热站检修之后室温只有十二度，管道摸着冰凉。", False),
    ],
)
def test_a_letter_with_another_word_in_its_slot_is_no_copy(changed, is_copy):
    texts = [trace(bare(text), names_in(text)) for text in (LONG, changed)]

    assert (copied_share(*texts, least=0.6) > 0) is is_copy
    assert copied_share(*texts, least=0.6) == copied_share(*texts[::-1], least=0.6)


def test_many_copies_outgrow_the_first_rows():
    index = CopyIndex(least_share=0.6)
    for key in range(1_100):
        drawn = [chr(0x4E00 + (key * 37 + at * 11) % 5_000) for at in range(40)]
        last = trace(f"第{key}条" + "".join(drawn), ())
        index.add(key, last)

    assert len(index) == 1_100
    assert index.find(last) == (1_099, 1.0)


def rows_of_posts(posts, *, seed):
    window = Window(StreamSettings(), Rarity())
    rows = {}
    for one in sample_posts(posts, seed=seed):
        live = window.live(prepare(one), group=one.key, event=one.key)
        window.weigh(live)
        rows[one.key - 1] = window.row(live)
    return rows


@given(
    st.integers(0, 500),
    st.permutations(range(30)),
    st.sets(st.integers(0, 29), max_size=10),
    st.integers(1, 40),
)
def test_neighbours_do_not_depend_on_how_the_index_was_built(seed, order, removed, part):
    rows = rows_of_posts(30, seed=seed)
    kept = [key for key in rows if key not in removed]
    fresh = NeighbourIndex(neighbours=4, floor=0.05)
    used = NeighbourIndex(neighbours=4, floor=0.05, part_posts=part)
    for key in kept:
        fresh.add(key, rows[key])
    for key in order:
        used.add(key, rows[key])
        used.nearest([rows[key]])
    for key in removed:
        used.remove(key)
        used.remove(key)

    asked = [rows[key] for key in kept]
    assert fresh.nearest(asked) == used.nearest(asked)
    assert len(fresh) == len(used) == len(kept)


@given(st.lists(st.tuples(st.integers(0, 19), st.booleans()), max_size=40), st.integers(1, 5))
def test_holders_are_counted_though_posts_wait_to_be_counted(steps, often):
    posts = [prepare(one).ids for one in sample_posts(20, seed=9)]
    asked = np.unique(np.concatenate(posts))
    held, there = Holders(), set()
    for at, (which, comes) in enumerate(steps):
        if comes and which not in there:
            held.add(posts[which])
            there.add(which)
        elif not comes and which in there:
            held.remove(posts[which])
            there.remove(which)
        if at % often == 0:
            held.of(asked)

    told = [sum(term in posts[which] for which in there) for term in asked]
    assert held.of(asked).tolist() == told


def test_what_is_left_of_an_old_part_of_the_index_is_found():
    rows = rows_of_posts(20, seed=3)
    fresh = NeighbourIndex(neighbours=4, floor=0.05)
    used = NeighbourIndex(neighbours=4, floor=0.05, part_posts=10)
    for some in (range(10), range(10, 20)):
        for key in some:
            used.add(key, rows[key])
        used.nearest([rows[key]])
    for key in range(9):
        used.remove(key)
    for key in range(9, 20):
        fresh.add(key, rows[key])

    asked = list(rows.values())
    assert used.nearest(asked) == fresh.nearest(asked)
    assert len(used) == len(fresh) == 11


@given(st.lists(st.tuples(st.integers(0, 11), st.booleans()), max_size=30))
def test_a_sum_is_a_function_of_its_members(steps):
    window = Window(StreamSettings(), Rarity())
    posts = []
    for one in sample_posts(12, seed=3):
        live = window.live(prepare(one), group=one.key, event=1)
        window.weigh(live)
        posts.append(live)
    event, scratch = Event(1), Scratch()
    for at, looked_at in steps:
        one = posts[at]
        if one.key in event.members:
            event.remove(one)
        else:
            known = event.dot(scratch.lay(one.ids, one.weights)) if looked_at else None
            event.add(one, known)
    anew = Event(1)
    for one in event.members.values():
        anew.add(one)

    assert event.compact()[0].tolist() == anew.compact()[0].tolist()
    assert event.compact()[1].tolist() == anew.compact()[1].tolist()
    assert (event.square, event.name_weights, event.name_square) == (
        anew.square, anew.name_weights, anew.name_square,
    )  # fmt: skip


def test_one_alone_and_many_at_once_are_weighed_alike():
    rarity = Rarity()
    ready = [prepare(one) for one in sample_posts(80)]
    for one in ready:
        rarity.learn(one.ids, one.names)
    rarity.refresh()
    sizes = np.array([one.ids.size for one in ready])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))

    many = rarity.weigh_all(
        np.concatenate([one.ids for one in ready]),
        np.concatenate([base_of(one.ids, one.times) for one in ready]),
        starts,
    )

    for one, start in zip(ready, starts, strict=True):
        alone = rarity.weigh(one.ids, base_of(one.ids, one.times))
        assert alone.tolist() == many[start : start + one.ids.size].tolist()
        assert abs(np.linalg.norm(alone.astype(np.float64)) - UNIT) < UNIT / 50


def test_the_table_is_renewed_in_growing_steps():
    steps = [next_step(posts) for posts in (0, 16, 1_000, 8_000, 200_000)]

    assert steps == [16, 24, 1_500, 16_000, 265_536]


def test_words_that_say_nothing_are_not_shown():
    asked, hoped = map(telling_words, ("希望云川佳园停水尽快解决", "云川佳园停水问题希望解决"))

    assert shared_words(asked, hoped) == ["云川", "佳园", "停水"]


def test_large_events_demand_more_likeness_the_larger_they_are():
    settings = StreamSettings()

    assert settings.needed_mean(settings.large_event) == 0
    assert settings.needed_mean(20) == settings.mean_cosine
    assert settings.needed_mean(5_000) > settings.needed_mean(500) > settings.mean_cosine


def test_a_style_in_common_does_not_chain_three_hundred_letters():
    stream = EventStream()
    events = {}
    for start in range(1, 301, 50):
        letters = [
            post(
                key,
                f"尊敬的领导您好，请加快{chr(0x4E00 + key * 7)}{chr(0x5E00 + key * 3)}"
                f"{chr(0x6E00 + key * 5)}建设力度，希望有关部门重视，尽快给予答复。",
            )
            for key in range(start, start + 50)
        ]
        events |= {place.key: place.event for place in stream.feed(letters).placements}
    sizes = {}
    for event in map(stream.current_event, events.values()):
        sizes[event] = sizes.get(event, 0) + 1

    assert max(sizes.values()) <= 16  # before anything is known to be common


def test_posts_of_unknown_time_keep_their_place_in_the_file():
    dated = [
        DatedPost(post(1, "a", minutes=60), is_dated=True),
        DatedPost(post(2, "b"), is_dated=False),
        DatedPost(post(3, "c", minutes=0), is_dated=True),
    ]

    ordered = in_order(dated)

    assert [one.key for one in ordered] == [3, 1, 2]
    assert ordered[2].at == T0 + timedelta(minutes=60)


def test_incidents_of_a_set_come_largest_first_with_reasons():
    posts = [DatedPost(one, is_dated=True) for one in sample_posts(200)]

    found = find_incidents(posts)

    assert found
    assert [one.size for one in found] == sorted((one.size for one in found), reverse=True)
    assert all(one.size >= 2 and one.title and one.reasons for one in found)
    keys = [key for one in found for key in one.keys]
    assert len(keys) == len(set(keys))
