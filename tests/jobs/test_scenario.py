"""The written scenario holds what the demonstration promises, and names nobody real."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from importlib import resources
from itertools import combinations, pairwise

import pytest

from huiying.base.accounts.capabilities import Capability, Role, capabilities_of
from huiying.base.accounts.models import UnitKind
from huiying.engine.content import read_content
from huiying.engine.stream import EventStream
from huiying.engine.types import Post
from huiying.jobs.demo import parts, reading
from huiying.jobs.demo.noise import MAX_USES, pairs, read_templates
from huiying.jobs.demo.parts import ActStep, PostStep, Scenario
from huiying.jobs.demo.scenario import load_scenario, what_to_try
from huiying.policy.findings import Finding
from huiying.policy.grading import Grade
from huiying.work.collection.models import SourceKind
from huiying.work.responses.checks import FIRST_SENTENCE_CHARS, OPENINGS, personal_in
from huiying.work.responses.content import first_sentence

REAL = (
    "呼和浩特", "新城区", "内蒙古", "北京", "上海", "广州", "深圳", "重庆", "天津", "武汉",
    "成都", "杭州", "南京", "西安", "郑州", "长沙", "沈阳", "河北省", "山东省", "广东省",
    "四川省", "人民网", "新华", "央视", "中新社", "澎湃", "微博", "抖音", "快手", "微信",
    "小红书", "知乎", "头条", "百度", "腾讯", "阿里", "贴吧", "12345", "美团", "饿了么",
    "菜鸟", "金庸",
)  # fmt: skip
ACT_ARGS: dict[str, set[str]] = {
    "confirm_candidate": {"grade", "reason"},
    "dismiss_candidate": {"reason"},
    "watch_candidate": {"reason"},
    "merge_candidate": {"into", "reason"},
    "regrade": {"grade", "reason"},
    "notify_unit": {"unit", "guidance"},
    "renotify": {"unit", "guidance"},
    "record_phone_delivery": {"unit", "who_answered"},
    "sign_notice": {"unit"},
    "return_notice": {"unit", "reason"},
    "report_back": {"unit", "finding", "facts", "handled", "evidence"},
    "start_draft": {"title", "question", "summary", "body", "facts", "finding"},
    "edit_draft": {"body"},
    "submit_draft": set(),
    "approve_draft": set(),
    "send_back_draft": {"reason"},
    "publish_draft": set(),
    "correct_release": {"body", "note", "approver"},
}
NEEDS: dict[str, Capability] = {
    "confirm_candidate": Capability.GRADE,
    "dismiss_candidate": Capability.TRIAGE,
    "watch_candidate": Capability.TRIAGE,
    "merge_candidate": Capability.ARRANGE,
    "regrade": Capability.GRADE,
    "notify_unit": Capability.NOTIFY,
    "renotify": Capability.NOTIFY,
    "record_phone_delivery": Capability.RECORD_DELIVERY,
    "sign_notice": Capability.SIGN,
    "return_notice": Capability.SIGN,
    "report_back": Capability.REPORT_BACK,
    "start_draft": Capability.DRAFT,
    "edit_draft": Capability.DRAFT,
    "submit_draft": Capability.DRAFT,
    "approve_draft": Capability.APPROVE,
    "send_back_draft": Capability.APPROVE,
    "publish_draft": Capability.PUBLISH,
    "correct_release": Capability.PUBLISH,
}


@cache
def scenario() -> Scenario:
    return load_scenario()


def everyday() -> list[PostStep]:
    return [post for post in scenario().posts if post.incident is None]


def acts_on(ref: str) -> list[ActStep]:
    return [act for act in scenario().acts if act.incident_ref == ref]


def day(number: int, hour: int, minute: int = 0) -> timedelta:
    return timedelta(days=number - 1, hours=hour, minutes=minute)


def all_texts() -> str:
    folder = resources.files("huiying.jobs.demo") / "content"
    rows = [post.title + post.text + post.author + post.url for post in scenario().posts]
    rows += [file.read_text("utf-8") for file in folder.iterdir() if file.is_file()]
    rows += [repr(act.args) for act in scenario().acts]
    return "\n".join(rows)


def test_two_loads_give_the_same_scenario():
    assert load_scenario() == load_scenario()


def test_there_are_enough_posts_and_matters():
    assert len(scenario().posts) >= 1500
    assert len(everyday()) >= 800
    assert len(scenario().cases) >= 8
    assert {case.truth for case in scenario().cases} >= {"TRUE", "PARTLY_TRUE", "FALSE"}
    assert {case.grade for case in scenario().cases} == {"ORDINARY", "SIGNIFICANT", "MAJOR"}


def test_each_answered_matter_is_mostly_written_by_hand():
    for case in scenario().cases:
        own = [p for p in scenario().posts if p.incident == case.ref and p.copy_of is None]
        least = 8 if case.ending in {"MERGED", "DISMISSED", "WAITING"} else 12
        assert least <= len(own) <= 80, case.ref


def test_steps_are_sorted_and_end_with_the_third_day():
    assert all(left.offset <= right.offset for left, right in pairwise(scenario().steps))
    assert scenario().steps[0].offset >= timedelta(0)
    assert scenario().steps[-1].offset <= scenario().ends == day(3, 18)
    assert scenario().live_from == day(3, 9, 30)


def test_no_post_is_published_after_it_is_collected_and_some_times_are_unknown():
    known = [p for p in scenario().posts if p.published_offset is not None]

    assert all(post.published_offset <= post.offset for post in known)
    assert 0 < len(scenario().posts) - len(known) < 100


def test_keys_and_addresses_are_unique_and_fictional():
    posts = scenario().posts
    addresses = [post.url for post in posts if post.url]

    assert len({post.key for post in posts}) == len(posts)
    assert len(set(addresses)) == len(addresses)
    assert all(re.match(r"https://[a-z.]+\.example/p/\d+$", address) for address in addresses)
    assert all(
        not source.host or source.host.endswith(".example") for source in scenario().sources
    )


def test_every_reference_of_a_post_resolves():
    sources = {source.key: source for source in scenario().sources}
    refs = {case.ref for case in scenario().cases}
    keys = {post.key for post in scenario().posts}
    for post in scenario().posts:
        communities = sources[post.source].communities
        assert post.community in communities if communities else not post.community, post.key
        assert post.incident is None or post.incident in refs
        assert post.copy_of is None or post.copy_of in keys


def test_every_kind_of_source_delivers_posts():
    used = {post.source for post in scenario().posts}

    assert used == {source.key for source in scenario().sources}
    assert {source.kind for source in scenario().sources} == set(SourceKind.values)
    assert {source.tier for source in scenario().sources} == {0, 1, 2, 3}


def test_the_cast_covers_every_role_and_kind_of_unit():
    roles = {role for officer in scenario().officers for role in officer.roles}
    units = {unit.key for unit in scenario().units}

    assert roles == set(Role.values)
    assert {unit.kind for unit in scenario().units} == set(UnitKind.values)
    assert {officer.unit for officer in scenario().officers} <= units
    assert len({officer.name for officer in scenario().officers}) == len(scenario().officers)
    assert all(2 <= len(unit.duties.rstrip("。").split("。")) <= 3 for unit in scenario().units)


@pytest.mark.parametrize("verb", sorted(parts.VERBS))
def test_every_verb_is_used_or_left_to_the_visitor_with_its_arguments(verb):
    acts = [act for act in scenario().acts if act.verb == verb]

    assert acts
    assert all(ACT_ARGS[verb] <= set(act.args) for act in acts)


def test_every_reference_of_a_deed_resolves():
    units = {unit.key for unit in scenario().units}
    officers = {officer.key: officer for officer in scenario().officers}
    refs = {case.ref for case in scenario().cases}
    for act in scenario().acts:
        assert act.incident_ref in refs
        assert act.args.get("into", act.incident_ref) in refs
        assert act.args.get("unit", "office") in units
        assert act.args.get("approver", "gu") in officers
        assert act.args.get("grade", "MAJOR") in Grade.__members__
        assert act.args.get("finding", "TRUE") in Finding.__members__


def test_every_officer_may_do_what_the_scenario_lets_him_do():
    officers = {officer.key: officer for officer in scenario().officers}
    for act in scenario().acts:
        officer = officers[act.actor]
        held = capabilities_of(frozenset(Role(role) for role in officer.roles))
        assert NEEDS[act.verb] in held, (act.incident_ref, act.verb, act.actor)
        if act.verb in {"sign_notice", "return_notice", "report_back"}:
            assert officer.unit == act.args["unit"], act


def test_only_deeds_of_the_live_part_are_optional_and_there_all_are():
    for act in scenario().acts:
        assert act.optional == (act.offset > scenario().live_from), act


def test_a_deed_comes_after_the_posts_that_cause_it():
    for case in scenario().cases:
        first = min(p.offset for p in scenario().posts if p.incident == case.ref)
        assert all(act.offset > first for act in acts_on(case.ref)), case.ref


def test_no_officer_approves_his_own_draft():
    author = ""
    for act in sorted(scenario().acts, key=lambda act: (act.incident_ref, act.offset)):
        if act.verb in {"start_draft", "edit_draft"}:
            author = act.actor
        if act.verb == "approve_draft":
            assert act.actor != author
        if act.verb == "correct_release":
            assert act.actor != act.args["approver"]


def test_every_fact_of_a_draft_has_evidence():
    for act in scenario().acts:
        for fact in act.args.get("facts", []) if act.verb != "report_back" else []:
            assert fact["statement"], act
            assert fact["evidence"], act


def test_every_draft_answers_at_once_and_holds_no_personal_data():
    for act in scenario().acts:
        if act.verb not in {"start_draft", "edit_draft", "correct_release"}:
            continue
        texts = [str(act.args.get(part, "")) for part in ("title", "question", "body", "note")]
        texts += [
            fact["statement"] + "\n" + fact["evidence"] for fact in act.args.get("facts", [])
        ]
        summary = act.args.get("summary", "")
        assert not summary.startswith(OPENINGS), summary
        assert len(first_sentence(summary)) <= FIRST_SENTENCE_CHARS
        assert [kind for text in [*texts, summary] for kind in personal_in(text)] == [], act


def test_a_rumour_was_denied_and_turned_out_true():
    findings = [act.args["finding"] for act in acts_on("medicine") if "finding" in act.args]

    assert findings[0] == "FALSE"
    assert findings[-1] == "TRUE"


def test_two_answers_are_corrected_and_one_candidate_is_dismissed_with_a_reason():
    corrected = {act.incident_ref for act in scenario().acts if act.verb == "correct_release"}
    dismissed = [act for act in scenario().acts if act.verb == "dismiss_candidate"]

    assert corrected == {"medicine", "window"}
    assert [act.incident_ref for act in dismissed] == ["filming"]
    assert len(dismissed[0].args["reason"]) > 10


def test_two_candidates_wait_and_one_notice_is_late_when_the_visitor_enters():
    before = [act for act in scenario().acts if act.offset <= scenario().live_from]
    decided = {act.incident_ref for act in before}
    signed = {(a.incident_ref, a.args["unit"]) for a in before if a.verb == "sign_notice"}

    for ref in ("booking", "rating"):
        assert ref not in decided
        assert any(
            p.incident == ref and p.offset < scenario().live_from for p in scenario().posts
        )
    assert ("resettlement", "housing") not in signed
    sent = next(act for act in acts_on("resettlement") if act.verb == "notify_unit")
    assert scenario().live_from - sent.offset > timedelta(hours=12)


def test_a_grave_alarm_is_due_within_the_first_live_minute():
    """At 30 times the speed a minute is half an hour."""
    grave = [
        post
        for post in scenario().posts
        if post.incident == "crack"
        and (read_content(post.title, post.text).trapped or 0) >= 10
        and post.copy_of is None
    ]

    assert scenario().live_from < grave[0].offset < scenario().live_from + timedelta(minutes=15)
    assert not [
        p for p in scenario().posts if p.incident == "crack" and p.offset < day(3, 9, 30)
    ]


def test_something_arrives_every_few_seconds_in_the_live_part():
    moments = [p.offset for p in scenario().posts if p.offset >= scenario().live_from]
    gaps = sorted(right - left for left, right in pairwise(moments))

    assert len(moments) >= 350
    assert gaps[-1] <= timedelta(minutes=10)  # 20 seconds at 30 times the speed


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


def test_the_side_panel_has_eight_to_ten_lines_for_officers_of_the_cast():
    officers = {officer.key: officer for officer in scenario().officers}
    lines = what_to_try()

    assert 8 <= len(lines) <= 10
    assert all(line.role in officers[line.officer].roles for line in lines)
    assert scenario().what_to_try == lines


def test_a_broken_line_is_named_with_its_file_and_number(tmp_path):
    file = tmp_path / "bad.txt"
    file.write_text("# comment\n1 25:00 nowhere\n", encoding="utf-8")

    with pytest.raises(reading.BadContent, match=r"bad\.txt:2"):
        list(reading.read_posts(file, incident=None))


def test_copies_without_an_original_are_refused(tmp_path):
    file = tmp_path / "bad.txt"
    file.write_text("  x3 1..9 forum/民生求助\n", encoding="utf-8")

    with pytest.raises(reading.BadContent, match="copies of nothing"):
        list(reading.read_posts(file, incident=None))


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
            community=step.community,
            voice=sha256(step.author.encode()).digest()[:8] if step.author else None,
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


@pytest.mark.parametrize("case", load_scenario().cases, ids=lambda case: case.ref)
def test_the_engine_finds_every_planted_matter_in_one_event(case):
    total = sum(post.incident == case.ref for post in scenario().posts)
    best = max(events().values(), key=lambda event: sum(p.incident == case.ref for p in event))
    own = sum(post.incident == case.ref for post in best)

    assert own >= max(3, 0.4 * total)
    assert own >= 0.8 * len(best)


def test_everyday_talk_hardly_ever_looks_like_an_incident():
    false = [
        event
        for event in events().values()
        if sum(post.incident is None for post in event) >= 3
        and all(post.incident is None for post in event)
    ]

    assert len(false) <= 5
