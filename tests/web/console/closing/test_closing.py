"""The gate on screen: what lacks and why, a leader's waiver, closing, opening again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.jobs.clocks import after_closing
from huiying.policy.closing.gate import UnmetReason
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.web.console.closing.panel import WHERE
from huiying.work.closing.core.models import Waiver
from huiying.work.closing.core.waivers import waiver_content
from huiying.work.closing.gate.models import ReopenProposal
from huiying.work.incidents.core.models import Incident
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.closing import make_closed_incident, make_release, make_solved_notice
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import (
    QUEUE,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)
from tests.web.clients import signed_in
from tests.web.page import Page, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))


@pytest.fixture
def shen(yunchuan):
    return signed_in(yunchuan.shen)


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def gate_on(client, incident) -> str:
    """Return the closing conditions, and the acts of the menu."""
    page = page_of(client.get(to("incident", incident.number)))
    menus = page.having('class="hy-acts-pop"')
    return page.panel("closing").text + "".join(menu.text for menu in menus)


def ready(cast, now):
    incident = incident_of(cast, now=now - MINUTE)
    make_solved_notice(cast, incident, now=now)
    make_release(cast, incident, now=now)
    return incident


def one_grave(yunchuan, now=T0):
    incident = ready(yunchuan, now)
    regrade_with_second(
        incident=incident,
        grade=Grade.SIGNIFICANT,
        reason="又有三个平台转载",
        officer=yunchuan.lu,
        now=now,
    )
    incident.refresh_from_db()
    return incident


standing_rows, rows, yunchuan, grave = module_rows(one_grave)


@pytest.mark.clause("7a", "7b")
def test_the_page_says_of_each_condition_how_it_stands_and_why(shen, yunchuan, now):
    incident = incident_of(yunchuan, now=now)
    new = gate_on(shen, incident)
    make_solved_notice(yunchuan, incident, no_file_reason="", now=now)
    half = gate_on(shen, incident)
    said = shen.post(to("incident-close", incident.number), {"version": incident.revision})

    assert "0 / 2" in new
    assert re.search(r"网下已解决，有材料 ，未满足 .*?尚未通报责任单位。", new)
    assert "办结…" not in new
    assert re.search(r"办结… 还差 2 项", half)
    assert "或无材料文件且未说明理由" in half
    assert "已公开回应 ，未满足" in half
    assert "暂不能办结：反馈未写明" in page_of(said, status=409).text


@pytest.mark.clause("7a")
def test_an_ordinary_matter_is_closed_by_its_page_and_twice_changes_nothing(
    shen, yunchuan, now
):
    incident = ready(yunchuan, now)
    form = {"version": incident.revision}
    asked = page_of(shen.get(to("incident-close", incident.number))).text
    done = shen.post(to("incident-close", incident.number), form)
    twice = shen.post(to("incident-close", incident.number), form)

    assert "有一项不满足即不予办结" in asked
    assert done.url.endswith("#closing")
    assert "该事件已办结" in page_of(twice, status=409).text
    assert "已办结。下面是办结时的情况" in gate_on(shen, incident)
    assert "沈青禾办结" in gate_on(shen, incident)


def test_a_stale_tab_does_not_close(shen, yunchuan, now):
    incident = ready(yunchuan, now)

    said = shen.post(to("incident-close", incident.number), {"version": incident.revision - 1})

    assert "事件已更新" in page_of(said, status=409).text
    assert Incident.objects.get(pk=incident.pk).stage == Stage.ANSWERED


def test_an_unknown_calm_is_waived_by_a_leader_on_his_page_and_then_it_closes(
    shen, yunchuan, grave
):
    leader = signed_in(yunchuan.leader)
    before = gate_on(shen, grave)
    shen.post(to("waiver-ask", grave.number, "CALM"), {"reason": "回访十户都满意"})
    row = Waiver.objects.get()
    desk = page_of(leader.get(to("desk"))).text
    own = page_of(shen.get(to("waiver", row.number))).text
    page = page_of(leader.get(to("waiver", row.number))).text
    leader.post(to("waiver-grant", row.number), {"hash": hash_of_content(waiver_content(row))})
    after = gate_on(shen, grave)
    grave.refresh_from_db()
    shen.post(to("incident-close", grave.number), {"version": grave.revision})

    assert re.search(r"提及回到常态 ，未知 .*?未知不视为平息", before)
    assert "办结豁免" in desk
    assert "豁免这一条" not in own
    assert "豁免这一条" in page
    assert "回访十户都满意" in page
    assert "提及回到常态 ，已豁免" in after
    assert "顾怀川豁免：回访十户都满意" in after
    assert Incident.objects.get(pk=grave.pk).stage == Stage.CLOSED


def test_a_waiver_is_returned_with_a_reason_and_may_be_asked_again(shen, yunchuan, grave):
    leader = signed_in(yunchuan.leader)
    ask = to("waiver-ask", grave.number, "CALM")
    shen.post(ask, {"reason": "回访都满意"})
    row = Waiver.objects.get()
    seen = {"hash": hash_of_content(waiver_content(row))}
    empty = leader.post(to("waiver-return", row.number), seen)
    leader.post(to("waiver-return", row.number), {**seen, "reason": "再等三天"})
    again = shen.post(ask, {"reason": "又等了三天"})

    assert empty.status_code == 200
    assert "再等三天" in page_of(shen.get(to("waiver", row.number))).text
    assert again.status_code == 302


def test_a_condition_that_does_not_exist_is_not_found(shen, grave):
    assert shen.get(to("waiver-ask", grave.number, "POLITE")).status_code == 404


def test_nobody_is_left_to_sign_and_the_page_says_what_to_do(shen, yunchuan, grave):
    shen.post(to("waiver-ask", grave.number, "CALM"), {"reason": "回访都满意"})
    type(yunchuan.leader).objects.filter(pk__in=[yunchuan.leader.pk, yunchuan.cheng.pk]).update(
        is_active=False
    )

    page = page_of(shen.get(to("waiver", Waiver.objects.get().number))).text

    assert "暂无领导可签署该豁免" in page
    assert "登记委托" in page


@pytest.mark.clause("4(3)a")
def test_a_closed_matter_that_flares_up_stands_on_the_desk_and_an_officer_decides(
    lu, yunchuan, now
):
    incident = make_closed_incident(yunchuan)
    texts = [f"{QUEUE[0]}，第{number}天了" for number in range(14)]
    submit_posts(yunchuan, *texts, now=now + 9 * MINUTE)
    run_stream(yunchuan, now=now + 9 * MINUTE)
    after_closing.turn(now + 9 * MINUTE)

    desk = page_of(lu.get(to("desk"))).text
    lu.post(to("incident-reopen", incident.number), {"reason": "又有人反映排队"})
    incident.refresh_from_db()
    again = gate_on(lu, incident)

    assert "办结后再次升温" in desk
    assert "请决定是否重新办理" in desk
    assert incident.stage == Stage.HANDLING
    assert "陆知远重新办理：又有人反映排队" in again
    assert "办结后再次升温" not in page_of(lu.get(to("desk"))).text


def test_who_leaves_it_closed_says_why(lu, yunchuan, now):
    incident = make_closed_incident(yunchuan)
    texts = [f"{QUEUE[0]}，第{number}天了" for number in range(14)]
    submit_posts(yunchuan, *texts, now=now + 9 * MINUTE)
    run_stream(yunchuan, now=now + 9 * MINUTE)
    after_closing.turn(now + 9 * MINUTE)
    row = ReopenProposal.objects.get()
    address = to("reopening-decline", row.pk)

    lu.post(address, {"reason": "都是转载旧帖"})
    twice = lu.post(address, {"reason": "都是转载旧帖"})

    assert "该建议已处理" in page_of(twice, status=409).text
    assert (
        "决定保持办结：都是转载旧帖"
        in page_of(lu.get(to("incident", incident.number) + "?tab=all")).text
    )


def test_who_may_not_close_sees_the_gate_without_acts(yunchuan, grave):
    page = gate_on(signed_in(yunchuan.speaker), grave)

    assert "办结条件" in page
    assert "办结…" not in page
    assert "请求豁免…" not in page


def offered(page: Page) -> set[str]:
    """Return what the buttons and links of a page offer, without those of the frame."""
    return {*page.tags("main")[0].buttons()}


def test_a_closed_incident_offers_what_can_still_be_done_and_nothing_else(shen, yunchuan):
    incident = make_closed_incident(yunchuan)

    acts = offered(page_of(shen.get(to("incident", incident.number) + "?tab=all")))

    assert acts >= {"重新办理…", "关联来件…", "共享给外单位…", "拆分…", "移动帖文…", "回避…"}
    assert acts.isdisjoint(
        {
            "通报单位…",
            "登记承诺…",
            "起草回应",
            "并案…",
            "调整等级…",
            "确认突发事件级别…",
            "研判回应价值…",
            "申请发布会…",
            "提出核实…",
            "制发口径…",
        }
    )


def test_the_steps_that_a_closed_incident_never_took_are_not_to_be_taken_now(shen, yunchuan):
    incident = make_closed_incident(yunchuan)
    Incident.objects.filter(pk=incident.pk).update(grade=Grade.MAJOR)

    steps = (
        page_of(shen.get(to("incident", incident.number) + "?tab=all")).panel("procedure").text
    )

    assert steps.count("未办") == 4
    assert "待办" not in steps
    assert "条件未满足" not in steps


def test_an_open_incident_offers_what_a_closed_one_does_not(shen, yunchuan):
    incident = incident_of(yunchuan, QUEUE, now=T0)
    make_solved_notice(yunchuan, incident, now=T0 + MINUTE)

    acts = offered(page_of(shen.get(to("incident", incident.number) + "?tab=all")))

    assert acts >= {"通报单位…", "登记承诺…", "起草回应", "并案…", "调整等级…"}


def test_the_grade_of_a_closed_incident_does_not_change_behind_an_old_page(shen, yunchuan):
    incident = make_closed_incident(yunchuan)
    form = {"grade": "3", "reason": "还有人受伤", "version": incident.revision}

    answer = shen.post(to("regrade", incident.number), form)

    assert answer.status_code == 409
    assert "请先重新办理" in page_of(answer, 409)
    assert Incident.objects.get(pk=incident.pk).grade == incident.grade


def test_each_lack_has_a_place_where_it_is_made_good():
    assert set(WHERE) == set(UnmetReason)
