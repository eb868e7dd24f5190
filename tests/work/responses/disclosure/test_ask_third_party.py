"""征求第三方意见: 15 working days from the receipt, by the law and not by the bureau."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.policy.release.disclosure import Ground
from huiying.policy.release.third_party import View
from huiying.work.responses.disclosure.actions.ask_third_party import (
    ask_third_party,
    record_third_party_view,
)
from huiying.work.responses.disclosure.models import ThirdPartyEnquiry
from tests.module_rows import module_rows
from tests.work.responses.disclosure.steps import keep, written

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)

standing_rows, rows, yunchuan, draft = module_rows(written)


def ask(row, officer, now, **more):
    values = {"received_at": now, "delivery": "云信意〔2026〕3号，邮寄", **more}
    return ask_third_party(withholding=row, officer=officer, now=now, **values)


def answer(enquiry, officer, now, view=View.AGREES, words="", at=None):
    record_third_party_view(
        enquiry=enquiry, view=view, at=at or now, words=words, officer=officer, now=now
    )


@pytest.mark.clause("2(1)a")
def test_the_period_is_fifteen_working_days_from_the_receipt(yunchuan, draft, now):
    enquiry = ask(keep(draft, yunchuan.window, now), yunchuan.window, now)

    first, last = timezone.localtime(now).date(), timezone.localtime(enquiry.due_at).date()
    assert 21 <= (last - first).days <= 23, "three weeks, longer over a day off"
    assert enquiry.view == ""


def test_the_letter_says_who_it_is_and_the_system_does_not(yunchuan, draft, now):
    row = keep(draft, yunchuan.window, now)

    enquiry = ask(row, yunchuan.window, now, delivery="快递送达，电话13800138000")

    assert "13800138000" not in enquiry.delivery
    record = records_of(bureau_id=draft.bureau_id).first()
    assert record.verb == "third_party.asked"
    assert "13800138000" not in str(record.data)


def test_only_what_concerns_a_third_party_is_asked_about_once_and_not_in_time_to_come(
    yunchuan, draft, now
):
    row = keep(draft, yunchuan.window, now)
    other = keep(
        draft,
        yunchuan.window,
        now,
        passage="我们道歉",
        ground=Ground.INTERNAL,
        reason="只是排班。",
        harm="会打乱排班。",
    )

    with pytest.raises(Refused, match="商业秘密或者隐私"):
        ask(other, yunchuan.window, now)
    with pytest.raises(Refused, match="收到时间不得晚于当前时间"):
        ask(row, yunchuan.window, now, received_at=now + DAY)
    with pytest.raises(Refused, match="送达方式"):
        ask(row, yunchuan.window, now, delivery="  ")
    with pytest.raises(PermissionDenied):
        ask(row, yunchuan.auditor, now)
    ask(row, yunchuan.window, now)
    with pytest.raises(Stale, match="该处已征求意见"):
        ask(row, yunchuan.window, now)
    assert ThirdPartyEnquiry.objects.count() == 1


@pytest.mark.clause("2(1)a")
def test_an_answer_is_recorded_once_with_the_reason_of_a_no(yunchuan, draft, now):
    enquiry = ask(keep(draft, yunchuan.window, now), yunchuan.window, now)

    with pytest.raises(Refused, match="它的理由"):
        answer(enquiry, yunchuan.window, now, View.OBJECTS)
    with pytest.raises(Refused, match="收到以后"):
        answer(enquiry, yunchuan.window, now, at=now - DAY)
    answer(enquiry, yunchuan.window, now, View.OBJECTS, "会认出我们家。")
    with pytest.raises(Stale, match="已经登记过答复"):
        answer(enquiry, yunchuan.window, now)

    assert (enquiry.view, enquiry.words) == (View.OBJECTS, "会认出我们家。")
    assert enquiry.recorded_by == yunchuan.window
    assert records_of(bureau_id=draft.bureau_id).first().data == {"view": "OBJECTS"}
