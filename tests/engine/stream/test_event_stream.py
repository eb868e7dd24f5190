"""The stream: placing, copies, merging, officers' decisions, the window, restarts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huiying.engine.stream import placing
from huiying.engine.stream.event_stream import EventStream
from huiying.engine.stream.linking import link_score
from huiying.engine.stream.prepare import prepare
from huiying.engine.stream.settings import StreamSettings
from huiying.engine.stream.snapshots import UnreadableSnapshot
from huiying.engine.stream.types import CannotLink, MovePost, MustLink, SplitEvent
from tests.engine.material import T0, post, sample_posts

SMALL = StreamSettings(window_posts=60, window_span=timedelta(0), chunk_posts=16)
ROOMY = StreamSettings(chunk_posts=16)
WATER = "云川佳园小区停水，自来水管爆裂，水压一直上不来，送水车没有到。"


class Record:
    """What a caller stores: posts and their present placements."""

    def __init__(self):
        self.posts = {}
        self.places = {}
        self.log = []

    def feed(self, stream, posts):
        result = stream.feed(posts)
        self.posts |= {one.key: one for one in posts}
        self.places |= {place.key: place for place in result.placements}
        self.apply(result.merges)
        self.log.append((result.placements, result.merges, result.suggestions))
        return result

    def apply(self, merges):
        for merge in merges:
            for key, place in self.places.items():
                if place.event == merge.source_event:
                    self.places[key] = replace(place, event=merge.target_event)

    def move(self, keys, event):
        for key in keys:
            self.places[key] = replace(self.places[key], event=event)

    def window(self, newest=None):
        keys = sorted(self.places)
        return [
            (self.posts[key], self.places[key]) for key in (keys[-newest:] if newest else keys)
        ]

    @property
    def events(self):
        return {key: place.event for key, place in self.places.items()}

    @property
    def groups(self):
        return {key: place.group for key, place in self.places.items()}


def batches(posts, size):
    return [posts[start : start + size] for start in range(0, len(posts), size)]


def test_posts_about_one_matter_share_an_event_and_others_do_not():
    record = Record()
    stream = EventStream()

    record.feed(
        stream,
        [
            post(1, WATER, "云川佳园小区停水"),
            post(2, "望溪花园暖气不热，换热站检修之后室温只有十二度。", "望溪花园暖气不热"),
            post(
                3,
                "今天云川佳园小区停水第三天，自来水管爆裂没人修，水压上不来。",
                "云川佳园停水三天",
            ),
        ],
    )

    assert record.events == {1: 1, 2: 2, 3: 1}
    assert record.places[3].score >= StreamSettings().assign_score
    assert "engine.similar_words_shared" in {reason.code for reason in record.places[3].reasons}
    assert record.places[2].reasons[0].code == "engine.new_event"


@pytest.mark.parametrize(("sure", "compared"), [(0.45, 1), (1.1, 2)])
def test_no_farther_event_is_compared_once_one_is_alike_for_sure(monkeypatch, sure, compared):
    asked = []

    def counted(*given, **more):
        asked.append(given)
        return link_score(*given, **more)

    stream = EventStream(replace(StreamSettings(), sure_score=sure, retrieve_terms=64))
    lift = "望溪花园电梯停运，老人上不来，自来水管也没人修。"
    stream.feed([post(1, WATER, "云川佳园小区停水"), post(2, lift, "望溪花园电梯停运")])
    monkeypatch.setattr(placing, "link_score", counted)

    text = "云川佳园小区停水第三天，自来水管爆裂没人修，送水车没有来，水压上不来。"
    result = stream.feed([post(3, text, "云川佳园小区停水")])

    assert (result.placements[0].event, len(asked)) == (1, compared)
    assert result.placements[0].score >= 0.45


def test_the_same_text_twice_is_one_group_whatever_surrounds_it():
    record = Record()

    record.feed(
        EventStream(),
        [post(1, WATER), post(2, f"转发微博 //@某人:{WATER}"), post(3, WATER[:-3])],
    )

    assert record.groups == {1: 1, 2: 1, 3: 1}
    assert record.places[2].reasons[0].code == "engine.same_text"
    assert record.places[3].reasons[0].code == "engine.near_copy"


def test_short_texts_are_copies_only_when_they_are_equal():
    record = Record()

    record.feed(EventStream(), [post(1, "停水了"), post(2, "停水了！"), post(3, "停电了")])

    assert record.groups == {1: 1, 2: 1, 3: 3}


def test_as_above_under_two_titles_is_two_matters():
    record = Record()

    record.feed(EventStream(), [post(1, "如题", "路灯不亮"), post(2, "如题", "学校招生")])

    assert record.groups == {1: 1, 2: 2}


def test_posts_without_text_stay_alone():
    record = Record()

    record.feed(
        EventStream(), [post(1, ""), post(2, ""), post(3, "***** 〔电话〕"), post(4, "\u200b")]
    )

    assert record.events == {1: 1, 2: 2, 3: 3, 4: 4}


def test_hostile_texts_are_placed():
    hostile = [
        "a" * 1_000_000,
        "水" * 1_000_000,
        "\ud800 半个字符",
        "&amp;" * 9_000,
        "<" * 5_000,
        "🙂" * 400,
    ]
    record = Record()

    record.feed(EventStream(), [post(at, text) for at, text in enumerate(hostile, start=1)])

    assert len(record.places) == len(hostile)


def test_feeding_a_post_again_changes_nothing():
    stream, record = EventStream(), Record()
    posts = sample_posts(40)
    record.feed(stream, posts)
    before = dict(record.events)

    again = stream.feed(posts)

    assert {place.key: place.event for place in again.placements} == before
    assert len(stream) == 40


def test_a_post_twice_in_one_batch_is_placed_once():
    stream = EventStream()

    result = stream.feed([post(1, WATER), post(1, WATER)])

    assert [place.event for place in result.placements] == [1, 1]
    assert len(stream) == 1


def test_prepared_posts_are_placed_like_posts():
    posts = sample_posts(80)
    one, two = Record(), Record()

    one.feed(EventStream(ROOMY), posts)
    result = EventStream(ROOMY).feed([prepare(each) for each in posts])
    two.places = {place.key: place for place in result.placements}
    two.apply(result.merges)

    assert one.events == two.events


def test_petition_phrases_alone_link_nothing():
    record = Record()

    record.feed(
        EventStream(),
        [
            post(1, "尊敬的领导您好，请加快推进绕城铁路建设力度，希望尽快解决，盼回复，谢谢。"),
            post(2, "尊敬的领导您好，请加快落实餐饮油烟整治力度，希望尽快解决，盼回复，谢谢。"),
            post(3, "尊敬的领导您好，请加快中学食堂改造力度，希望尽快解决，盼回复，谢谢。"),
        ],
    )

    assert len(set(record.events.values())) == 3


def test_two_events_that_grow_together_merge_into_the_older():
    stream, record = EventStream(ROOMY), Record()
    stream.decide(CannotLink(1, 2))
    record.feed(
        stream, [post(1, WATER), post(2, "望溪花园暖气不热，换热站检修之后室温只有十二度。")]
    )

    merges = stream.decide(MustLink(2, 1))
    record.apply(merges)

    assert [(merge.source_event, merge.target_event) for merge in merges] == [(2, 1)]
    assert record.events == {1: 1, 2: 1}


def test_a_new_post_joins_the_survivor_of_a_merge():
    stream, record = EventStream(), Record()
    record.feed(
        stream, [post(1, WATER), post(2, "望溪花园暖气不热，换热站检修之后室温只有十二度。")]
    )
    record.apply(stream.decide(MustLink(1, 2)))

    record.feed(stream, [post(3, "望溪花园暖气还是不热，换热站检修没完，室温十二度。")])

    assert record.events[3] == 1


def test_the_machine_never_merges_what_an_officer_keeps_apart():
    posts = sample_posts(200)
    stream, record = EventStream(ROOMY), Record()
    record.feed(stream, posts[:100])
    first, second = sorted(set(record.events.values()))[:2]

    stream.decide(CannotLink(first, second))
    record.feed(stream, posts[100:])

    assert stream.current_event(first) != stream.current_event(second)


def test_a_moved_post_stays_where_the_officer_put_it():
    stream, record = EventStream(ROOMY), Record()
    record.feed(stream, sample_posts(100))
    key = max(record.events)
    old = record.events[key]
    target = next(event for event in sorted(set(record.events.values())) if event != old)

    stream.decide(MovePost(key, target))
    record.move([key], target)
    record.feed(stream, [replace(one, key=one.key + 100) for one in sample_posts(100, seed=2)])

    assert record.events[key] == stream.current_event(target)
    assert stream.current_event(old) != stream.current_event(target)


def test_split_posts_are_an_event_of_their_own_and_copies_follow_them():
    stream, record = EventStream(), Record()
    other = "云川佳园小区停水，水管已经修好，现在说的是蓄水池清洗之后水有味道。"
    record.feed(stream, [post(1, WATER), post(2, f"{WATER}还没有修好"), post(3, other)])

    stream.decide(SplitEvent((3,), 3))
    record.feed(stream, [post(4, other)])

    assert record.places[4].group == record.groups[3]
    assert record.places[4].event == 3


def test_a_split_may_not_take_the_name_of_an_event_that_remains():
    stream, record = EventStream(), Record()
    record.feed(stream, [post(1, WATER), post(2, f"{WATER}还没有修好，等了很久")])
    stream.decide(MustLink(1, 2))

    with pytest.raises(ValueError, match="one that remains"):
        stream.decide(SplitEvent((1,), 1))


def test_the_first_post_of_an_event_may_leave_it_under_a_new_number():
    stream, record = EventStream(), Record()
    more = "现在说的是蓄水池清洗之后水有味道，家里老人不敢喝。"
    record.feed(stream, [post(1, WATER), post(2, more), post(3, f"{more}已经三天了")])
    stream.decide(MustLink(1, 2))

    stream.decide(SplitEvent((1,), 900))
    record.move([1], 900)
    record.feed(stream, [post(4, WATER), post(5, more)])

    assert record.places[4].event == 900
    assert record.places[5].event != 900


def test_memory_is_bounded_by_the_window():
    stream = EventStream(SMALL)

    for batch in batches(sample_posts(600), 30):
        stream.feed(batch)

    assert len(stream) == 60


def test_a_window_of_time_holds_more_than_its_number_of_posts():
    stream = EventStream(replace(SMALL, window_span=timedelta(hours=2)))

    for batch in batches(sample_posts(300), 30):  # a post a minute
        stream.feed(batch)

    assert len(stream) == 121


def test_an_open_event_stays_joinable_beyond_the_window():
    stream = EventStream(SMALL)
    stream.feed([post(1, WATER, "云川佳园小区停水")])
    stream.keep_open([1])
    for batch in batches(sample_posts(200, seed=5)[100:], 20):
        stream.feed(
            [replace(one, title="", text=one.text.replace("停水", "停车")) for one in batch]
        )

    late = stream.feed([post(900, f"{WATER}到现在还没好", "云川佳园小区停水")])

    assert stream.current_event(late.placements[0].event) == 1


def test_a_closed_event_leaves_with_the_window():
    stream = EventStream(SMALL)
    stream.feed([post(1, WATER)])
    stream.keep_open([1])
    stream.feed(sample_posts(300)[100:])
    assert 60 < len(stream) <= 60 + SMALL.open_event_posts

    stream.keep_open([])
    stream.feed([post(900, "今天天气很好，去公园散步。")])

    assert len(stream) == 60


def test_history_counts_but_joins_nothing():
    stream, record = EventStream(), Record()
    stream.learn_history([replace(one, key=-one.key) for one in sample_posts(200)])

    record.feed(stream, [post(1, WATER)])

    assert record.events == {1: 1}
    assert len(stream) == 1


def test_the_same_posts_give_the_same_result():
    posts = sample_posts(300)
    one, two = Record(), Record()
    left, right = EventStream(SMALL), EventStream(SMALL)

    for batch in batches(posts, 25):
        one.feed(left, batch)
        two.feed(right, batch)

    assert one.log == two.log
    assert left.snapshot() == right.snapshot()


@hypothesis_settings(max_examples=20)
@given(
    seed=st.integers(0, 10_000),
    size=st.integers(1, 40),
    cuts=st.sets(st.integers(0, 11), max_size=3),
    settings=st.sampled_from([SMALL, ROOMY]),
    acts=st.lists(
        st.tuples(st.integers(0, 11), st.sampled_from("mcx"), st.integers(0, 500)), max_size=3
    ),
)
def test_an_interrupted_run_equals_an_uninterrupted_one(seed, size, cuts, settings, acts):
    posts = sample_posts(180, seed=seed)
    parts = batches(posts, size)[:12]
    whole, broken = Record(), Record()
    steady, shaken = EventStream(settings), EventStream(settings)
    for at, part in enumerate(parts):
        whole.feed(steady, part)
        broken.feed(shaken, part)
        for when, kind, number in acts:
            if when == at:
                act(kind, number, steady, whole)
                act(kind, number, shaken, broken)
        if at in cuts:
            newest = settings.window_posts if settings is SMALL else None
            shaken = EventStream.rebuild(broken.window(newest), shaken.snapshot(), settings)

    assert whole.log == broken.log
    assert whole.places == broken.places
    assert steady.snapshot() == shaken.snapshot()


def act(kind, number, stream, record):
    keys = sorted(stream._window.posts)
    key = keys[number % len(keys)]
    events = sorted(stream._window.events)
    event = events[(number * 7) % len(events)]
    if kind == "m":
        stream.decide(MovePost(key, event))
        record.move([key], event)
    elif kind == "c":
        stream.decide(CannotLink(events[0], event))
    else:
        record.apply(stream.decide(MustLink(record.events[key], event)))


@hypothesis_settings(max_examples=10)
@given(seed=st.integers(0, 1_000), taken=st.integers(1, 5), cut=st.integers(5, 8))
def test_an_older_snapshot_is_brought_up_from_the_placements(seed, taken, cut):
    parts = batches(sample_posts(180, seed=seed), 20)
    whole, broken = Record(), Record()
    steady, shaken = EventStream(ROOMY), EventStream(ROOMY)
    stored = shaken.snapshot()
    for at, part in enumerate(parts):
        whole.feed(steady, part)
        broken.feed(shaken, part)
        if at == taken:
            stored = shaken.snapshot()
        if at == cut:
            shaken = EventStream.rebuild(broken.window(), stored, ROOMY)

    assert whole.places == broken.places
    assert [entry[:2] for entry in whole.log] == [entry[:2] for entry in broken.log]


def test_a_rebuilt_stream_keeps_open_events_and_decisions():
    record, stream = Record(), EventStream(SMALL)
    record.feed(
        stream, [post(1, WATER), post(2, "望溪花园暖气不热，换热站检修之后室温只有十二度。")]
    )
    stream.keep_open([1])

    rebuilt = EventStream.rebuild(
        record.window(), stream.snapshot(), SMALL, decisions=[CannotLink(1, 2)]
    )
    rebuilt.feed([replace(one, key=one.key + 10) for one in sample_posts(200)])

    assert 1 in rebuilt._window.events
    assert rebuilt._are_apart(1, 2)


def test_a_move_told_again_after_a_restart_still_binds_the_machine():
    stream, record = EventStream(ROOMY), Record()
    record.feed(stream, sample_posts(60))
    before = stream.snapshot()
    key = max(record.events)
    old = record.events[key]
    target = next(event for event in sorted(set(record.events.values())) if event != old)
    record.move([key], target)

    rebuilt = EventStream.rebuild(record.window(), before, ROOMY)
    rebuilt.decide(MovePost(key, target, from_event=old))

    assert rebuilt._are_apart(old, target)


def test_a_stream_is_rebuilt_without_a_snapshot():
    record, stream = Record(), EventStream()
    record.feed(stream, sample_posts(60))

    rebuilt = EventStream.rebuild(record.window(), None)

    assert len(rebuilt) == 60


@pytest.mark.parametrize("data", [b"", b"HYES\x01" + b"\0" * 20, b"pickle"])
def test_strange_bytes_are_no_snapshot(data):
    with pytest.raises(UnreadableSnapshot):
        EventStream.rebuild([], data)


def test_a_damaged_snapshot_is_refused():
    data = bytearray(EventStream().snapshot())
    data[-1] ^= 1

    with pytest.raises(UnreadableSnapshot, match="damaged"):
        EventStream.rebuild([], bytes(data))


def test_nothing_fed_gives_nothing():
    assert EventStream().feed([]).placements == ()
    assert T0.tzinfo is not None


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
