"""以本稿为准: a draft replaces what another answer says, once it is public."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.core.models import DraftState
from huiying.work.responses.facts.actions.supersede import supersede
from huiying.work.responses.facts.models import Supersession
from huiying.work.responses.facts.released import facts_in_force
from huiying.work.responses.facts.triples import fact_key
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.work.responses.facts.steps import ABOUT, mark, released, send, with_fact


def test_marked_as_superseding_it_is_published_and_then_alone_in_force(yunchuan, now):
    released(yunchuan, now, "5人", number="2026-0001")
    draft = with_fact(yunchuan, now, "7人", number="2026-0002")
    mark(yunchuan, draft, now)

    assert blocking(draft, now) == []
    send(yunchuan, draft, now)

    values = [row.value for row in facts_in_force(yunchuan.bureau.pk, [fact_key(*ABOUT)])]
    assert values == ["7人"]
    assert blocking(with_fact(yunchuan, now, "5人", number="2026-0003"), now) != []


def test_a_mark_counts_only_once_it_is_public(yunchuan, now):
    released(yunchuan, now, "5人", number="2026-0001")
    mark(yunchuan, with_fact(yunchuan, now, "7人", number="2026-0002"), now)

    values = [row.value for row in facts_in_force(yunchuan.bureau.pk, [fact_key(*ABOUT)])]

    assert values == ["5人"]


def test_nothing_is_marked_where_nothing_contradicts(yunchuan, now):
    draft = with_fact(yunchuan, now, "7人", number="2026-0002")

    with pytest.raises(Refused, match="已无不一致"):
        supersede(
            draft=draft,
            revision=draft.revision,
            fact_id=1,
            reason="理由",
            officer=yunchuan.window,
            now=now,
        )


def test_a_mark_says_which_answer_it_replaces_and_voids_what_was_submitted(yunchuan, now):
    first = released(yunchuan, now, "5人", number="2026-0001")
    draft = with_fact(yunchuan, now, "7人", number="2026-0002")
    mark(yunchuan, draft, now)
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)

    row = mark(yunchuan, draft, now, reason="又核对了一次。")

    assert Supersession.objects.get() == row
    assert row.reason == "又核对了一次。"
    assert draft.state == DraftState.WRITING
    record = records_of(bureau_id=draft.bureau_id).first()
    assert record.verb == "draft.supersedes"
    assert record.data == {
        "answer": first.answer.number,
        "reason": "又核对了一次。",
        "voided": True,
    }


def test_a_mark_needs_a_reason_and_who_may_write(yunchuan, now):
    released(yunchuan, now, "5人", number="2026-0001")
    draft = with_fact(yunchuan, now, "7人", number="2026-0002")

    with pytest.raises(Refused, match="请填写以本稿为准的理由"):
        mark(yunchuan, draft, now, reason=" ")
    with pytest.raises(PermissionDenied):
        mark(yunchuan, draft, now, officer=yunchuan.lu)

    assert not Supersession.objects.exists()
