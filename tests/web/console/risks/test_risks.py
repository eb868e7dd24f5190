"""风险点台账 on screen: registered, filtered, lowered by two, taken over when an owner left."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.work.prevention.risks.models import Risk, RiskDate, RiskState
from tests.factories import T0
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.prevention.steps import heating, later, local_day

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]


@pytest.fixture(autouse=True)
def _now(time):
    return time


@pytest.fixture
def risk(yunchuan):
    return heating(yunchuan)


def here(name, *args):
    return reverse(f"console:{name}", args=args)


def seen(client, risk):
    return page_of(client.get(here("risk", risk.number)))


def filled(page):
    return [one for one in page.buttons() if "hy-btn-main" in page.button(one).tag]


def form_of(owner, **changed):
    values = {
        "title": "医院周边停车难",
        "description": "看病高峰周边道路停满，投诉集中。",
        "topic": "停车",
        "owner": owner.pk,
        "probability": "3",
        "impact": "2",
        "signs": "停不进去",
        "measures": "协调周边车位错时开放。",
        "residual_probability": "2",
        "residual_impact": "2",
        "next_review": (local_day(T0) + timedelta(days=60)).isoformat(),
        "origin": "JUDGEMENT",
    }
    return values | changed


def test_a_section_registers_a_matter_and_the_level_is_computed(yunchuan):
    window = signed_in(yunchuan.window)
    assert filled(page_of(window.get(here("risk-register")))) == ["登记风险点"]

    answered = window.post(here("risk-add"), form_of(yunchuan.window))

    row = Risk.objects.get()
    assert answered.url == here("risk", row.number)
    page = seen(window, row)
    assert "中风险" in page.panel("level").text
    assert "3 × 影响 2 = 6" in page.panel("level").text


@pytest.mark.parametrize("words", ["张建国反复反映停车", "盯住上访老户", "电话13812345678"])
def test_a_person_is_refused_and_no_word_is_lost(yunchuan, words):
    window = signed_in(yunchuan.window)

    page = page_of(
        window.post(here("risk-add"), form_of(yunchuan.window, description=words)), 409
    )

    assert "写事项，不写人" in page.text
    assert page.field("title") == "医院周边停车难"
    assert not Risk.objects.exists()


def test_the_list_is_narrowed_by_level_state_unit_and_what_is_overdue(yunchuan, risk, time):
    parking = heating(
        yunchuan, title="医院周边停车难", topic="停车", probability=2, impact=2,
        residual_impact=2, owner=yunchuan.shen,
    )  # fmt: skip
    shen = signed_in(yunchuan.shen)

    def numbers(query):
        page = page_of(shen.get(f"{here('risk-register')}?{query}"))
        return [one for one in (risk.number, parking.number) if one in page.text]

    assert numbers("") == [risk.number, parking.number]
    assert numbers("level=LOW") == [parking.number]
    assert numbers("state=SETTLED") == []
    assert numbers(f"unit={yunchuan.reception.pk}") == [risk.number]
    assert numbers("unit=99999999999999999999") == [risk.number, parking.number]
    assert numbers("q=停车") == [parking.number]
    assert numbers("late=overdue") == []
    time.forward(days=40)
    assert numbers("late=overdue") == [risk.number]


def test_the_register_is_a_file_without_formulas(yunchuan):
    heating(yunchuan, title="=1+1 供热收费")
    answered = signed_in(yunchuan.shen).get(f"{here('risk-register')}?format=csv")

    rows = list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig"))))

    assert rows[0][:2] == ["编号", "风险点"]
    assert not rows[1][1].startswith("=")
    assert (
        signed_in(yunchuan.window).get(f"{here('risk-register')}?format=csv").status_code == 403
    )


def test_a_name_is_not_searched_for(yunchuan, risk):
    page = page_of(signed_in(yunchuan.shen).get(f"{here('risk-register')}?q=张建国"))

    assert "不按人查找" in page.text
    assert risk.number not in page.text


def test_a_lower_level_waits_for_another_person(yunchuan, risk):
    window, leader = signed_in(yunchuan.window), signed_in(yunchuan.leader)
    form = page_of(window.get(here("risk-change", risk.number)))
    posted = form_of(yunchuan.window, title=risk.title, topic="供热", probability="3",
                     impact="4", next_review=risk.next_review.isoformat(),
                     reason="检修已完成大半。", version=form.field("version"))  # fmt: skip
    window.post(here("risk-change", risk.number), posted)

    page = seen(window, risk)
    assert "高风险" in page.panel("level").text
    assert "待签署的变更" in page.text
    assert "签署变更" not in page.buttons()
    assert here("risk", risk.number) in page_of(leader.get(here("desk")))

    page = seen(leader, risk)
    assert filled(page) == ["签署变更"]
    leader.post(here("risk-sign", risk.number), {"hash": page.field("hash")})

    page = seen(window, risk)
    assert "中风险" in page.panel("level").text
    assert "秦以安申请，顾怀川签署" in page.panel("versions").text


def test_returned_it_stays_and_says_so(yunchuan, risk):
    window, leader = signed_in(yunchuan.window), signed_in(yunchuan.leader)
    version = page_of(window.get(here("risk-settle", risk.number))).field("version")
    window.post(here("risk-settle", risk.number), {"reason": "已过去。", "version": version})
    shown = page_of(leader.get(here("risk-return", risk.number))).field("hash")

    leader.post(here("risk-return", risk.number), {"reason": "尚未过去。", "hash": shown})

    assert Risk.objects.get().state == RiskState.LISTED
    assert not seen(window, risk).has_panel("pending")


def test_an_overdue_review_stands_on_the_desk_of_the_unit_until_somebody_looked(
    yunchuan, risk, time
):
    window = signed_in(yunchuan.window)
    assert here("risk", risk.number) not in page_of(window.get(here("desk")))
    time.forward(days=40)

    desk = page_of(window.get(here("desk")))
    assert "复核逾期" in desk.text
    assert here("risk", risk.number) in desk

    form = page_of(window.get(here("risk-review", risk.number)))
    window.post(
        here("risk-review", risk.number),
        {
            "note": "现场看过，检修按进度。",
            "next_review": form.field("next_review"),
            "version": form.field("version"),
        },
    )
    assert "复核逾期" not in page_of(window.get(here("desk"))).text


def test_who_left_is_shown_with_the_act_to_name_another(yunchuan, risk):
    yunchuan.window.is_active = False
    yunchuan.window.save(update_fields=["is_active"])
    shen = signed_in(yunchuan.shen)

    assert "责任人已离岗" in page_of(shen.get(here("risk-register"))).text
    assert here("risk-appoint", risk.number) in page_of(shen.get(here("desk")))
    page = seen(shen, risk)
    assert filled(page) == ["更换责任人…"]

    version = page_of(shen.get(here("risk-appoint", risk.number))).field("version")
    shen.post(
        here("risk-appoint", risk.number),
        {"owner": yunchuan.shen.pk, "reason": "原责任人调离。", "version": version},
    )

    assert Risk.objects.get().owner == yunchuan.shen
    assert (
        "责任人已离岗"
        not in page_of(shen.get(here("risk-register"))).panel("list").row(risk.number).text
    )


def test_a_date_that_is_near_is_proposed_and_fills_the_form(yunchuan):
    shen = signed_in(yunchuan.shen)
    shen.post(here("risk-dates-usual"))
    assert RiskDate.objects.count() > 5

    page = page_of(shen.get(here("risk-proposals")))

    assert "年底工资、工程款结算" in page.panel("proposals").text
    assert "本局经验，须由本局核定" in page.panel("dates").text
    link = next(one for one in page.links() if "origin=CALENDAR" in one)
    form = page_of(shen.get(link.replace("&amp;", "&")))
    assert form.field("title") == "年底工资、工程款结算"
    row = RiskDate.objects.get(title="年底工资、工程款结算")

    shen.post(here("risk-add"), form_of(yunchuan.shen, title=row.title, origin="CALENDAR",
                                        origin_ref=form.field("origin_ref")))  # fmt: skip

    assert row.title not in page_of(shen.get(here("risk-proposals"))).panel("proposals").text


def test_the_office_changes_a_date(yunchuan):
    shen = signed_in(yunchuan.shen)
    values = {"title": "敖包节庆出行", "topic": "道路交通", "month": "6", "day": "12",
              "days_ahead": "20"}  # fmt: skip
    shen.post(here("risk-date-add"), values)
    row = RiskDate.objects.get()

    shen.post(here("risk-date-change", row.pk), {**values, "day": "20", "version": "0"})

    row.refresh_from_db()
    assert (row.day, row.active) == (20, False)


def test_the_search_finds_a_risk_by_number_and_by_words(yunchuan, risk):
    shen = signed_in(yunchuan.shen)

    assert shen.get(here("search"), {"q": risk.number}).url == here("risk", risk.number)
    assert here("risk", risk.number) in page_of(
        shen.get(here("search"), {"q": "室温不达标"})
    ).panel("risks")


def test_a_section_sees_its_own_risks_alone(yunchuan, risk):
    water = signed_in(yunchuan.water)

    assert risk.number not in page_of(water.get(here("risk-register"))).text
    assert water.get(here("risk", risk.number)).status_code == 403
    assert later() == T0
