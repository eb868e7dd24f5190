"""复盘、案例库、风险清单 on screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.work.closing.reviews.models import AfterReview, Lesson
from huiying.work.incidents.core.models import Incident
from tests.module_rows import module_rows
from tests.scenarios.closing import make_closed_incident
from tests.scenarios.incidents import restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SAID = {
    "kind": "WINDOW",
    "happened": "三号窗口排队两个小时。",
    "went_well": "当天加派人手。",
    "went_badly": "没有叫号屏。",
}


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))


@pytest.fixture
def shen(yunchuan):
    return signed_in(yunchuan.shen)


def ended(cast):
    restart_workers()
    return make_closed_incident(cast)


standing_rows, rows, yunchuan, incident = module_rows(ended)


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def written(shen, cast, incident) -> AfterReview:
    shen.post(to("review-start", incident.number), SAID)
    review = AfterReview.objects.get()
    lesson = {"text": "装叫号屏", "unit": cast.reception.pk, "due": "2026-12-24"}
    shen.post(to("lesson-add", review.number), lesson)
    review.refresh_from_db()
    return review


@pytest.mark.clause("2(2)d")
def test_a_review_is_written_finished_and_found_by_its_pages(shen, yunchuan, incident):
    before = page_of(shen.get(to("incident", incident.number))).text
    review = written(shen, yunchuan, incident)
    page = page_of(shen.get(to("review", review.number))).text
    shen.post(to("review-finish", review.number), {"version": review.revision})
    library = page_of(shen.get(to("cases"), {"q": "叫号", "kind": "WINDOW", "grade": "1"})).text
    none = page_of(shen.get(to("cases"), {"kind": "RUMOUR"})).text

    assert "撰写复盘…" in before
    assert "装叫号屏" in page
    assert "经办人员办结事件" in page
    assert review.number in library
    assert "筛选隐藏 1 个" in none
    assert "不得搜索电话或证件号码" in page_of(shen.get(to("cases"), {"q": "13912345678"})).text


def test_the_way_of_the_matter_comes_from_the_record_without_persons(shen, yunchuan, incident):
    review = written(shen, yunchuan, incident)

    page = page_of(shen.get(to("review", review.number)))

    way = page.panel("way")
    people = type(yunchuan.lu).objects.values_list("name", flat=True)
    assert "来访接待科反馈核实情况" in way
    assert not [name for name in people if name in way]


@pytest.mark.clause("2(2)d")
def test_the_unit_sees_its_risk_and_notes_that_it_is_seen_to(shen, yunchuan, incident):
    review = written(shen, yunchuan, incident)
    shen.post(to("review-finish", review.number), {"version": review.revision})
    window = signed_in(yunchuan.window)
    open_risks = page_of(window.get(to("risks"))).text
    lesson = Lesson.objects.get()
    window.post(to("lesson-settle", lesson.pk), {"text": "叫号屏已装好"})

    assert "装叫号屏" in open_risks
    assert "登记整改…" in open_risks
    assert "装叫号屏" not in page_of(window.get(to("risks"))).text
    assert "叫号屏已装好" in page_of(window.get(to("risks"), {"state": "done"})).text
    assert (
        signed_in(yunchuan.water)
        .post(to("lesson-settle", lesson.pk), {"text": "不是我单位"})
        .status_code
        == 403
    )


def test_a_name_is_refused_and_no_word_is_lost(shen, yunchuan, incident):
    said = {**SAID, "went_badly": f"{yunchuan.window.name}不熟悉规定。"}

    page = page_of(shen.post(to("review-start", incident.number), said), status=409).text

    assert "复盘不得写个人姓名" in page
    assert "不熟悉规定" in page


def test_reopened_while_it_is_written_says_so(shen, yunchuan, incident):
    review = written(shen, yunchuan, incident)
    signed_in(yunchuan.lu).post(to("incident-reopen", incident.number), {"reason": "又排队了"})

    shen.post(to("review-finish", review.number), {"version": review.revision})

    page = page_of(shen.get(to("review", review.number))).text
    assert "事件已重新办理。已写内容保留" in page
    assert Incident.objects.get(pk=incident.pk).stage == "HANDLING"
