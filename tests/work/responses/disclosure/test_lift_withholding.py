"""改为公开: what concerns nobody else goes out at once, of a third party only with a basis."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.policy.release.disclosure import Ground
from huiying.policy.release.third_party import LiftBasis, View
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Withholding
from huiying.work.responses.disclosure.actions.ask_third_party import (
    ask_third_party,
    record_third_party_view,
)
from huiying.work.responses.disclosure.actions.lift_withholding import (
    LiftInput,
    lift_withholding,
)
from huiying.work.responses.disclosure.models import LiftedWithholding
from huiying.work.responses.drafts.actions.edit import edit_draft
from huiying.work.responses.reviews.required import required_reviews
from tests.module_rows import module_rows
from tests.work.responses import desk
from tests.work.responses.disclosure.steps import BODY, HIDDEN, keep, written

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
INTERNAL = {"ground": Ground.INTERNAL, "harm": "会打乱排班。", "reason": "只是排班。"}

standing_rows, rows, yunchuan, draft = module_rows(written)


def lift(draft, row, officer, now, basis=None, reason="", *, revision=None):
    lift_withholding(
        draft=draft,
        revision=draft.revision if revision is None else revision,
        withholding_id=row.pk,
        lift=LiftInput(basis, reason) if basis else None,
        officer=officer,
        now=now,
    )


def ask(row, officer, now, **more):
    values = {"received_at": now, "delivery": "云信意〔2026〕3号，邮寄", **more}
    return ask_third_party(withholding=row, officer=officer, now=now, **values)


@pytest.mark.clause("2(1)a")
def test_what_concerns_nobody_else_stands_in_the_content_again(yunchuan, draft, now):
    row = keep(draft, yunchuan.window, now, **INTERNAL)
    other = keep(draft, yunchuan.window, now, passage="我们道歉", **INTERNAL)
    seen = draft.revision

    lift(draft, row, yunchuan.shen, now)

    assert HIDDEN in str(content_of(draft))
    assert Withholding.objects.get() == other
    record = records_of(bureau_id=draft.bureau_id).first()
    assert (record.verb, record.data) == ("draft.given_free", {"ground": "INTERNAL"})
    with pytest.raises(Refused, match="该处已不存在"):
        lift(draft, row, yunchuan.window, now)
    with pytest.raises(Stale):
        lift(draft, other, yunchuan.window, now, revision=seen)
    with pytest.raises(PermissionDenied):
        lift(draft, other, yunchuan.lu, now)


def test_what_was_published_without_it_is_not_opened_by_taking_the_mark_away(
    yunchuan, draft, now
):
    row = keep(draft, yunchuan.window, now)
    desk.submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    desk.approve(yunchuan, draft, now)
    desk.publish(draft=draft, officer=yunchuan.speaker, now=now)

    with pytest.raises(Refused, match="该处已不存在"):
        lift(draft, row, yunchuan.window, now, LiftBasis.NO_THIRD_PARTY, "已核对。")


@pytest.mark.clause("2(1)a")
@pytest.mark.parametrize("ground", [Ground.PRIVACY, Ground.TRADE_SECRET])
def test_what_concerns_a_third_party_is_published_on_a_basis_of_the_law_alone(
    yunchuan, draft, now, ground
):
    row = keep(draft, yunchuan.window, now, ground=ground)

    with pytest.raises(Refused, match="须写明依据"):
        lift(draft, row, yunchuan.window, now)
    with pytest.raises(Refused, match="尚未登记第三方同意公开的意见"):
        lift(draft, row, yunchuan.window, now, LiftBasis.CONSENT)
    with pytest.raises(Refused, match="未登记征求意见"):
        lift(draft, row, yunchuan.window, now, LiftBasis.NO_VIEW, "没有答复。")
    with pytest.raises(Refused, match="请写明理由"):
        lift(draft, row, yunchuan.window, now, LiftBasis.PUBLIC_INTEREST)
    with pytest.raises(Refused, match="理由不得包含该段文字"):
        lift(draft, row, yunchuan.window, now, LiftBasis.NO_THIRD_PARTY, f"{HIDDEN}不要紧。")

    assert HIDDEN not in str(content_of(draft))


@pytest.mark.clause("2(1)a")
def test_a_consent_publishes_and_three_others_see_the_basis(yunchuan, draft, now):
    row = keep(draft, yunchuan.window, now)
    enquiry = ask(row, yunchuan.window, now)
    later = now + DAY
    record_third_party_view(
        enquiry=enquiry, view=View.AGREES, at=later, words="", officer=yunchuan.shen, now=later
    )

    lift(draft, row, yunchuan.window, later, LiftBasis.CONSENT)

    assert HIDDEN in str(content_of(draft))
    lifted = LiftedWithholding.objects.get()
    assert (lifted.passage, lifted.basis) == (HIDDEN, LiftBasis.CONSENT)
    assert len(required_reviews(draft)) == 3
    record = records_of(bureau_id=draft.bureau_id).first()
    assert record.data == {"ground": "PRIVACY", "basis": "CONSENT"}


@pytest.mark.clause("2(1)a")
def test_who_recorded_the_enquiry_or_the_consent_does_not_publish_by_it(yunchuan, draft, now):
    row = keep(draft, yunchuan.window, now)
    enquiry = ask(row, yunchuan.window, now)
    later = enquiry.due_at + DAY

    with pytest.raises(Refused, match="改为公开须由他人办理"):
        lift(draft, row, yunchuan.window, later, LiftBasis.NO_VIEW, "没有答复。")
    record_third_party_view(
        enquiry=enquiry, view=View.AGREES, at=later, words="", officer=yunchuan.shen, now=later
    )
    with pytest.raises(Refused, match="改为公开须由他人办理"):
        lift(draft, row, yunchuan.shen, later, LiftBasis.CONSENT)

    assert HIDDEN not in str(content_of(draft))


def test_silence_lets_the_bureau_decide_once_15_working_days_are_over(yunchuan, draft, now):
    row = keep(draft, yunchuan.window, now)
    enquiry = ask(row, yunchuan.window, now)
    reason = "涉及公共安全，已书面催问。"
    last = enquiry.due_at

    with pytest.raises(Refused, match="或 15 个工作日未满"):
        lift(draft, row, yunchuan.shen, last, LiftBasis.NO_VIEW, reason)
    lift(draft, row, yunchuan.shen, last + DAY, LiftBasis.NO_VIEW, reason)

    assert HIDDEN in str(content_of(draft))


@pytest.mark.clause("2(1)a")
def test_an_objection_is_overcome_by_the_public_interest_alone(yunchuan, draft, now):
    row = keep(draft, yunchuan.window, now)
    enquiry = ask(row, yunchuan.window, now)
    record_third_party_view(
        enquiry=enquiry,
        view=View.OBJECTS,
        at=now,
        words="会认出我们家。",
        officer=yunchuan.window,
        now=now,
    )

    for basis in (LiftBasis.CONSENT, LiftBasis.NO_VIEW):
        with pytest.raises(Refused):
            lift(draft, row, yunchuan.window, now + 60 * DAY, basis, "还是要公开。")
    lift(draft, row, yunchuan.window, now, LiftBasis.PUBLIC_INTEREST, "关系到全楼的用水安全。")

    assert LiftedWithholding.objects.get().basis == LiftBasis.PUBLIC_INTEREST


def test_a_passage_that_was_taken_out_does_not_come_back_without_a_basis(yunchuan, draft, now):
    """To edit it away, lift it, and write it in again is no way round the third party."""
    row = keep(draft, yunchuan.window, now)
    without = BODY.replace(HIDDEN, "这一户")

    def write(body):
        edit_draft(
            draft=draft,
            revision=draft.revision,
            officer=yunchuan.window,
            now=now,
            words=replace(desk.WORDS, body=body),
        )

    write(without)
    lift(draft, row, yunchuan.window, now)
    gone = blocking(draft, now)
    write(BODY)

    assert LiftedWithholding.objects.get().basis == LiftBasis.REMOVED
    assert not any("第三方" in sentence for sentence in gone)
    assert any("处涉及第三方的文字再次写入稿件" in one for one in blocking(draft, now))
