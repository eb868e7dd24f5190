"""演练 on screen: planned, not started while a grave incident runs, its result and report."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.drills.models import Drill, DrillState
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.prevention.drill_steps import (
    SCRIPT,
    ended_drill,
    planned_drill,
    started_drill,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)


@pytest.fixture
def shen(yunchuan):
    return signed_in(yunchuan.shen)


@pytest.fixture
def leader(yunchuan):
    return signed_in(yunchuan.leader)


@pytest.fixture
def water(yunchuan):
    return incident_of(yunchuan, WATER, grade=Grade.MAJOR)


def here(name, *args):
    return reverse(f"console:{name}", args=args)


def seen(client, drill):
    return page_of(client.get(here("drill", drill.number)))


def typed(cast, **more):
    return {
        "title": "饮用水异味处置演练",
        "objectives": "检验半小时通报。",
        "minutes": 60,
        "grade": int(Grade.MAJOR),
        "units": [cast.waterworks.pk],
        "steps": SCRIPT,
        **more,
    }


def test_the_office_plans_a_drill_and_reads_how_it_is_started(shen, yunchuan):
    page = page_of(shen.post(here("drill-plan"), typed(yunchuan), follow=True))

    row = Drill.objects.get()
    assert f"huiying drill {row.number}" in page.panel("start").text
    assert [line.text for line in page.panel("script").tags("tr")][1].split()[:2] == [
        "0",
        "帖文",
    ]
    assert "情况注入 2 项" in page.panel("facts").text


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ({"steps": "没有格式的一段话"}, 409, "第 1 行格式有误"),
        ({"steps": "0 | 灭火 | 微博 | 有人说要来灭火了。"}, 409, "无法识别"),
        ({"steps": SCRIPT.replace("30 |", "90 |")}, 409, "不在演练时长"),
        ({"steps": "0 | 帖文 | 微博 | 请王小明出来说明水质。"}, 409, "请删去姓名"),
        ({"steps": "水" * 300_000}, 200, "200000"),
        ({"units": []}, 200, "请填写"),
    ],
)
def test_a_bad_script_comes_back_with_the_reason_and_what_was_typed(
    shen, yunchuan, more, status, words
):
    page = page_of(shen.post(here("drill-plan"), typed(yunchuan, **more)), status)

    assert words in page.text
    assert not Drill.objects.exists()


def test_a_script_is_changed_as_it_was_typed(shen, yunchuan):
    row = planned_drill(yunchuan)
    form = page_of(shen.get(here("drill-edit", row.number)))
    assert form.field("steps").startswith("0 | 帖文 | 微博 |")

    values = typed(yunchuan, title="夜间拉动演练", version=row.revision)
    shen.post(here("drill-edit", row.number), values)

    assert Drill.objects.get().title == "夜间拉动演练"


def test_a_closed_incident_becomes_a_script(shen, yunchuan, water):
    Incident.objects.update(stage=Stage.CLOSED)
    chosen = shen.post(here("drill-choose"), {"incident": water.number})
    form = page_of(shen.get(chosen.url))
    assert "青石家园" in form.field("steps")

    shen.post(chosen.url, typed(yunchuan, steps=form.field("steps"), minutes=180))

    row = Drill.objects.get()
    assert row.source == water
    assert water.number in seen(shen, row).panel("facts").text


def test_without_a_closed_incident_the_page_says_so(shen, water):
    page = page_of(shen.get(here("drill-choose"), follow=True))

    assert "暂无已办结的事件" in page.text


def test_while_a_grave_incident_runs_the_page_names_it_and_its_planner_may_say_why(
    shen, leader, yunchuan, water
):
    row = planned_drill(yunchuan)
    assert f"{water.number}“{water.title}”正在办理" in seen(shen, row).text
    assert "说明仍开展的理由…" not in seen(leader, row).buttons()

    reason = {"reason": "参演人员不参与该事件办理。", "version": row.revision}
    shen.post(here("drill-allow", row.number), reason)

    page = seen(shen, row)
    assert f"huiying drill {row.number} --despite" in page.panel("start").text
    assert reason["reason"] in page.panel("facts").text


def test_a_drill_that_runs_is_not_edited_and_can_be_cancelled(shen, yunchuan):
    row = started_drill(yunchuan)
    page = seen(shen, row)
    assert "演练中" in page.text
    assert "编辑…" not in page.buttons()

    values = {"reason": "场地临时占用。", "version": row.revision}
    shen.post(here("drill-cancel", row.number), values)

    assert Drill.objects.get().state == DrillState.CANCELLED
    assert "场地临时占用。" in seen(shen, row).text


def test_the_result_says_minutes_and_verdicts_with_the_clauses(leader, yunchuan):
    row = ended_drill(yunchuan)

    result = seen(leader, row).panel("result")

    assert "按要求完成 1" in result.text
    assert "未完成 1" in result.text
    [notice, returned] = [line.text for line in result.tags("tbody")]
    assert "4(3)c" in notice
    assert "30 分钟 14 分钟 按要求完成" in notice
    assert "值班员" in notice
    assert "48 分钟 未完成" in returned
    assert result.link("#article-4").startswith(here("compliance"))
    assert "只记岗位和单位，不打分" in result.text


def test_no_page_of_a_drill_scores_a_person(leader, yunchuan):
    text = seen(leader, ended_drill(yunchuan)).panel("result").text

    assert [one.name for one in yunchuan.bureau.officers.all() if one.name in text] == []


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_result_is_a_report(leader, yunchuan, kind):
    row = ended_drill(yunchuan)

    answer = leader.get(here("document-drill", row.number), {"format": kind})

    assert answer.status_code == 200
    assert len(answer.content) > 1_000


def test_there_is_no_report_before_the_end(leader, yunchuan):
    row = started_drill(yunchuan)

    assert leader.get(here("document-drill", row.number)).status_code == 404


def test_drills_are_listed_searched_and_taken_as_a_sheet(shen, yunchuan):
    ended = ended_drill(yunchuan)
    planned_drill(yunchuan, title="接访大厅拥堵演练")
    page = page_of(shen.get(here("drills")))
    assert len([row for row in page.rows() if "YL2026" in row.text]) == 2

    found = page_of(shen.get(here("drills"), {"q": "拥堵", "state": "PLANNED"}))
    sheet = shen.get(here("drills"), {"format": "csv", "state": "ENDED"})

    assert [row for row in found.rows() if ended.number in row.text] == []
    lines = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert lines[1][0] == ended.number
    assert lines[1][-4:] == ["1", "0", "1", "0"]


def test_an_empty_list_says_who_plans_drills(leader):
    assert "由领导小组办公室安排" in page_of(leader.get(here("drills"))).text


def test_a_search_for_a_person_is_refused(leader):
    assert "不按" in page_of(leader.get(here("drills"), {"q": "13812345678"})).text


def test_the_pages_speak_english(leader, yunchuan):
    row = ended_drill(yunchuan)

    page = page_of(leader.get(here("drill", row.number), HTTP_ACCEPT_LANGUAGE="en"))

    assert "Met 1" in page.text
    assert "Another unit notified after the return" in page.text
    assert "no score is given" in page.text


def test_in_the_installation_of_a_drill_every_page_says_so(
    shen, yunchuan, client, settings, tmp_path
):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    settings.DRILL = {"number": "YL2026-0001", "title": "饮用水异味演练", "rate": 5.0}
    settings.CLOCK_FILE = tmp_path / "clock.json"
    yunchuan.bureau.sandbox = True
    yunchuan.bureau.save()
    (tmp_path / "real.json").write_text('["2026-0007"]', encoding="utf-8")

    pages = [shen.get(here("desk")), shen.get(here("board")), shen.get(here("drills"))]
    pages += [client.get(path) for path in ("/", "/demo/", "/demo/messages/", "/r/none/")]
    for page in pages:
        text = page_of(page, page.status_code).text
        assert "演练，不发送任何消息：YL2026-0001 饮用水异味演练" in text
        assert "真实事件 2026-0007 正在办理，请停止演练。" in text
    assert client.post("/demo/end/").status_code == 200
    assert (tmp_path / "end.flag").exists()


def test_outside_of_a_drill_there_is_none_to_end(client, settings, yunchuan):
    settings.DEMO = True

    assert client.post("/demo/end/").status_code == 404
