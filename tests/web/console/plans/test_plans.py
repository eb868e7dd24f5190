"""处置预案 on screen: written, approved by another, reviewed in time, activated once."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.procedure.models import Assignment
from huiying.work.prevention.plans.models import Plan, PlanActivation, PlanState
from huiying.work.responses.core.models import Draft
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.prevention.decision_steps import (
    DAY,
    fresh,
    plan_approved,
    plan_submitted,
    plan_written,
    today,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6c")]


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)


def with_water(cast):
    restart_workers()
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(with_water)


@pytest.fixture
def shen(yunchuan):
    return signed_in(yunchuan.shen)


@pytest.fixture
def leader(yunchuan):
    return signed_in(yunchuan.leader)


def here(name, *args):
    return reverse(f"console:{name}", args=args)


def seen(client, plan):
    return page_of(client.get(here("contingency-plan", plan.number)))


def words(cast, **more):
    return {
        "title": "供水管网爆管停水处置预案",
        "trigger": "停水涉及一个以上小区。",
        "grade": int(Grade.MAJOR),
        "lead_unit": cast.waterworks.pk,
        "speaking_unit": cast.waterworks.pk,
        "holding_statement": "正在抢修，恢复时间将及时公布。",
        "review_on": (today() + 90 * DAY).isoformat(),
        **more,
    }


def activate(client, plan, incident, **more):
    said = {"shown": 1, **more}
    return client.post(here("incident-plan-activate", plan.number, incident.number), said)


def test_a_plan_is_written_part_by_part_and_put_before_a_leader(shen, yunchuan):
    shen.post(here("contingency-plan-start"), words(yunchuan))
    plan = Plan.objects.get()
    assert plan.number == "YA2026-0001"
    unit = {"unit": yunchuan.waterworks.pk}

    shen.post(
        here("contingency-plan-measure", plan.number),
        {**unit, "text": "抢修并送水", "hours": 2},
    )
    shen.post(
        here("contingency-plan-question", plan.number),
        {"text": "何时来水？", "detail": "及时公布。"},
    )
    said = {**unit, "text": "调度中心", "detail": "0571-87000001"}
    shen.post(here("contingency-plan-contact", plan.number), said)
    shen.post(here("contingency-plan-submit", plan.number))

    assert fresh(plan).state == PlanState.WAITING
    page = seen(shen, plan)
    assert "抢修并送水" in page.panel("measures").text
    assert "0571-87000001" in page.panel("contacts").text


def test_a_plan_without_measures_is_not_put_before_a_leader(shen, yunchuan):
    shen.post(here("contingency-plan-start"), words(yunchuan))
    plan = Plan.objects.get()

    page = page_of(shen.post(here("contingency-plan-submit", plan.number), follow=True))

    assert "至少有一项处置措施" in page.text


def test_a_private_telephone_and_a_name_are_refused(shen, yunchuan):
    plan = plan_written(yunchuan)
    said = {"unit": yunchuan.waterworks.pk, "text": "值班室", "detail": "13800001111"}

    page = page_of(shen.post(here("contingency-plan-contact", plan.number), said), 409)
    assert "不填个人手机" in page.text
    named = {**said, "text": "王 小 明", "detail": "0571-87000001"}
    page = page_of(shen.post(here("contingency-plan-contact", plan.number), named), 409)
    assert "不针对个人" in page.text


def test_a_part_is_dropped_and_an_edit_voids_the_request(shen, leader, yunchuan):
    plan = plan_submitted(yunchuan)
    digest = seen(leader, plan).panel("sign").having('name="hash"')[0].attribute("value")

    shen.post(here("contingency-plan-item-drop", plan.items.earliest("pk").pk))
    leader.post(here("contingency-plan-approve", plan.number), {"hash": digest})

    plan = fresh(plan)
    assert plan.state == PlanState.WRITING
    assert plan.items.count() == 3
    assert not plan.approved.exists()


def test_the_leader_approves_and_the_office_does_not(shen, leader, yunchuan):
    plan = plan_submitted(yunchuan)
    assert "批准预案" not in seen(shen, plan).buttons()
    assert "处置预案，待批准" in page_of(leader.get(here("desk"))).text
    digest = seen(leader, plan).panel("sign").having('name="hash"')[0].attribute("value")

    leader.post(here("contingency-plan-approve", plan.number), {"hash": digest})

    assert fresh(plan).state == PlanState.APPROVED
    assert "第 1 版" in seen(leader, plan).panel("versions").text


def test_the_leader_sends_a_plan_back(leader, yunchuan):
    plan = plan_submitted(yunchuan)
    digest = seen(leader, plan).panel("sign").having('name="hash"')[0].attribute("value")

    leader.post(
        here("contingency-plan-return", plan.number), {"hash": digest, "reason": "补充送水点"}
    )

    assert "补充送水点" in seen(leader, plan).text


def test_an_approved_plan_changes_by_a_new_version_alone(shen, yunchuan):
    plan = plan_approved(yunchuan)
    assert (
        shen.post(here("contingency-plan-edit", plan.number), words(yunchuan)).status_code
        == 409
    )

    shen.post(here("contingency-plan-revise", plan.number), {"reason": "增加送水点"})
    shen.post(
        here("contingency-plan-edit", plan.number),
        words(yunchuan, version=fresh(plan).revision),
    )

    plan = fresh(plan)
    assert (plan.version, plan.state) == (2, PlanState.WRITING)
    assert plan.approved.get().version == 1


def test_activating_shows_what_it_makes_and_makes_it_once(shen, yunchuan, water):
    plan = plan_approved(yunchuan)
    make_signed_minutes(yunchuan, water)
    make_approved_proposal(yunchuan, water)
    menu = page_of(shen.get(here("incident", water.number)))
    assert "启动处置预案…" in menu.text
    chosen = shen.post(here("incident-plan-choose", water.number), {"plan": plan.number})

    page = page_of(shen.get(chosen.url))
    assert "交办区水务局：组织抢修并送水，2 小时内" in page.text
    assert "以首次回应口径为草稿，由区水务局发声" in page.text
    assert not Assignment.objects.filter(task="组织抢修并送水").exists()

    activate(shen, plan, water)

    task = Assignment.objects.get(task="组织抢修并送水")
    assert task.clock.due_at == T0 + timedelta(minutes=10, hours=2)
    panel = page_of(shen.get(f"{here('incident', water.number)}?tab=handling")).panel(
        "prevention"
    )
    assert task.number in panel.text
    assert "0571-87000001" in panel.text
    assert "问：什么时候来水？" in panel.text
    again = page_of(
        shen.get(here("incident-plan-activate", plan.number, water.number), follow=True)
    )
    assert "不得重复启动" in again.text
    assert PlanActivation.objects.count() == 1


def test_before_the_approval_of_a_proposal_nothing_is_activated(shen, yunchuan, water):
    plan = plan_approved(yunchuan)

    page = page_of(
        shen.get(here("incident-plan-activate", plan.number, water.number), follow=True)
    )

    assert "须按第六条会商、报审后交办" in page.text


def test_on_an_ordinary_matter_the_units_are_notified_and_a_draft_is_begun(shen, yunchuan):
    plan = plan_approved(yunchuan)
    queue = incident_of(yunchuan, now=T0)

    assert (
        "通报区水务局"
        in page_of(shen.get(here("incident-plan-activate", plan.number, queue.number))).text
    )
    activate(shen, plan, queue)

    assert Notice.objects.filter(incident=queue).count() == 2
    draft = Draft.objects.get(answer__incident=queue)
    assert draft.body == "管网发生爆管，正在抢修，恢复时间将及时公布。"
    assert draft.state == "WRITING"


def test_a_plan_out_of_date_is_shown_and_needs_a_tick(shen, yunchuan, water, time):
    plan = plan_approved(yunchuan, review_on=today() + 1 * DAY)
    queue = incident_of(yunchuan, now=T0)
    time.forward(days=3)

    assert "逾期未复核" in page_of(shen.get(here("contingency-plans"))).row("供水管网").text
    assert "应复核" in page_of(shen.get(here("desk"))).text
    asked = page_of(shen.get(here("incident-plan-activate", plan.number, queue.number)))
    assert "预案已过复核日期" in asked.text
    activate(shen, plan, queue)
    assert not PlanActivation.objects.exists()
    activate(shen, plan, queue, outdated="on")
    assert PlanActivation.objects.get().outdated


def test_a_unit_out_of_use_is_left_out_visibly(shen, yunchuan):
    plan = plan_approved(yunchuan)
    queue = incident_of(yunchuan, now=T0)
    type(yunchuan.reception).objects.filter(pk=yunchuan.reception.pk).update(active=False)

    assert "来访接待科已停用" in seen(shen, plan).text
    asked = page_of(shen.get(here("incident-plan-activate", plan.number, queue.number)))
    assert "不创建（单位已停用，须另行交办）：来访接待科" in asked.text
    activate(shen, plan, queue, outdated="on")
    assert [row.unit for row in Notice.objects.filter(incident=queue)] == [yunchuan.waterworks]


def test_the_list_is_searched_filtered_and_taken_as_a_sheet(shen, yunchuan):
    plan_approved(yunchuan)
    plan_written(yunchuan, title="学校食堂舆情处置预案")

    assert len(page_of(shen.get(here("contingency-plans"))).rows()) == 2
    [row] = page_of(shen.get(here("contingency-plans"), {"q": "食堂"})).rows()
    assert "编制中" in row.text
    [current] = page_of(shen.get(here("contingency-plans"), {"state": "CURRENT"})).rows()
    assert "供水管网" in current.text
    answer = shen.get(here("contingency-plans"), {"format": "csv"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert len(list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))) == 3


def test_a_prepared_answer_goes_into_the_draft_with_one_button_of_the_incident_page(
    shen, yunchuan
):
    queue = incident_of(yunchuan)
    plan = plan_approved(yunchuan)
    activate(shen, plan, queue)
    tab = f"{here('incident', queue.number)}?tab=handling"
    assert "写入回应稿" in page_of(shen.get(tab)).panel("prevention").text

    answer = shen.post(here("prepared-answer-insert", queue.number, f"{plan.number}.1"))

    draft = Draft.objects.get(answer__incident=queue)
    assert answer.url == here("draft", draft.pk)
    prepared = plan.approved.get().content["questions"][0]
    assert draft.body.endswith(f"{prepared['question']}\n\n{prepared['answer']}")
    reader = signed_in(yunchuan.auditor)
    assert "写入回应稿" not in page_of(reader.get(tab)).panel("prevention").text
