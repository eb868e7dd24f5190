"""Press and media on screen (Art. 8): conference, enquiry with a clock, experts by consent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.clocks.models import Clock, ClockState, ClockStep
from huiying.base.signoff.models import Decision
from huiying.jobs.clocks import ladder
from huiying.work.casework.tasks.models import Commitment
from huiying.work.incidents.core.clocks import PRESS, start_emergency_clocks
from huiying.work.responses.press.actions.hold import answer_later
from huiying.work.responses.press.application import hash_of_press
from huiying.work.responses.press.models import (
    Expert,
    Interpretation,
    MediaRequest,
    MediaState,
    PressConference,
    PressQuestion,
    PressState,
)
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.press import (
    conference_of,
    enquiry_of,
    expert_of,
    make_approved_conference,
    make_held_conference,
)
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
APPLICATION = {
    "form": "CONFERENCE",
    "title": "青石片区供水情况发布会",
    "at": "2026-11-24T15:00",
    "place": "区政务中心",
    "host": "新闻发言人",
    "speakers": "区水务局负责人\n区卫健局负责人",
    "invited": "云川日报、云川电视台",
    "content": "发黄的原因、取样结果和恢复时间。",
}
ASKED = {"medium": "云川日报", "question": "为什么没有告示？"}


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))


standing_rows, rows, yunchuan, water = module_rows(lambda cast: incident_of(cast, WATER))


@pytest.fixture
def office(yunchuan):
    return signed_in(yunchuan.shen)


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


@pytest.mark.clause("8f")
def test_a_press_conference_is_applied_for_approved_held_and_its_questions_are_kept(
    yunchuan, water, office, time, now
):
    start_emergency_clocks(water, now=now)
    office.post(to("press-apply", water.number), APPLICATION)
    row = PressConference.objects.get()
    deputy = signed_in(yunchuan.cheng)
    waiting = page_of(deputy.get(to("desk"))).text
    deputy.post(to("press-approve", row.number), {"hash": hash_of_press(row)})
    time.set(now + timedelta(hours=6))
    row.refresh_from_db()
    hold = {"at": "2026-11-24T15:00", "said": "原因已经查明。", "version": row.revision}
    office.post(to("press-hold", row.number), hold)
    answered = {"answer": "是工作疏漏。", "answered_by": "区水务局负责人"}
    office.post(to("press-question", row.number), ASKED | answered)

    page = page_of(office.get(to("press-conference", row.number))).text

    assert "发布会申请" in waiting
    assert "已召开" in page
    assert "原因已经查明" in page
    assert "为什么没有告示" in page
    assert "是工作疏漏" in page
    press = Clock.objects.get(subject_ref=water.number, kind=PRESS)  # the 24 hours of 80号
    assert (press.state, press.stopped_at) == (ClockState.MET, now + timedelta(hours=5))
    incident = page_of(office.get(to("incident", water.number) + "?tab=answers")).panel("press")
    assert "青石片区供水情况发布会" in incident.text
    history = page_of(office.get(to("incident", water.number) + "?tab=history")).text
    assert "登记发布会" in history


@pytest.mark.clause("8f")
def test_a_question_without_an_answer_is_owed_until_it_is_answered(
    yunchuan, water, office, time, now
):
    row = make_held_conference(yunchuan, water)
    time.set(now + timedelta(days=2))

    before = page_of(office.get(to("desk"))).text
    question = PressQuestion.objects.get()
    later = {"answer": "三年里共 41 人。", "by": "来访接待科负责人"}
    office.post(to("press-later", row.number, question.pk), later)

    assert "发布会补答" in before
    assert "超时" in before
    assert "以前有多少人遇到" not in page_of(office.get(to("desk"))).text
    page = page_of(office.get(to("press-conference", row.number))).text
    assert "三年里共 41 人" in page
    assert "已补答" in page


@pytest.mark.clause("8f")
def test_an_owed_answer_runs_as_a_clock_with_reminders_until_it_is_given(yunchuan, water, now):
    row = make_held_conference(yunchuan, water)
    question = row.questions.get()
    owed = question.clock

    ladder.turn(now + timedelta(days=1))
    shown = page_of(
        signed_in(yunchuan.window).get(to("clock", owed.pk))
    ).text  # its unit holds it
    told = ClockStep.objects.filter(clock=owed, fired_at__isnull=False).count()
    answer_later(
        question=question,
        answer="共 41 人。",
        by="来访接待科",
        officer=yunchuan.shen,
        now=now + timedelta(days=1),
    )

    owed.refresh_from_db()
    assert (owed.holder_unit, owed.state) == (yunchuan.reception, ClockState.MET)
    assert told
    assert "发布会补答" in shown
    assert "发布会上说定的补答日期" in shown


@pytest.mark.clause("8f")
def test_what_is_promised_at_a_conference_is_a_promise_with_a_clock(
    yunchuan, water, office, time, now
):
    row = make_held_conference(yunchuan, water)
    time.set(now)
    said = {
        "answer": "今后提前告知。",
        "answered_by": "区水务局负责人",
        "promise": "计划检修提前两天张贴告示。",
    }
    bare = office.post(to("press-question", row.number), ASKED | said)
    owner = {"owner": yunchuan.waterworks.pk, "due": "2026-12-10"}
    office.post(to("press-question", row.number), ASKED | said | owner)

    promise = Commitment.objects.get()
    assert "须写明兑现单位和期限" in page_of(bare, 409).text
    assert promise.clock.holder_unit == yunchuan.waterworks
    assert f"新闻发布会 {row.number}" in promise.place
    page = page_of(office.get(to("press-conference", row.number))).text
    assert f"承诺 {promise.number}" in page
    assert (
        "计划检修提前两天张贴告示"
        in page_of(office.get(to("incident", water.number) + "?tab=handling")).text
    )


def test_who_wrote_the_application_does_not_approve_it(yunchuan, water):
    row = conference_of(yunchuan, water)
    row.writers = [yunchuan.cheng.pk]
    row.save(update_fields=["writers"])
    deputy = signed_in(yunchuan.cheng)

    deputy.post(to("press-approve", row.number), {"hash": hash_of_press(row)})

    row.refresh_from_db()
    assert row.state == PressState.APPLIED


def test_an_edit_voids_the_approval_and_it_cannot_be_held(yunchuan, water, office):
    row = make_approved_conference(yunchuan, water)
    approved = row.signoff
    changed = APPLICATION | {"title": "改了名称", "version": row.revision}
    office.post(to("press-edit", row.number), changed)
    row.refresh_from_db()
    hold = {"at": "2026-11-24T10:00", "said": "话", "version": row.revision}

    page = page_of(office.post(to("press-hold", row.number), hold), 409).text

    approved.refresh_from_db()
    assert approved.decision != Decision.APPROVED
    assert row.state == PressState.APPLIED
    assert "或批准后已修改" in page


def test_what_the_leader_saw_is_what_he_approves(yunchuan, water):
    row = conference_of(yunchuan, water)
    deputy = signed_in(yunchuan.cheng)

    told = page_of(
        deputy.post(to("press-approve", row.number), {"hash": "0" * 64}, follow=True)
    ).text

    row.refresh_from_db()
    assert "本次决定未生效" in told
    assert row.state == PressState.APPLIED


def test_an_application_is_returned_with_a_reason(yunchuan, water, office):
    row = conference_of(yunchuan, water)
    deputy, back = signed_in(yunchuan.cheng), to("press-return", row.number)
    seen = deputy.get(back).context["form"]["hash"].value()

    other = page_of(deputy.post(back, {"reason": "先请水务局发声", "hash": "0" * 64}), 409).text
    deputy.post(back, {"reason": "先请水务局发声", "hash": seen})

    row.refresh_from_db()
    assert "本次决定未生效" in other, "nobody sends back what he has not seen"
    assert row.state == PressState.WRITING
    assert "先请水务局发声" in page_of(office.get(to("press-conference", row.number))).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"speakers": "联系人王芳"}, "不得写人名"),
        ({"host": "联系人张伟"}, "不得写人名"),
        ({"at": "2026-11-23T15:00"}, "现在之后"),
    ],
)
def test_speakers_are_offices_and_a_conference_lies_ahead(water, office, wrong, said):
    page = page_of(office.post(to("press-apply", water.number), APPLICATION | wrong), 409).text

    assert said in page
    assert "发黄的原因" in page
    assert not PressConference.objects.exists()


def test_an_unanswered_question_names_who_owes_it(yunchuan, water, office):
    row = make_held_conference(yunchuan, water)

    page = page_of(office.post(to("press-question", row.number), ASKED), 409).text

    assert "须写明答复单位和期限" in page


@pytest.mark.clause("2(1)b", "8f")
def test_a_medium_that_asks_is_answered_in_time(yunchuan, water, office):
    form = {
        "kind": "ENQUIRY",
        "medium": "云川日报民生版",
        "at": "2026-11-24T10:05",
        "question": "水什么时候恢复？",
        "incident": water.number,
    }
    office.post(to("enquiry-add"), form)
    row = MediaRequest.objects.get()

    waiting = page_of(office.get(to("desk"))).text
    explained = page_of(office.get(to("clock", row.clock_id))).text
    reply = {"speaker": "新闻发言人", "reply": "预计中午前恢复。", "link": ""}
    office.post(to("enquiry-reply", row.number), reply)

    assert "云川日报民生版" in waiting
    assert "正确对待舆论监督" in explained
    assert "媒体问询答复" in explained
    row.refresh_from_db()
    assert row.state == MediaState.ANSWERED
    assert Clock.objects.get(kind="media").state == ClockState.MET
    assert "预计中午前恢复" in page_of(office.get(to("enquiry", row.number))).text
    assert (
        "云川日报民生版"
        in page_of(office.get(to("incident", water.number) + "?tab=answers")).text
    )


def test_an_enquiry_that_nobody_answers_is_late_on_the_board(yunchuan, office, time, now):
    row = enquiry_of(yunchuan)
    time.set(now + timedelta(hours=25))

    page = office.get(to("desk"))

    assert row.number in page_of(page).text
    assert to("enquiry", row.number) in page_of(page)


def test_refusing_a_medium_needs_a_reason_and_happens_once(yunchuan, office):
    row = enquiry_of(yunchuan)
    office.post(to("enquiry-refuse", row.number), {"reason": "属公安机关，已告知。"})

    page = page_of(
        office.post(to("enquiry-reply", row.number), {"speaker": "办公室", "reply": "x"}), 409
    ).text

    assert "该问询已办理" in page
    assert "属公安机关" in page_of(office.get(to("enquiry", row.number))).text


@pytest.mark.clause("8f")
def test_an_expert_explains_by_own_consent_and_leaves_when_he_wants(yunchuan, water, office):
    form = {
        "name": "卢清和",
        "field": "供水安全",
        "institution": "云川大学",
        "consented_on": "2026-11-20",
        "consent": "本人书面同意，存综合办公室",
    }
    office.post(to("expert-add"), form)
    expert = Expert.objects.get()
    said = {
        "incident": water.number,
        "topic": "水为什么会发黄",
        "outlet": "云川电视台",
        "at": "2026-11-24T09:00",
        "summary": "管壁铁锈被水流冲起。",
    }
    office.post(to("expert-explained", expert.pk), said)

    listed = page_of(office.get(to("experts"))).text
    office.post(to("expert-leave", expert.pk))
    after = page_of(office.get(to("experts"))).text

    assert "本人书面同意" in listed
    assert "水为什么会发黄" in listed
    assert "名单暂无人员" in after
    assert "水为什么会发黄" in after
    assert (
        "水为什么会发黄"
        in page_of(office.get(to("incident", water.number) + "?tab=answers")).text
    )
    office.post(to("expert-explained", expert.pk), said)
    assert Interpretation.objects.count() == 1


def test_nobody_is_on_the_roster_without_his_consent(yunchuan, office):
    form = {
        "name": "卢清和",
        "field": "供水安全",
        "institution": "云川大学",
        "consented_on": "2026-11-20",
        "consent": " ",
    }

    office.post(to("expert-add"), form)

    assert not Expert.objects.exists()


def test_the_record_does_not_keep_an_experts_name(yunchuan, office):
    expert_of(yunchuan)

    page = page_of(signed_in(yunchuan.auditor).get(to("audit"))).text

    assert "供水安全" in page
    assert "卢清和" not in page
