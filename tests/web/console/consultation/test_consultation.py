"""会商、报审、交办 on screen: what is next, who, why blocked; the minutes as a document."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.web.console.shared.incident_parts import part_url
from huiying.work.casework.procedure.content import minutes_content, proposal_content
from huiying.work.casework.procedure.models import Assignment, Consultation, Proposal
from huiying.work.incidents.recusals.actions.recuse import recuse
from tests.module_rows import module_rows
from tests.scenarios.consultation import (
    CONCLUSIONS,
    make_minutes,
    make_proposal,
    make_signed_minutes,
    sign_as,
)
from tests.scenarios.incidents import QUEUE, WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TOMORROW = "2026-11-25T12:00"


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))


def grave(cast):
    restart_workers()
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, major = module_rows(grave)


@pytest.fixture
def shen(yunchuan):
    return signed_in(yunchuan.shen)


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def panel(response) -> str:
    return page_of(response).panel("procedure").text


@pytest.mark.clause("6d", "6f")
def test_the_incident_says_what_is_next_who_and_why_not_yet(shen, major):
    said = panel(shen.get(part_url(major.number, "procedure")))

    assert "重大必经，次序不得变更" in said
    assert re.search(r"会商 待办 领导小组办公室召集.*?尚未会商。", said)
    assert re.search(r"预控处置意见 条件未满足", said)
    assert re.search(r"报审 条件未满足 组长或副组长", said)
    assert re.search(r"交办 条件未满足 .*?尚未会商。", said)
    assert "召集会商…" in said
    assert "紧急拟制处置意见…" in said
    assert "不会商…" not in said


def test_an_ordinary_incident_shows_none_of_it(shen, yunchuan):
    page = shen.get(to("incident", incident_of(yunchuan, QUEUE).number))

    assert not page_of(page).has_panel("procedure")
    assert "一般舆情仅审核处置、回应和信访答复" in page_of(page).text


def held_on_screen(yunchuan, shen, major) -> tuple[Consultation, str]:
    """Call, gather, dissent, conclude and sign by the pages; also what a leader's desk said."""
    leader, cheng = signed_in(yunchuan.leader), signed_in(yunchuan.cheng)
    guests = {
        "meets_at": "2026-11-24T10:30",
        "place": "三楼会议室",
        "officers": [yunchuan.leader.pk, yunchuan.cheng.pk],
        "units": [yunchuan.waterworks.pk],
    }
    shen.post(to("consultation-call", major.number), guests)
    row = Consultation.objects.get()
    for guest in row.invitations.all():
        shen.post(to("consultation-attend", row.number, guest.pk), {"present": "1"})
    agency = row.invitations.get(unit=yunchuan.waterworks)
    signed_in(yunchuan.water).post(
        to("consultation-opinion", row.number, agency.pk),
        {"text": "原因没有查清前不宜公布。", "dissent": "on"},
    )
    row.refresh_from_db()
    conclusions = {name: getattr(CONCLUSIONS, name) for name in CONCLUSIONS.__slots__}
    shen.post(to("minutes-write", row.number), conclusions | {"version": row.revision})
    row.refresh_from_db()
    shen.post(to("minutes-send", row.number), {"version": row.revision})
    seen = {"hash": hash_of_content(minutes_content(row))}
    desk = page_of(leader.get(to("desk"))).text
    leader.post(to("minutes-sign", row.number), seen)
    cheng.post(to("minutes-sign", row.number), seen)
    return row, desk


