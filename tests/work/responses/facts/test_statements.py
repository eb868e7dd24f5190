"""A sentence that states a fact cites one, or says why it states none."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.checks.all_checks import all_checks, blocking
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.exceptions import NotReady
from huiying.work.responses.core.models import DraftState
from huiying.work.responses.drafts.actions.give_reason import give_reason
from huiying.work.responses.drafts.models import ExemptionKind
from huiying.work.responses.facts.actions.edit import FactWords, change_fact
from huiying.work.responses.facts.statements import statements_of
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


def test_a_number_without_a_fact_blocks_the_submission(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=f"我们道歉。{LOOSE}")

    with pytest.raises(NotReady) as error:
        submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)

    assert error.value.missing == [f"缺事实：“{LOOSE}”"]


def test_citing_a_fact_that_is_there_lets_it_go(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=f"{LOOSE}[F1]")

    assert blocking(draft, now) == []


def test_citing_a_fact_that_is_not_there_does_not(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=f"{LOOSE}[F9]")

    assert f"缺事实：“{LOOSE}”" in blocking(draft, now)


def test_a_reason_lets_it_go_and_is_void_when_the_sentence_changes(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=LOOSE)

    reason(draft, yunchuan.window, now)

    assert blocking(draft, now) == []
    desk.fill(draft, yunchuan.window, now, body=LOOSE.replace("200", "300"))
    assert blocking(draft, now) == ["缺事实：“此前已有300多人顺利办结。”"]


def test_a_reason_must_be_written(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=LOOSE)

    with pytest.raises(Refused, match="请写明理由"):
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


def test_a_name_of_a_unit_is_a_body(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=f"由{yunchuan.waterworks.name}办理。")

    (row,) = [one for one in statements_of(draft) if one.state == "missing"]

    assert row.signs[0].sign == "body"
    assert row.paragraph == 1


def test_a_changed_fact_keeps_its_code(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    fact = draft.facts.get()

    change_fact(
        draft=draft,
        revision=draft.revision,
        fact_id=fact.pk,
        words=FactWords(
            subject="3号窗口", attribute="被劝回的群众", value="7人", evidence="记录"
        ),
        officer=yunchuan.window,
        now=now,
    )

    fact.refresh_from_db()
    assert fact.statement == "3号窗口被劝回的群众：7人。"
    assert blocking(draft, now) == []


def test_half_a_fact_is_refused(yunchuan, now):
    draft = desk.ready(yunchuan, now)

    with pytest.raises(Refused, match="要么都写"):
        change_fact(
            draft=draft,
            revision=draft.revision,
            fact_id=draft.facts.get().pk,
            words=FactWords(statement="7人", subject="3号窗口"),
            officer=yunchuan.window,
            now=now,
        )


def test_every_check_says_its_state_in_order(yunchuan, now):
    draft = desk.ready(yunchuan, now, body=f"{LOOSE}我们高度重视，尽快办理。")

    states = [check.state for check in all_checks(draft, now)]

    assert states == sorted(states, key=["blocked", "warned", "passed"].index)
    assert set(states) == {"blocked", "warned", "passed"}
