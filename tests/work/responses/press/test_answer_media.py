"""媒体问询: a medium that asks is answered in time, or told why not and who will."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.work.responses.press.actions.answer_media import (
    MediaRequestInput,
    answer_request,
    refuse_request,
    take_request,
)
from huiying.work.responses.press.models import MediaKind, MediaRequest, MediaState
from tests.factories import T0
from tests.scenarios.press import enquiry_of

pytestmark = pytest.mark.django_db
WANTED = MediaRequestInput(MediaKind.ENQUIRY, "云川日报", "为什么要先撤帖？", T0)


def take(officer, now, **changes):
    wanted = replace(WANTED, **changes)
    return take_request(wanted=wanted, incident=None, officer=officer, now=now)


def answer(row, officer, now, **changes):
    said = {"reply": "不需要撤帖。", "speaker": "新闻发言人", "link": ""} | changes
    answer_request(row=row, officer=officer, now=now, **said)


def refuse(row, officer, now, reason="属于公安机关职责。"):
    refuse_request(row=row, reason=reason, officer=officer, now=now)


@pytest.mark.clause("8f")
def test_the_time_of_an_enquiry_runs_since_it_was_asked(yunchuan, now):
    later = now + timedelta(minutes=30)

    row = take(yunchuan.speaker, later)

    assert (row.medium, row.state, row.received_at) == ("云川日报", MediaState.OPEN, now)
    assert (row.clock.starts_at, row.clock.state) == (now, ClockState.RUNNING)
    assert row.clock.subject_ref == row.number
    assert records_of(bureau_id=row.bureau_id).first().verb == "media.asked"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"medium": " "}, "媒体名称"),
        ({"question": " "}, "请填写媒体所提问题"),
        ({"at": T0 + timedelta(minutes=1)}, "收到时间不得晚于当前时间"),
    ],
)
def test_an_enquiry_says_who_asked_what_and_when(yunchuan, now, changes, why):
    with pytest.raises(Refused, match=why):
        take(yunchuan.shen, now, **changes)

    assert not MediaRequest.objects.exists()


@pytest.mark.clause("8f")
def test_an_answer_is_given_by_an_office_and_stops_the_clock(yunchuan, now):
    row = enquiry_of(yunchuan)
    with pytest.raises(Refused, match="请写答复的内容"):
        answer(row, yunchuan.shen, now, reply=" ")
    with pytest.raises(Refused, match="请写明科室或岗位"):
        answer(row, yunchuan.shen, now, speaker=" ")
    with pytest.raises(Refused, match="网址须以"):
        answer(row, yunchuan.shen, now, link="x")

    answer(row, yunchuan.shen, now, link="https://news.example/1")

    assert (row.state, row.reply) == (MediaState.ANSWERED, "不需要撤帖。")
    assert (row.speaker, row.link) == ("新闻发言人", "https://news.example/1")
    assert (row.decided_by, row.decided_at) == (yunchuan.shen, now)
    assert Clock.objects.get(pk=row.clock_id).state == ClockState.MET
    assert records_of(bureau_id=row.bureau_id).first().verb == "media.answered"


@pytest.mark.clause("2(1)b")
def test_a_refusal_tells_why_and_stops_the_clock(yunchuan, now):
    row = enquiry_of(yunchuan)
    with pytest.raises(Refused, match="请填写告知对方的理由和应联系的单位"):
        refuse(row, yunchuan.shen, now, reason=" ")

    refuse(row, yunchuan.shen, now)

    assert (row.state, row.reason) == (MediaState.REFUSED, "属于公安机关职责。")
    assert Clock.objects.get(pk=row.clock_id).state == ClockState.MET
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.verb, record.data["reason"]) == ("media.refused", "属于公安机关职责。")


def test_of_two_who_decide_one_does(yunchuan, now):
    row = enquiry_of(yunchuan)
    of_the_other = MediaRequest.objects.get()
    answer(row, yunchuan.shen, now)

    with pytest.raises(Stale, match="该问询已办理"):
        refuse(of_the_other, yunchuan.speaker, now)
    with pytest.raises(Stale):
        answer(of_the_other, yunchuan.speaker, now, reply="另一个说法。")

    assert MediaRequest.objects.get().reply == "不需要撤帖。"


def test_who_does_not_speak_for_the_bureau_speaks_to_no_medium(yunchuan, now):
    row = enquiry_of(yunchuan)

    for act in (lambda: take(yunchuan.lu, now), lambda: answer(row, yunchuan.lu, now)):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(PermissionDenied):
        refuse(row, yunchuan.lu, now)