@pytest.mark.clause("6d", "6e", "6f", "6g")
def test_a_major_matter_goes_from_consultation_to_assignment_by_its_pages(
    shen, yunchuan, major
):
    row, desk = held_on_screen(yunchuan, shen, major)
    minutes = page_of(shen.get(to("consultation", row.number))).text

    shen.post(to("proposal-write", major.number), {"measures": "两小时内送水", "risks": "高层"})
    proposal = Proposal.objects.get()
    early = page_of(
        shen.post(
            to("proposal-assign", proposal.number),
            {"to": f"unit:{yunchuan.waterworks.pk}", "task": "送水", "due": TOMORROW},
        ),
        status=409,
    ).text
    shen.post(to("proposal-submit", proposal.number), {"version": proposal.revision})
    proposal.refresh_from_db()
    signed_in(yunchuan.leader).post(
        to("proposal-approve", proposal.number),
        {"hash": hash_of_content(proposal_content(proposal))},
    )
    shen.post(
        to("proposal-assign", proposal.number),
        {"to": f"unit:{yunchuan.waterworks.pk}", "task": "送水", "due": TOMORROW},
    )
    task = Assignment.objects.get()
    water = signed_in(yunchuan.water)
    told = page_of(water.get(to("desk"))).text
    water.post(to("task-accept", task.number))

    assert "会商纪要" in desk
    assert f"交办 {task.number}" in told
    assert f"签收 {task.number}" not in page_of(water.get(to("desk"))).text
    assert "不同意见 原因没有查清前不宜公布。" in minutes
    assert "已签署，与签署文本一致" in minutes
    assert f"事件性质 {CONCLUSIONS.nature}" in minutes
    assert f"舆情走势 {CONCLUSIONS.trend}" in minutes
    assert f"可能出现的风险 {CONCLUSIONS.risks}" in minutes
    assert "处置意见尚未报审" in early
    said = panel(shen.get(part_url(major.number, "procedure")))
    assert said.count("已办") == 4
    assert "区水务局 已签收" in said


@pytest.mark.clause("6f")
def test_the_leaders_decide_a_proposal_and_never_their_own(yunchuan, shen, major):
    make_signed_minutes(yunchuan, major)
    proposal = make_proposal(yunchuan, major)
    shen.post(to("proposal-submit", proposal.number), {"version": proposal.revision})
    desk = page_of(signed_in(yunchuan.cheng).get(to("desk"))).text
    page = page_of(signed_in(yunchuan.cheng).get(to("proposal", proposal.number))).text

    back = signed_in(yunchuan.cheng).post(
        to("proposal-return", proposal.number),
        {"reason": "没有写时间", "hash": hash_of_content(proposal_content(proposal))},
        follow=True,
    )

    assert "处置意见" in desk
    assert "处置意见报审中，等领导批准。" in page
    assert "Node" not in page, "a name of the template language was printed"
    assert "没有写时间" in page_of(back).text
    assert shen.post(to("proposal-approve", proposal.number)).status_code == 403


def test_an_approval_of_words_that_changed_has_no_effect(yunchuan, shen, major):
    make_signed_minutes(yunchuan, major)
    proposal = make_proposal(yunchuan, major)
    shen.post(to("proposal-submit", proposal.number), {"version": proposal.revision})

    told = page_of(
        signed_in(yunchuan.leader).post(
            to("proposal-approve", proposal.number), {"hash": "0" * 64}, follow=True
        )
    ).text

    assert "本次决定未生效" in told
    proposal.refresh_from_db()
    assert proposal.state == "SUBMITTED"


def test_minutes_edited_after_signing_say_that_the_signatures_are_void(yunchuan, shen, major):
    row = make_signed_minutes(yunchuan, major)
    changed = {name: getattr(CONCLUSIONS, name) for name in CONCLUSIONS.__slots__} | {
        "nature": "另一说法"
    }

    told = page_of(
        shen.post(
            to("minutes-write", row.number),
            changed | {"version": row.revision},
            follow=True,
        )
    ).text

    assert "原有签名失效" in told
    assert "已签署，与签署文本一致" not in told
    assert "尚无签署" in told


def test_a_stale_form_of_the_minutes_keeps_what_was_typed(yunchuan, shen, major):
    row = make_minutes(yunchuan, major)
    typed = {"nature": "我写的", "trend": "", "risks": "", "proposal": "", "version": 0}

    page = page_of(shen.post(to("minutes-write", row.number), typed), status=409).text

    assert "会商内容已被他人更新" in page
    assert "我写的" in page


def test_a_guest_sees_the_minutes_and_somebody_who_was_not_invited_does_not(yunchuan, major):
    row = make_minutes(yunchuan, major)

    assert signed_in(yunchuan.water).get(to("consultation", row.number)).status_code == 200
    assert signed_in(yunchuan.window).get(to("consultation", row.number)).status_code == 403
    assert (
        signed_in(yunchuan.water)
        .post(to("minutes-sign", row.number), {"hash": hash_of_content(minutes_content(row))})
        .status_code
        == 403
    )


