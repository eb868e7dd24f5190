"""决策风险评估 on screen: written, signed by another, announced, held against what came."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.base.signoff.models import Decision
from huiying.work.prevention.decisions.models import DecisionFile, FileState, RiskPoint
from tests.base.files.samples import exif, jpeg
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.prevention.decision_steps import (
    DAY,
    announced,
    begun,
    fresh,
    plan_approved,
    signed,
    submitted,
    today,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6c")]
FEE = [
    "北门小区停车费一个月三百，停车太贵了，业主都不同意",
    "北门小区的停车费谁定的，小区业主停车太贵",
    "北门小区停车费涨了，停车太贵，小区业主要求说明",
    "北门小区业主反映停车费贵，停车太贵没人管",
]


@pytest.fixture(autouse=True)
def _today(time, settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path
    time.forward(minutes=10)


standing_rows, rows, yunchuan, plan = module_rows(plan_approved)


@pytest.fixture
def shen(yunchuan):
    return signed_in(yunchuan.shen)


@pytest.fixture
def leader(yunchuan):
    return signed_in(yunchuan.leader)


def here(name, *args):
    return reverse(f"console:{name}", args=args)


def seen(client, row):
    return page_of(client.get(here("decision", row.number)))


def words(cast, **more):
    return {
        "title": "北门小区停车收费调整",
        "lead_unit": cast.reception.pk,
        "kind": "SERVICES",
        "planned_on": (today() + 20 * DAY).isoformat(),
        "scope": "道路停车位由免费改为计时收费。",
        "affected": "北门小区业主和租户",
        **more,
    }


def point_words(cast, **more):
    return {
        "doubt": "居民认为收费标准过高",
        "probability": 4,
        "impact": 3,
        "unit": cast.reception.pk,
        "phrases": "停车 太贵",
        **more,
    }


def test_a_file_is_begun_and_says_what_it_lacks(shen, yunchuan):
    answer = shen.post(here("decision-start"), words(yunchuan))

    row = DecisionFile.objects.get()
    assert answer.url == here("decision", row.number)
    assert row.number == "PG2026-0001"
    lacks = seen(shen, row).panel("lacks").text
    assert "未登记风险点" in lacks
    assert "未登记公开征求意见的起止日期" in lacks


def test_an_incomplete_file_is_not_put_before_a_leader(shen, yunchuan):
    row = begun(yunchuan)

    page = page_of(shen.post(here("decision-submit", row.number), follow=True))

    assert "未登记风险点" in page.text
    assert fresh(row).state == FileState.WRITING


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("affected", "王 小 明"),
        ("affected", "北门小区业主，联系人张建国"),
        ("scope", "联系电话13800001111"),
        ("title", "王小明停车纠纷"),
    ],
)
def test_a_person_is_refused_and_the_words_are_kept(shen, yunchuan, field, text):
    page = page_of(shen.post(here("decision-start"), words(yunchuan, **{field: text})), 409)

    assert "不针对个人" in page.text
    assert text in page
    assert not DecisionFile.objects.exists()


def test_twenty_days_of_comment_need_the_laws_ground(shen, yunchuan, plan):
    short = {"comment_from": today() - 25 * DAY, "comment_to": today() - 6 * DAY}
    row = written(yunchuan, plan=plan, **short)

    assert "不足 30 日" in seen(shen, row).panel("lacks").text
    shen.post(here("decision-submit", row.number))
    assert fresh(row).state == FileState.WRITING

    ground = {"comment_exception": "《重大行政决策程序暂行条例》第十五条：因情况紧急缩短。"}
    other = written(yunchuan, plan=plan, **short, **ground)
    assert not seen(shen, other).has_panel("lacks")


def test_the_hits_of_phrases_are_shown_before_a_point_is_saved(shen, yunchuan):
    incident_of(yunchuan, FEE)
    row = begun(yunchuan)

    page = page_of(shen.post(here("decision-point-add", row.number), point_words(yunchuan)))

    assert "“停车 太贵”：近 30 日 4 条" in page.text
    assert not RiskPoint.objects.exists()

    shown = point_words(yunchuan, tried="停车 太贵")
    shen.post(here("decision-point-add", row.number), shown)
    assert RiskPoint.objects.get().phrases == ["停车 太贵"]


def test_a_point_is_changed_struck_and_stays_readable(shen, yunchuan, plan):
    row = written(yunchuan, plan=plan)
    point = row.points.earliest("place")

    lower = point_words(yunchuan, probability=2, impact=2, phrases="")
    shen.post(here("decision-point", point.pk), {**lower, "version": fresh(row).revision})
    assert "等级曾下调" in seen(shen, row).panel("points").text

    shen.post(here("decision-point-strike", point.pk), {"reason": "与第二项重复"})
    struck = seen(shen, row).panel("points").text
    assert "已撤销" in struck
    assert "撤销理由：与第二项重复" in struck


def test_a_method_keeps_its_result_and_can_be_struck(shen, yunchuan):
    row = begun(yunchuan)
    upload = SimpleUploadedFile("result.jpg", jpeg(exif(1)), "image/jpeg")
    said = {"method": "VISITS", "used_on": today().isoformat(), "summary": "走访三十户。"}

    shen.post(here("decision-method", row.number), {**said, "file": upload})

    method = row.methods.get()
    assert shen.get(here("decision-method-file", method.pk))["Content-Type"] == "image/jpeg"
    shen.post(here("decision-method-strike", method.pk), {"reason": "样本过少"})
    assert "撤销理由：样本过少" in seen(shen, row).panel("methods").text


def test_a_dissent_stands_word_for_word(shen, yunchuan):
    row = begun(yunchuan)
    said = {"source": "北门社区居民委员会", "text": "建议先试行三个月。"}

    shen.post(here("decision-dissent", row.number), said)

    panel = seen(shen, row).panel("dissents").text
    assert "北门社区居民委员会" in panel
    assert "建议先试行三个月。" in panel


def test_the_leader_signs_what_he_sees_and_the_office_does_not(shen, leader, yunchuan, plan):
    row = submitted(yunchuan, plan=plan)
    assert "同意签署" not in seen(shen, row).buttons()
    page = seen(leader, row)
    digest = page.panel("sign").having('name="hash"')[0].attribute("value")

    leader.post(here("decision-sign", row.number), {"hash": digest})

    row = fresh(row)
    assert row.state == FileState.SIGNED
    assert row.signed.get().content_hash == digest
    assert "决策风险评估，待签署" not in page_of(leader.get(here("desk"))).text


def test_what_waits_stands_on_the_desk_of_the_leader(leader, yunchuan, plan):
    submitted(yunchuan, plan=plan)

    assert "决策风险评估，待签署" in page_of(leader.get(here("desk"))).text


def test_an_edit_voids_the_signature(shen, leader, yunchuan, plan):
    row = submitted(yunchuan, plan=plan)
    digest = seen(leader, row).panel("sign").having('name="hash"')[0].attribute("value")

    page = page_of(shen.get(here("decision-edit", row.number)))
    assert page.text
    more = {"version": row.revision, "conclusion": "CONTROLLABLE"}
    shen.post(here("decision-edit", row.number), words(yunchuan, **more))
    leader.post(here("decision-sign", row.number), {"hash": digest})

    row = fresh(row)
    assert row.state == FileState.WRITING
    assert row.signoff.decision == Decision.VOID
    assert not row.signed.exists()


def test_the_leader_sends_it_back_with_a_reason(leader, yunchuan, plan):
    row = submitted(yunchuan, plan=plan)
    digest = seen(leader, row).panel("sign").having('name="hash"')[0].attribute("value")

    said = {"hash": digest, "reason": "请补充商户意见"}
    leader.post(here("decision-return", row.number), said)

    assert "请补充商户意见" in seen(leader, row).text
    assert fresh(row).state == FileState.WRITING


def test_a_change_after_the_signature_is_a_new_version(shen, yunchuan, plan):
    row = signed(yunchuan, plan=plan)
    assert shen.post(here("decision-edit", row.number), words(yunchuan)).status_code == 409

    shen.post(here("decision-revise", row.number), {"reason": "收费标准有调整"})

    row = fresh(row)
    assert (row.version, row.state) == (2, FileState.WRITING)
    assert row.signed.get().version == 1


def test_after_the_announcement_one_sees_what_came_and_what_nobody_foresaw(
    shen, yunchuan, plan, time
):
    row = signed(yunchuan, plan=plan)
    where = {"on": today().isoformat(), "where": "区政府网站"}
    shen.post(here("decision-announce", row.number), where)
    came = incident_of(yunchuan, FEE, now=T0 + timedelta(minutes=5))
    other = incident_of(yunchuan, now=T0 + timedelta(minutes=7))
    for incident, place in ((came, 1), (other, 0)):
        said = {"incident": incident.number, "place": place, "reason": "由收费引发"}
        shen.post(here("decision-incident", row.number), said)

    panel = seen(shen, row).panel("foresight")

    assert "预见的 2 项疑虑出现 1 项，命中率 50%；未预见 1 项。" in panel.text
    first, second = panel.rows()
    assert "已出现" in first.text
    assert "4" in first.text
    assert "未出现" in second.text
    assert "/desk/posts/?q=" in first
    asked = page_of(shen.get(f"{here('incident', came.number)}?tab=handling"))
    prepared = asked.panel("prevention").text
    assert "问：居民停车为什么要收费？" in prepared
    assert "已预见" in prepared


def test_a_high_risk_is_neither_announced_nor_offered(shen, yunchuan, plan):
    row = signed(yunchuan, plan=plan, conclusion="UNCONTROLLABLE")

    assert "登记公布…" not in seen(shen, row).buttons()
    where = {"on": today().isoformat(), "where": "区政府网站"}
    page = page_of(shen.post(here("decision-announce", row.number), where), 409)
    assert "不得公布实施" in page.text


def test_the_list_is_searched_filtered_and_taken_as_a_sheet(shen, yunchuan, plan):
    announced(yunchuan, plan=plan)
    begun(yunchuan, title="学府路早市搬迁", scope="早市迁入室内。")

    every = page_of(shen.get(here("decisions")))
    assert len(every.rows()) == 2
    [row] = page_of(shen.get(here("decisions"), {"q": "停车"})).rows()
    assert "低风险" in row.text
    [other] = page_of(shen.get(here("decisions"), {"state": "WRITING"})).rows()
    assert "学府路" in other.text
    answer = shen.get(here("decisions"), {"format": "csv"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert len(list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))) == 3


def test_a_decision_near_its_day_is_on_the_desk_of_the_office(shen, yunchuan):
    begun(yunchuan, planned_on=today() + 5 * DAY)

    assert "尚未报签" in page_of(shen.get(here("desk"))).text


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_report_is_a_document(shen, yunchuan, plan, kind):
    row = signed(yunchuan, plan=plan)
    url = here("document-decision", row.number, 1)

    assert "决策风险评估报告" in page_of(shen.get(url)).text
    answer = shen.get(url, {"format": kind})

    assert answer.status_code == 200
    assert answer.content[:2] in (b"%P", b"PK")


def test_a_unit_sees_no_file(yunchuan, plan):
    row = written(yunchuan, plan=plan)
    client = signed_in(yunchuan.water)

    assert client.get(here("decision", row.number)).status_code == 403
    assert client.get(here("decisions")).status_code == 403
