"""Two answers that say different things of one matter: seen and settled before it is public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiying.base.errors import Refused
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.core.models import Answer, Release
from huiying.work.responses.facts.actions.edit import FactWords, add_fact, change_fact
from huiying.work.responses.facts.contradictions import contradictions_of
from huiying.work.responses.facts.models import ReleasedFact
from huiying.work.responses.facts.released import facts_in_force
from huiying.work.responses.facts.triples import fact_key, normalized
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.work.responses import desk
from tests.work.responses.facts.steps import ABOUT, released, send, with_fact


def test_another_value_for_the_same_thing_blocks_and_names_the_other_answer(yunchuan, now):
    first = released(yunchuan, now, "5人", number="2026-0001")
    draft = with_fact(
        yunchuan, now, "7人", number="2026-0002", subject=ABOUT[0], attribute=ABOUT[1]
    )

    (sentence,) = blocking(draft, now)

    assert first.answer.number in sentence
    assert "5人" in sentence
    assert "7人" in sentence


def test_the_same_value_written_otherwise_is_no_contradiction(yunchuan, now):
    released(yunchuan, now, "3,200户", number="2026-0001")
    draft = with_fact(yunchuan, now, "约三千二百 户", number="2026-0002")

    assert contradictions_of(draft) == []


def test_a_contradiction_that_appears_after_the_approval_stops_the_publication(yunchuan, now):
    draft = with_fact(yunchuan, now, "7人", number="2026-0002")
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    desk.approve(yunchuan, draft, now)
    released(yunchuan, now, "5人", number="2026-0001")

    with pytest.raises(Refused, match="不一致"):
        publish(draft=draft, officer=yunchuan.speaker, now=now)

    assert Release.objects.count() == 1


def test_a_corrected_answer_speaks_by_its_newest_version(yunchuan, now):
    first = released(yunchuan, now, "5人", number="2026-0001")
    later = now + timedelta(hours=1)
    correction = desk.correct_release(
        answer=first.answer, note="人数有误。", officer=yunchuan.window, now=later
    )
    fact = correction.facts.get(subject="3号窗口")
    change_fact(
        draft=correction,
        revision=correction.revision,
        fact_id=fact.pk,
        words=FactWords(
            subject=fact.subject, attribute=fact.attribute, value="7人", evidence="记录"
        ),
        officer=yunchuan.window,
        now=later,
    )
    send(yunchuan, correction, later)

    assert contradictions_of(with_fact(yunchuan, later, "7人", number="2026-0002")) == []


def test_two_facts_of_one_draft_that_disagree_block(yunchuan, now):
    draft = with_fact(yunchuan, now, "5人", number="2026-0001")
    add_fact(
        draft=draft,
        revision=draft.revision,
        subject=ABOUT[0],
        attribute=ABOUT[1],
        value="7人",
        evidence="另一份记录",
        officer=yunchuan.window,
        now=now,
    )

    assert blocking(draft, now) == ["本稿的事实互相矛盾：F2、F3。"]


def test_another_bureau_says_what_it_says(yunchuan, now):
    release = released(yunchuan, now, "5人", number="2026-0001")

    assert list(facts_in_force(release.bureau_id + 1, [fact_key(*ABOUT)])) == []


def test_ten_thousand_answers_are_searched_by_their_index(yunchuan, now):
    first = released(yunchuan, now, "5人", number="2026-0001")
    Answer.objects.bulk_create(
        Answer(
            bureau=yunchuan.bureau,
            number=f"2025-{number:05}",
            incident=first.answer.incident,
            speaker=yunchuan.reception,
        )
        for number in range(10_000)
    )
    ReleasedFact.objects.bulk_create(
        ReleasedFact(
            bureau=yunchuan.bureau,
            answer=answer,
            release=first,
            key=fact_key("某处", str(answer.pk)),
            code="F1",
            subject="某处",
            attribute=str(answer.pk),
            value="1",
        )
        for answer in Answer.objects.exclude(pk=first.answer_id)
    )
    draft = with_fact(yunchuan, now, "7人", number="2026-0002")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(contradictions_of(draft)) == 1

    assert len(queries) <= 3
    if connection.vendor == "sqlite":
        plan = facts_in_force(yunchuan.bureau.pk, [fact_key(*ABOUT)]).explain()
        assert "released_fact_by_key" in plan


def test_values_are_compared_without_spaces_width_and_separators():
    assert normalized("１２，０００ 元") == normalized("12000元")
    assert fact_key("", "人数") == ""
    assert fact_key("三号窗口", "人数") != fact_key("三号", "窗口人数")