def test_a_lost_quorum_is_said_on_the_page(yunchuan, shen, major):
    row = make_minutes(yunchuan, major, absent=("leader", "cheng"))

    page = page_of(shen.get(to("consultation", row.number))).text
    told = page_of(
        shen.post(to("minutes-send", row.number), {"version": row.revision}, follow=True)
    ).text

    assert "出席单位 2 个，不足 3 个" in page
    assert "出席单位 2 个，不足 3 个" in told


def test_an_emergency_shows_its_reason_and_the_time_for_its_ratification(yunchuan, shen, major):
    proposal = make_proposal(yunchuan, major)
    shen.post(
        to("proposal-urgent", proposal.number),
        {"reason": "老人断水", "version": proposal.revision},
    )

    said = panel(shen.get(part_url(major.number, "procedure")))
    page = page_of(signed_in(yunchuan.leader).get(to("proposal", proposal.number))).text

    assert "先行，待追认" in said
    assert "24 小时 0 分" in said
    assert "紧急先行交办：老人断水" in page
    assert "追认" in page


def test_a_significant_matter_may_be_skipped_with_a_reason_on_the_page(yunchuan, shen):
    incident = incident_of(yunchuan, QUEUE, grade=Grade.SIGNIFICANT)
    before = panel(shen.get(part_url(incident.number, "procedure")))
    shen.post(to("consultation-skip", incident.number), {"reason": "原因清楚"})

    after = panel(shen.get(part_url(incident.number, "procedure")))

    assert "不会商…" in before
    assert "免办，有理由" in after
    assert "不会商的理由：原因清楚" in after


def test_a_unit_sees_its_own_tasks_and_not_the_way_to_them(yunchuan, shen, major):
    make_signed_minutes(yunchuan, major)
    proposal = make_proposal(yunchuan, major)
    shen.post(to("proposal-submit", proposal.number), {"version": proposal.revision})
    signed_in(yunchuan.leader).post(
        to("proposal-approve", proposal.number),
        {"hash": hash_of_content(proposal_content(proposal))},
    )
    for unit, task in ((yunchuan.waterworks, "送水到楼下"), (yunchuan.reception, "接待来访")):
        shen.post(
            to("proposal-assign", proposal.number),
            {"to": f"unit:{unit.pk}", "task": task, "due": TOMORROW},
        )

    said = panel(signed_in(yunchuan.water).get(part_url(major.number, "procedure")))

    assert "送水到楼下" in said
    assert "签收" in said
    assert "接待来访" not in said
    assert "报审 已办" not in said
    assert signed_in(yunchuan.water).get(to("proposal", proposal.number)).status_code == 403


def test_signing_one_after_the_other_says_how_many_are_missing(yunchuan, shen, major):
    row = make_minutes(yunchuan, major)
    shen.post(to("minutes-send", row.number), {"version": row.revision})
    row.refresh_from_db()
    seen = {"hash": hash_of_content(minutes_content(row))}

    one = page_of(
        signed_in(yunchuan.leader).post(to("minutes-sign", row.number), seen, follow=True)
    ).text
    again = page_of(
        signed_in(yunchuan.leader).post(to("minutes-sign", row.number), seen, follow=True)
    ).text

    assert "还需 1 人签署" in one
    assert "您已签署" in again
    sign_as(row, yunchuan.cheng)
    assert "2 / 2" in page_of(shen.get(to("consultation", row.number))).text


def test_who_keeps_out_of_a_matter_neither_signs_nor_approves(yunchuan, shen, major, now):
    row = make_minutes(yunchuan, major)
    proposal = make_proposal(yunchuan, major)
    shen.post(to("minutes-send", row.number), {"version": row.revision})
    recuse(
        incident=major,
        who=yunchuan.leader,
        reason="亲属住在这里",
        officer=yunchuan.cheng,
        now=now,
    )
    leader = signed_in(yunchuan.leader)

    answers = [
        leader.post(
            to("minutes-sign", row.number), {"hash": hash_of_content(minutes_content(row))}
        ),
        leader.post(to("proposal-approve", proposal.number)),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert leader.get(to("consultation", row.number)).status_code == 200
