"""说明理由: why a sentence states no fact; for exactly these words, and void with them."""

from __future__ import annotations

import pytest

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import DraftState
from huiying.work.responses.drafts.actions.give_reason import give_reason
from huiying.work.responses.drafts.models import Exemption, ExemptionKind
from huiying.work.responses.reviews.actions.decide import approve_draft
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.work.responses import desk

LOOSE = "此前已有200多人顺利办结。"


def reason(draft, officer, now, words=LOOSE, text="这是约数，只为说明常见。"):
    return give_reason(
        draft=draft,
        revision=draft.revision,
        kind=ExemptionKind.STATEMENT,
        words=words,
        reason=text,
        officer=officer,
        now=now,
    )


def test_a_reason_lets_it_go_and_is_void_when_the_sentence_changes(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=LOOSE)

    reason(draft, yunchuan.window, now)

    assert blocking(draft, now) == []
    desk.fill(draft, yunchuan.window, now, body=LOOSE.replace("200", "300"))
    assert blocking(draft, now) == ["缺事实：“此前已有300多人顺利办结。”"]


def test_a_reason_must_be_written(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=LOOSE)

    with pytest.raises(Refused, match="请填写理由"):
        reason(draft, yunchuan.window, now, text=" \u3000")


def test_a_reason_after_the_submission_voids_it(yunchuan, now):
    draft = desk.submitted(yunchuan, now)

    reason(draft, yunchuan.window, now)

    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING
    with pytest.raises(Refused):
        approve_draft(
            draft=draft,
            shown_hash=hash_of_content(content_of(draft)),
            officer=yunchuan.cheng,
            now=now,
        )


def test_a_correction_keeps_the_reasons_for_the_same_words(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=LOOSE)
    reason(draft, yunchuan.window, now)
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    desk.approve(yunchuan, draft, now)
    release = desk.publish(draft=draft, officer=yunchuan.speaker, now=now)

    second = desk.corrected(yunchuan, release, now, title="换一个标题")

    assert second.version == 2


def test_a_later_reason_for_the_same_words_replaces_the_first(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=LOOSE)
    reason(draft, yunchuan.window, now)

    reason(draft, yunchuan.shen, now, text="数字来自年报。")

    row = Exemption.objects.get()
    assert (row.words, row.reason, row.officer) == (LOOSE, "数字来自年报。", yunchuan.shen)
    record = records_of(bureau_id=draft.bureau_id).first()
    assert (record.verb, record.data["reason"]) == ("draft.reason_given", "数字来自年报。")


def test_an_old_page_gives_no_reason(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=LOOSE)
    seen = draft.revision
    reason(draft, yunchuan.window, now)

    with pytest.raises(Stale):
        give_reason(
            draft=draft,
            revision=seen,
            kind=ExemptionKind.STATEMENT,
            words=LOOSE,
            reason="晚到的理由。",
            officer=yunchuan.shen,
            now=now,
        )
