"""The texts of the scenario are varied, name nobody real, and make sense to the engine."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from itertools import combinations

import pytest

from huiying.engine.reading.content import read_content
from huiying.engine.stream.event_stream import EventStream
from huiying.engine.types import Post
from huiying.jobs.demo import scenario_files
from huiying.jobs.demo.everyday_posts import MAX_USES, pairs, read_templates
from huiying.jobs.demo.scenario import load_scenario
from huiying.jobs.demo.scenario_types import PostStep, Scenario

REAL = (
    "呼和浩特", "新城区", "内蒙古", "北京", "上海", "广州", "深圳", "重庆", "天津", "武汉",
    "成都", "杭州", "南京", "西安", "郑州", "长沙", "沈阳", "河北省", "山东省", "广东省",
    "四川省", "人民网", "新华", "央视", "中新社", "澎湃", "微博", "抖音", "快手", "微信",
    "小红书", "知乎", "头条", "百度", "腾讯", "阿里", "贴吧", "12345", "美团", "饿了么",
    "菜鸟", "金庸",
)  # fmt: skip


@cache
def scenario() -> Scenario:
    return load_scenario()


def everyday() -> list[PostStep]:
    return [post for post in scenario().posts if post.incident is None]


def all_texts() -> str:
    folder = resources.files("huiying.jobs.demo") / "content"
    rows = [post.title + post.text + post.author + post.url for post in scenario().posts]
    rows += [file.read_text("utf-8") for file in folder.iterdir() if file.is_file()]
    rows += [repr(act.args) for act in scenario().acts]
    return "\n".join(rows)


def test_no_two_posts_say_the_same_unless_one_is_marked_as_a_copy():
    own = Counter(post.text for post in scenario().posts if post.copy_of is None)

    assert [text for text, count in own.items() if count > 1] == []


def test_copies_come_later_and_repeat_most_of_the_original():
    by_key = {post.key: post for post in scenario().posts}
    copies = [post for post in scenario().posts if post.copy_of]

    assert len(copies) >= 200
    for copy in copies:
        original = by_key[copy.copy_of]
        assert copy.offset > original.offset
        assert copy.incident == original.incident
        opening = original.text[:20]
        assert opening in copy.text


def test_everyday_posts_form_no_near_duplicate_groups():
    shapes = [pairs(post.text) for post in everyday() if post.copy_of is None]
    close = [
        1
        for left, right in combinations(shapes, 2)
        if len(left & right) > 0.6 * min(len(left), len(right))
        and min(len(left), len(right)) > 8
    ]

    assert len(close) <= 5


def test_everyday_posts_claim_no_casualties_and_no_need_of_a_neighbourhood():
    for post in everyday():
        signals = read_content(post.title, post.text)
        assert not signals.basic_need_whole, post.text
        assert not signals.dead, post.text
        assert not signals.missing, post.text
        assert (signals.hurt or 0) + (signals.trapped or 0) < 10, post.text


def test_texts_differ_in_length_and_none_is_empty():
    lengths = [len(post.text) for post in scenario().posts]

    assert min(lengths) >= 6
    assert max(lengths) <= 400
    assert sum(length < 25 for length in lengths) > 200
    assert sum(length > 80 for length in lengths) > 50


def test_there_are_enough_templates_and_each_has_several_slots():
    folder = resources.files("huiying.jobs.demo") / "content" / "noise"
    templates = read_templates(folder / "templates.txt")

    assert len(templates) >= 60
    assert all(template.frame.count("{") >= 2 for template in templates)
    assert MAX_USES < 3  # three alike would already be a candidate of their own


@pytest.mark.parametrize("name", REAL)
def test_no_real_place_medium_or_person_is_named(name):
    assert name not in all_texts()


def test_no_post_holds_a_real_phone_number_or_address():
    assert not re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", all_texts())
    hosts = set(re.findall(r"https?://([^/\s\"]+)", all_texts()))
    assert all(host.endswith(".example") for host in hosts)


@cache
def events() -> dict[int, list[PostStep]]:
    """Everything fed to the engine in the order of time, without the scenario's marks."""
    stream, place, into = EventStream(), {}, {}
    start = datetime(2026, 11, 22, 16, tzinfo=UTC)
    posts = [
        Post(
            key=number,
            title=step.title,
            text=step.text,
            at=start + (step.published_offset or step.offset),
            source=step.source,
        )
        for number, step in enumerate(scenario().posts)
    ]
    for first in range(0, len(posts), 16):
        result = stream.feed(posts[first : first + 16])
        place |= {placed.key: placed.event for placed in result.placements}
        into |= {merge.source_event: merge.target_event for merge in result.merges}
    found: dict[int, list[PostStep]] = {}
    for key, event in place.items():
        while event in into:
            event = into[event]  # noqa: PLW2901 - follow the merges to the end
        found.setdefault(event, []).append(scenario().posts[key])
    return found


def test_the_engine_finds_every_planted_matter_in_one_event():
    missed = []
    for case in scenario().cases:
        total = sum(post.incident == case.ref for post in scenario().posts)
        owned = [
            (sum(post.incident == case.ref for post in event), len(event))
            for event in events().values()
        ]
        own, size = max(owned, key=lambda pair: pair[0])
        if own < max(3, 0.4 * total) or own < 0.8 * size:
            missed.append(f"{case.ref}: {own} of {total} in an event of {size}")

    assert len(scenario().cases) > 10
    assert missed == []


def test_everyday_talk_hardly_ever_looks_like_an_incident():
    false = [
        event
        for event in events().values()
        if sum(post.incident is None for post in event) >= 3
        and all(post.incident is None for post in event)
    ]

    assert len(false) <= 2  # 0 when written, of 934 posts


def test_a_broken_line_is_named_with_its_file_and_number(tmp_path):
    file = tmp_path / "bad.txt"
    file.write_text("# comment\n1 25:00 nowhere\n", encoding="utf-8")

    with pytest.raises(scenario_files.BadContent, match=r"bad\.txt:2"):
        list(scenario_files.read_posts(file, incident=None))


def test_copies_without_an_original_are_refused(tmp_path):
    file = tmp_path / "bad.txt"
    file.write_text("  x3 1..9 forum/民生求助\n", encoding="utf-8")

    with pytest.raises(scenario_files.BadContent, match="copies of nothing"):
        list(scenario_files.read_posts(file, incident=None))
