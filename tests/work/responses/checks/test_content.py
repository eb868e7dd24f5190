"""The numbers of an answer are those of its facts, however they are written."""

from __future__ import annotations

import pytest

from huiying.work.responses.checks.all_checks import all_checks
from huiying.work.responses.checks.content import content_checks
from huiying.work.responses.drafts.actions.start import start_draft
from huiying.work.responses.facts.actions.edit import FactWords, change_fact
from huiying.work.responses.releases.actions.correct import correct_release
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit


def loose_numbers(draft):
    """Return what the check says of numbers that no fact states."""
    return [check.text for check in content_checks(draft) if "以下数字未见于事实" in check.text]


def draft_of(yunchuan, now, fact, body):
    draft = desk.ready(yunchuan, now, body=body)
    change_fact(
        draft=draft,
        revision=draft.revision,
        fact_id=draft.facts.first().pk,
        words=FactWords(statement=fact, evidence="检修工单"),
        officer=yunchuan.window,
        now=now,
    )
    draft.refresh_from_db()
    return draft


@pytest.mark.parametrize(
    ("fact", "body", "number"),
    [
        ("已更换十二处阀门。", "我们更换了十四处阀门。[F1]", "十四"),
        ("已更换12处阀门。", "我们更换了十四处阀门。[F1]", "十四"),
        ("涉及三百二十户。", "涉及三百多户，已通水二百户。[F1]", "三百"),
        ("投入1.2万元。", "投入1.3万元。[F1]", "1.3万"),
    ],
)
def test_a_number_in_words_that_no_fact_states_is_named(yunchuan, now, fact, body, number):
    [line] = loose_numbers(draft_of(yunchuan, now, fact, body))

    assert number in line


@pytest.mark.parametrize(
    ("fact", "body"),
    [
        ("已更换十二处阀门。", "我们更换了12处阀门。[F1]"),
        ("已更换12处阀门。", "我们更换了十二处阀门。[F1]"),
        ("投入12000元。", "投入1.2万元。[F1]"),
        ("已修好。", "九点五十起恢复供水。[F1]"),
        ("已修好。", "这是一个教训，第三次检查在二楼，一直开到五点，三号窗口照常。[F1]"),
    ],
)
def test_the_same_number_written_otherwise_and_what_counts_nothing_pass(
    yunchuan, now, fact, body
):
    assert loose_numbers(draft_of(yunchuan, now, fact, body)) == []


def same_as_published(draft):
    """Return what the check says of a correction that corrects nothing."""
    return [check.text for check in content_checks(draft) if "版相同" in check.text]


def test_a_correction_that_says_what_was_published_is_pointed_out(yunchuan, now):
    release = desk.published(yunchuan, now)
    draft = correct_release(
        answer=release.answer, note="受影响的是7人，不是6人。", officer=yunchuan.shen, now=now
    )
    [line] = same_as_published(draft)
    assert "第 1 版" in line

    edit(yunchuan, draft, now, officer=yunchuan.shen, summary="受影响的是7人。")
    draft.refresh_from_db()
    assert same_as_published(draft) == []


def test_what_blocks_an_empty_draft_says_what_to_do_next(yunchuan, now):
    incident = desk.incident_of(yunchuan)
    draft = start_draft(
        incident=incident, officer=yunchuan.window, now=now, speaker=yunchuan.reception
    )

    blocked = [check for check in all_checks(draft, now) if check.state == "blocked"]

    assert len(blocked) == 4
    assert [check.text for check in blocked if not check.hint.startswith("请")] == []


def test_a_code_of_no_fact_says_how_to_put_it_right(yunchuan, now):
    draft = desk.ready(yunchuan, now, body="已恢复供水。[F7]")

    [check] = [one for one in content_checks(draft) if "F7" in one.text]

    assert check.hint == "请加上这条事实，或在正文中删去 [F7]。"
