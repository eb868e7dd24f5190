"""The working calendar on screen: what a year is known from, and how it is changed."""

from __future__ import annotations

from datetime import date

import pytest

from huiying.base.rulebook.queries import calendar_of
from tests.factories import T0
from tests.scenarios.incidents import notice_clock
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CALENDAR = "/desk/rules/calendar/"
NEW_YEAR = {
    "first": "2027-01-01",
    "last": "2027-01-03",
    "kind": "off",
    "note": "国办发明电〔2026〕1号",
}


@pytest.fixture(autouse=True)
def _now(time):
    time.set(T0)


@pytest.fixture
def office(yunchuan):
    return signed_in(yunchuan.shen)


def test_a_published_year_shows_holidays_and_make_up_days(office):
    page = page_of(office.get(f"{CALENDAR}?year=2026")).text

    assert "按国务院放假安排（自带）。" in page
    assert "248 个工作日。" in page
    assert "02-14" in page
    assert "10-01 至 10-07" in page
    assert "国庆节" in page


def test_an_unpublished_year_says_how_deadlines_in_it_are_counted(office):
    assert "仅计周末和日期固定的法定节日" in page_of(office.get(f"{CALENDAR}?year=2027")).text
    assert "无法计算工作日" in page_of(office.get(f"{CALENDAR}?year=2060")).text


@pytest.mark.parametrize("year", ["", "x", "1999", "99999", "２０２６"])
def test_a_year_that_is_none_shows_the_present_one(office, year):
    assert "2026 年工作日历" in page_of(office.get(CALENDAR, {"year": year})).text


def test_a_year_is_entered_from_its_notice_and_confirmed(office, yunchuan):
    notice_clock(yunchuan)
    assert "现有 1 项计时中的时限" in page_of(office.get(f"{CALENDAR}edit/")).text

    moved = NEW_YEAR | {"first": "2027-01-02", "kind": "worked"}
    response = office.post(f"{CALENDAR}edit/", moved | {"version": 0}, follow=True)
    assert "已记入日历。计时中的时限不变。" in page_of(response).text
    assert "国办发明电〔2026〕1号" in page_of(response).text
    response = office.post(
        f"{CALENDAR}2027/enter/", {"version": 1, "notice": "2027 年放假通知"}, follow=True
    )

    assert "由本局按“2027 年放假通知”录入。" in page_of(response).text
    assert 2027 in calendar_of(yunchuan.bureau.pk).known_years
    office.post(f"{CALENDAR}2027/reopen/", {"version": 2})
    assert 2027 in calendar_of(yunchuan.bureau.pk).provisional_years


def test_a_stale_form_changes_nothing_and_keeps_what_was_typed(office, yunchuan):
    office.post(f"{CALENDAR}edit/", NEW_YEAR | {"version": 0})

    response = signed_in(yunchuan.admin).post(
        f"{CALENDAR}edit/", NEW_YEAR | {"version": 0, "note": "另一个依据"}
    )

    assert response.status_code == 409
    assert "日历已被沈青禾更新" in page_of(response, 409).text
    assert "另一个依据" in page_of(response, 409)


def test_who_may_only_read_sees_the_year_and_changes_nothing(yunchuan):
    client = signed_in(yunchuan.lu)

    assert f"{CALENDAR}edit/" not in page_of(client.get(CALENDAR))
    assert client.post(f"{CALENDAR}edit/", NEW_YEAR | {"version": 0}).status_code == 403


def test_thirty_days_off_count_when_somebody_else_confirms_them(office, yunchuan):
    asked = {"first": "2026-11-25", "last": "2026-12-24", "kind": "off", "note": "局里放假"}
    response = office.post(f"{CALENDAR}edit/", asked | {"version": 0}, follow=True)
    own = page_of(office.post(f"{CALENDAR}confirm/", {"version": 1}, follow=True)).text
    admin = signed_in(yunchuan.admin)
    panel = page_of(admin.get(CALENDAR)).panel("proposed").text

    assert "已提出，等另一人确认后生效。" in page_of(response).text
    assert "须由另一人确认" in page_of(response).panel("proposed").text
    assert "须由另一位有权修改规则的人员确认" in own
    assert calendar_of(yunchuan.bureau.pk).is_workday(date(2026, 11, 25))
    assert "2026-11-25 至 2026-12-24" in panel
    assert yunchuan.shen.name in panel

    done = page_of(admin.post(f"{CALENDAR}confirm/", {"version": 1}, follow=True)).text
    assert "已确认 30 天，记入日历。" in done
    assert not calendar_of(yunchuan.bureau.pk).is_workday(date(2026, 11, 25))


def test_days_that_wait_are_given_up(office, yunchuan):
    asked = {"first": "2026-11-25", "last": "2026-11-25", "kind": "off", "note": "局里放假"}
    office.post(f"{CALENDAR}edit/", asked | {"version": 0})

    response = office.post(f"{CALENDAR}drop/", {"version": 1}, follow=True)

    assert "已放弃待确认的修改，日历不变。" in page_of(response).text
    assert "局里放假" not in page_of(office.get(CALENDAR)).text
