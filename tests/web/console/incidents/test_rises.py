"""拟升级 on the screens: the top of the incident's page, the desk, the second signature."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.grading.models import GradingRequest
from huiying.work.incidents.grading.rise_models import RiseState
from huiying.work.incidents.grading.rises import treat_as_raised
from tests.factories import T0
from tests.scenarios.grading import deputy_of
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.rises import risen
from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("4(3)c")]


@pytest.fixture(autouse=True)
def today(time):
    time.set(T0 + timedelta(minutes=5))


@pytest.fixture
def rise(yunchuan):
    return risen(yunchuan, T0)


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def text_of(officer, *address):
    return signed_in(officer).get(at(*address)).content.decode()


def test_it_stands_at_the_top_of_the_page_with_its_reasons_and_both_acts(yunchuan, rise):
    page = text_of(yunchuan.lu, "incident", rise.incident.number)

    assert "系统建议升级，待研判" in page
    assert at("rise-raise", rise.incident.number) in page
    assert at("rise-keep", rise.incident.number) in page
    assert page.index('id="rise"') < page.index('id="levels"')
    assert "未研判的，按拟定级别办理" in page


def test_it_waits_on_the_desk_of_the_one_on_duty_and_not_of_a_unit(yunchuan, rise):
    desk = text_of(yunchuan.lu, "desk")

    assert f"拟升级 {rise.incident.number}" in desk
    assert desk.count(f"{at('incident', rise.incident.number)}#rise") == 2, "and on the board"
    assert "拟升级" not in text_of(yunchuan.window, "desk")


def test_one_press_raises_it_and_says_whom_it_notified(yunchuan, rise):
    notify_unit(
        incident=rise.incident,
        unit=yunchuan.reception,
        guidance="",
        officer=yunchuan.lu,
        now=T0,
    )

    answer = signed_in(yunchuan.lu).post(
        at("rise-raise", rise.incident.number), {"shown": rise.grade}, follow=True
    )

    rise.refresh_from_db()
    assert "升级通报已发往：来访接待科" in answer.content.decode()
    assert (rise.state, rise.incident.grade) == (RiseState.RAISED, Grade.MAJOR)


def test_of_another_proposal_than_on_the_screen_nothing_is_done(yunchuan, rise):
    answer = signed_in(yunchuan.lu).post(
        at("rise-raise", rise.incident.number), {"shown": 2}, follow=True
    )

    rise.refresh_from_db()
    assert "已处理或已变更" in answer.content.decode()
    assert rise.state == RiseState.WAITING


def test_to_keep_it_is_asked_with_a_reason_and_signed_by_a_leader(yunchuan, rise):
    number = rise.incident.number
    signed_in(yunchuan.lu).post(
        at("rise-keep", number), {"reason": "踩踏为误传。", "shown": rise.grade}
    )
    row = GradingRequest.objects.get(kind="KEEP")
    assert "提出维持现等级，待组长或副组长签署" in text_of(yunchuan.lu, "incident", number)

    leader = deputy_of(rise.incident)
    page = text_of(leader, "grading-request", row.signoff_id)
    assert "经研判不升级：不采纳系统建议的重大" in page
    assert "系统建议重大，待研判" in page
    assert "签署后终止：通报" in page
    assert "继续计时：回应" in page

    signed_in(leader).post(
        at("grading-sign", row.signoff_id), {"hash": row.signoff.content_hash}
    )
    rise.refresh_from_db()
    assert rise.state == RiseState.KEPT
    assert 'id="rise"' not in text_of(yunchuan.lu, "incident", number)


def test_past_its_end_the_page_shows_by_which_grade_it_is_handled(yunchuan, rise):
    treat_as_raised(rise, T0 + timedelta(minutes=30))

    page = text_of(yunchuan.lu, "incident", rise.incident.number)
    register = text_of(yunchuan.lu, "incidents")

    assert "到期未研判，按拟定级别办理" in page
    assert "重大" in register


def test_who_lowers_a_grade_too_sees_the_proposal_and_the_periods(yunchuan):
    incident = incident_of(yunchuan, WATER, grade=Grade.SIGNIFICANT)
    row = regrade(
        incident=incident,
        grade=Grade.ORDINARY,
        reason="只一户",
        ground="VERIFIED",
        officer=yunchuan.lu,
        now=T0,
    )

    page = text_of(deputy_of(incident), "grading-request", row.signoff_id)

    assert "舆情等级改为一般" in page
    assert "继续计时：通报" in page


def test_a_leader_raises_from_his_desk_what_was_registered_below(yunchuan, rise):
    rise.state = RiseState.BELOW
    rise.save()
    leader = deputy_of(rise.incident)

    assert f"拟升级 {rise.incident.number}" in text_of(leader, "desk")
    page = text_of(leader, "incident", rise.incident.number)
    assert "登记时低于系统建议，已告知领导" in page
    assert at("rise-raise", rise.incident.number) in page
    assert at("rise-keep", rise.incident.number) not in page
