"""督办 on screen: opened, answered by the unit, checked by the office, signed by another."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.supervision.models import Supervision, SupervisionState
from tests.base.files.samples import exif, jpeg
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.casework.instructions.steps import enter, instruct
from tests.work.casework.notices.steps import notify
from tests.work.casework.supervision.steps import accept, answer, supervise

pytestmark = pytest.mark.django_db
ASKED = "查清自来水发黄原因并反馈处置结果"


@pytest.fixture(autouse=True)
def _files(time, settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path
    time.forward(minutes=6)


def instructed(cast):
    major = incident_of(cast, WATER, grade=Grade.MAJOR)
    return major, instruct(cast, major, now=T0)


standing_rows, rows, yunchuan, both = module_rows(instructed)


@pytest.fixture
def major(both):
    return both[0]


@pytest.fixture
def instruction(both):
    return both[1]


@pytest.fixture
def item(yunchuan, instruction):
    return supervise(yunchuan, instruction, now=T0)


@pytest.fixture
def shen(yunchuan):
    return signed_in(yunchuan.shen)


@pytest.fixture
def leader(yunchuan):
    return signed_in(yunchuan.leader)


@pytest.fixture
def water(yunchuan):
    return signed_in(yunchuan.water)


def here(name, number):
    return reverse(f"console:{name}", args=[number])


def seen(client, item):
    return page_of(client.get(here("supervision", item.number)))


def filled(page):
    """Return the words of the filled buttons of a page."""
    return [one for one in page.buttons() if "hy-btn-main" in page.button(one).tag]


def fresh(item):
    return Supervision.objects.get(pk=item.pk)


def test_the_office_finds_the_instruction_on_its_desk_and_opens_a_supervision(
    yunchuan, shen, instruction
):
    desk = shen.get(reverse("console:desk")).content.decode()
    assert here("instruction", instruction.number) in desk
    form = page_of(shen.get(here("supervise", instruction.number)))

    answered = shen.post(
        here("supervise", instruction.number),
        {"unit": yunchuan.waterworks.pk, "demand": ASKED, "due": form.field("due")},
    )

    item = Supervision.objects.get()
    assert answered.url == here("supervision", item.number)
    assert item.clock.due_at == instruction.due_at


def test_a_double_click_opens_one(yunchuan, shen, instruction):
    form = {"unit": yunchuan.waterworks.pk, "demand": ASKED}
    shen.post(here("supervise", instruction.number), form)

    again = shen.post(here("supervise", instruction.number), form)

    assert Supervision.objects.count() == 1
    assert "无需重复" in page_of(again, 409).text


def test_the_page_has_the_due_step_of_each_reader_as_its_filled_button(
    yunchuan, shen, leader, water, item
):
    assert filled(seen(water, item)) == ["反馈…"]
    assert filled(seen(shen, item)) == []
    assert filled(seen(leader, item)) == []
    answer(yunchuan, item, now=T0)
    assert filled(seen(shen, item)) == ["申请销号…"]
    assert filled(seen(water, item)) == []
    accept(yunchuan, item, now=T0)
    assert filled(seen(leader, item)) == ["同意销号"]
    assert filled(seen(shen, item)) == []


def test_the_unit_answers_from_its_desk_with_files(water, shen, item):
    desk = water.get(reverse("console:desk")).content.decode()
    assert here("supervision", item.number) in desk

    water.post(
        here("supervision-feedback", item.number),
        {
            "text": "已冲洗管网。",
            "version": item.revision,
            "attachments": [SimpleUploadedFile("a.jpg", jpeg(exif(6)), "image/jpeg")],
            "file_words": "冲洗照片",
        },
    )

    shown = seen(shen, item)
    assert fresh(item).state == SupervisionState.REPORTED
    assert "冲洗照片" in shown.text
    assert (
        here("supervision", item.number) in shen.get(reverse("console:desk")).content.decode()
    )


def test_a_stale_tab_changes_nothing_and_says_so(yunchuan, water, item):
    stale = item.revision
    answer(yunchuan, item, now=T0)

    late = water.post(
        here("supervision-feedback", item.number), {"text": "另一份", "version": stale}
    )

    assert "已被他人更新" in page_of(late, 409).text
    assert "另一份" in page_of(late, 409)


def test_the_office_returns_it_asks_for_closing_and_the_leader_signs(
    yunchuan, shen, leader, item
):
    answer(yunchuan, item, now=T0)
    shen.post(
        here("supervision-return", item.number),
        {"reason": "未附检测单", "version": item.revision},
    )
    assert "未附检测单" in seen(signed_in(yunchuan.water), item).text
    again = fresh(item)
    answer(yunchuan, again, now=T0)
    shen.post(
        here("supervision-ask", item.number),
        {"text": "经核属实", "version": again.revision},
    )
    assert "待销号" in page_of(leader.get(reverse("console:desk"))).panel("decide").text
    shown = seen(leader, item).field("hash")

    leader.post(here("supervision-sign", item.number), {"hash": shown})

    closed = fresh(item)
    assert (closed.state, closed.closed_by) == (SupervisionState.CLOSED, yunchuan.leader)
    assert "沈青禾申请，顾怀川签署" in seen(shen, item).text
    second = leader.post(here("supervision-sign", item.number), {"hash": shown}, follow=True)
    assert "已被他人更新" in page_of(second).text


def test_who_asked_cannot_sign_by_the_address_either(yunchuan, shen, item):
    answer(yunchuan, item, now=T0)
    accept(yunchuan, item, now=T0)

    shen.post(here("supervision-sign", item.number), {"hash": "x"})

    assert fresh(item).state == SupervisionState.CLOSING


def test_of_a_dissolved_unit_the_page_asks_to_hand_it_on(yunchuan, shen, item):
    item.unit.active = False
    item.unit.save(update_fields=["active"])

    page = seen(shen, item)
    shen.post(
        here("supervision-reassign", item.number),
        {"unit": yunchuan.reception.pk, "reason": "职责划转", "version": item.revision},
    )

    assert "已停用，无法反馈" in page.text
    assert filled(page) == ["改派…"]
    assert fresh(item).unit == yunchuan.reception


def test_that_the_instruction_waits_is_said_on_the_page(yunchuan, shen, water, major):
    item = supervise(yunchuan, enter(yunchuan, major, now=T0), now=T0)

    assert "所依据的批示待本人确认" in seen(shen, item).text
    assert (
        item.instruction.text in seen(shen, item).text,
        item.instruction.text in seen(water, item).text,
    ) == (True, False)


def test_the_incident_shows_it_and_its_gate_leads_there(shen, major, item):
    address = reverse("console:incident", args=[major.number])
    page = page_of(shen.get(f"{address}?tab=handling"))

    assert ASKED in page.panel("supervision").text
    assert "有督办件尚未销号" in page.panel("closing").text
    assert "督办区水务局" in page_of(shen.get(f"{address}?tab=history")).text


def test_what_a_unit_is_late_with_is_supervised_from_the_menu(yunchuan, shen, major, time):
    notice = notify(major, yunchuan.waterworks, yunchuan.lu, T0)
    sign_notice(notice=notice, officer=yunchuan.water, now=T0)
    address = reverse("console:incident", args=[major.number])
    assert here("supervise-notice", notice.number) not in shen.get(address).content.decode()
    time.forward(days=3)

    assert here("supervise-notice", notice.number) in shen.get(address).content.decode()
    shen.post(
        here("supervise-notice", notice.number),
        {"unit": yunchuan.waterworks.pk, "demand": "请反馈核实情况"},
    )
    assert Supervision.objects.get().notice == notice
    assert here("supervise-notice", notice.number) not in shen.get(address).content.decode()


def test_the_list_and_its_file_hold_what_the_filter_shows(yunchuan, shen, water, item):
    other = supervise(
        yunchuan, item.instruction, unit=yunchuan.reception, demand="做好来访解释", now=T0
    )
    address = reverse("console:supervisions")

    mine = page_of(water.get(address))
    found = shen.get(address, {"q": "来访", "format": "csv"}).content.decode("utf-8-sig")

    assert (item.number in mine, other.number in mine) == (True, False)
    heading, *lines = csv.reader(io.StringIO(found))
    assert [line[0] for line in lines] == [other.number]
    assert {"批示领导", "督办事项", "销号签署人", "是否超时"} <= set(heading)
    assert water.get(address, {"format": "csv"}).status_code == 403


def test_three_hundred_letters_are_taken_and_shown_whole(yunchuan, shen, instruction):
    long = "查清原因并说明处置结果和今后办法。" * 17 + "完。" + "好"
    form = {"unit": yunchuan.waterworks.pk, "demand": long[:300]}

    shen.post(here("supervise", instruction.number), form)

    item = Supervision.objects.get()
    assert len(item.demand) >= 290
    assert item.demand in seen(shen, item).text


def test_more_time_is_asked_from_the_page_and_given_by_a_leader(
    yunchuan, water, leader, shen, item
):
    assert "申请延期…" in seen(water, item).buttons()
    until = (item.clock.due_at + timedelta(days=2)).astimezone().strftime("%Y-%m-%dT%H:%M")
    water.post(
        reverse("console:clock-extend", args=[item.clock_id]),
        {"until": until, "reason": "管网排查需要时间"},
    )

    shown = page_of(leader.get(here("extension", "Y2026-0001")))
    assert shen.post(here("extension-grant", "Y2026-0001")).status_code == 403
    leader.post(here("extension-grant", "Y2026-0001"), {"hash": shown.field("hash")})

    before = item.clock.due_at
    item.clock.refresh_from_db()
    assert item.clock.due_at > before
