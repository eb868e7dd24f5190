"""A bureau in twenty minutes: from nothing to the last line of the check-list."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import xlsxwriter
from django.utils.timezone import localtime
from playwright.sync_api import expect

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.rulebook.queries import book_of
from huiying.jobs import clock
from huiying.jobs.backup import archive
from huiying.jobs.delivery.deliver import DeliveryWorker
from huiying.jobs.upkeep.setup_bureau import appoint, set_up_bureau
from huiying.policy.core.standing import Standing
from tests.jobs.peers import Hook, serving
from tests.role_grants import sign_requests
from tests.web.clients import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNITS = [
    ["单位名称", "性质", "职责"],
    ["综合办公室", "科室", "值班、会商、综合协调。"],
    ["来访接待科", "科室", "来访登记、窗口排队、接待秩序。"],
    ["区水务局", "外单位", "供水、水质、停水。"],
]
OFFICERS = [
    ["账号", "姓名", "单位", "职务", "值班电话", "角色"],
    ["lu", "陆知远", "综合办公室", "", "", "值班员"],
    ["shen", "沈青禾", "综合办公室", "主任", "", "领导小组办公室"],
    ["gu", "顾怀川", "综合办公室", "局长", "", "组长"],
    ["song", "宋微澜", "综合办公室", "", "", "新闻发言人"],
    ["qin", "秦以安", "来访接待科", "", "", "承办人员"],
    ["wen", "温若川", "区水务局", "", "", "承办人员"],
]


def xlsx(rows: list[list[str]]) -> dict[str, object]:
    """Return rows as a file that a browser uploads."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "名单.xlsx", "mimeType": kind, "buffer": buffer.getvalue()}


def shifts() -> list[list[str]]:
    """Return four days of duty around the clock, from the shift on that runs now."""
    first = localtime(clock.real_now()) - timedelta(hours=8)
    rows = [["日期", "开始", "结束", "值班", "带班"]]
    for number in range(4):
        day = f"{first + timedelta(days=number):%Y-%m-%d}"
        rows.append([day, "08:00", "08:00", "陆知远", "顾怀川"])
    return rows


def bring(page, address: str, rows: list[list[str]]) -> None:
    """Upload a sheet, look at it, add its rows."""
    page.goto(address)
    page.set_input_files("input[name=file]", files=[xlsx(rows)])
    page.locator("main form button.hy-btn-main").click()
    expect(page.locator("#h-rows")).to_be_visible()
    page.locator("main form button.hy-btn-main").click()
    expect(page.locator("#h-rows")).to_have_count(0)


def send(page) -> None:
    page.locator("main form button.hy-btn-main").last.click()
    page.wait_for_load_state()


def confirm_rules(page, other, codes: list[str]) -> None:
    """Say of each open period that it is the bureau's own; another tries 90 days and adopts."""
    for code in codes:
        page.goto(f"/desk/rules/edit/deadlines/{code}/")
        page.locator("select[name=standing]").select_option("bureau")
        page.fill("[name=basis]", "局务会 11 月 2 日纪要")
        send(page)
        page.wait_for_url("**/desk/rules/draft/")
    other.goto("/desk/rules/draft/trial/")
    expect(other.get_by_text("试算近 90 天")).to_be_visible()
    other.fill("[name=reason]", "局务会确认")
    send(other)


def sign_practice(page, message: tuple[str, dict[str, str], bytes]) -> None:
    """Open the link that the duty telephone got, and sign the practice notice."""
    link = re.search(r"/r/[\w.:-]+/practice/", message[2].decode())
    page.goto(link[0])
    page.fill("input[name=name]", "陆知远")
    page.get_by_role("button", name="签收（演练）").click()
    expect(page.get_by_text("签收，渠道和签收可用").first).to_be_visible()


def enter(page, officer: Officer, address: str) -> None:
    """Let an officer be signed in."""
    session = signed_in(officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def enter_superior(page) -> None:
    """Enter to whom the bureau reports."""
    page.goto("/desk/group/superiors/add/")
    page.fill("input[name=name]", "区委办公室")
    page.select_option("[name=kind]", "GOVERNMENT")
    page.fill("[name=matters]", "重大舆情初报、续报、终报")
    page.fill("[name=way]", "公文交换")
    send(page)


def enter_public_details(page) -> None:
    """Enter how people reach the bureau, as the public pages print it."""
    page.goto("/desk/people/contact/")
    page.fill("[name=address]", "青山区春晖路 1 号")
    page.fill("[name=hours]", "工作日 9:00 至 17:00")
    page.fill("[name=office_line]", "12345")
    send(page)


@pytest.mark.clause("3b")
def test_from_nothing_to_the_last_line_of_the_check_list(
    visit, live_server, db, settings, tmp_path, shoot
):
    settings.FETCH_ALLOW_PRIVATE = frozenset({"127.0.0.1"})
    settings.DATA_DIR = tmp_path  # where the day of the last backup is noted
    bureau = set_up_bureau(
        slug="qingshan",
        name="青山区信访局",
        district="青山区",
        username="admin",
        person="方知行",
        password="a-long-enough-pass",
    )
    second = appoint(
        slug="qingshan",
        username="second",
        person="韩照临",
        role=Role.ADMINISTRATOR,
        password="a-long-enough-pass",
    )
    page, other = visit(), visit()
    enter(page, Officer.objects.get(username="admin"), live_server.url)
    Officer.objects.filter(pk=second.pk).update(must_change_password=False)  # he did
    enter(other, second, live_server.url)
    page.goto("/desk/")
    expect(page.get_by_text("启用准备")).to_be_visible()
    shoot(page, "empty-1")

    bring(page, "/desk/people/units/import/", UNITS)
    page.goto("/desk/people/officers/import/")
    page.set_input_files("input[name=file]", files=[xlsx(OFFICERS)])
    send(page)
    send(page)  # shows each one's link, once
    expect(page.get_by_text("陆知远").first).to_be_visible()
    expect(page.get_by_text("6 人的角色须由第二人签署")).to_be_visible()
    sign_requests(second, now=clock.now())
    bring(page, "/desk/roster/import/", shifts())
    enter_superior(page)
    enter_public_details(page)
    page.goto("/desk/sources/add/push/")
    page.fill("input[name=name]", "青山论坛")
    page.select_option("select[name=channel]", "论坛")
    send(page)
    open_ones = [
        code
        for code, rule in book_of(bureau.pk, clock.real_now()).deadlines.items()
        if rule.standing == Standing.TO_CONFIRM
    ]
    confirm_rules(page, other, open_ones)
    with serving(Hook()) as peer, ThreadPoolExecutor(2) as pool:
        page.goto("/desk/channels/add/")
        page.fill("input[name=name]", "值班手机")
        page.check("input[name=kind][value=WEBHOOK]")
        page.fill("input[name=target]", peer.url)
        send(page)
        page.goto("/desk/channels/")
        page.locator("form[action$='/test/'] button").click()
        page.wait_for_load_state()
        assert DeliveryWorker(pool).turn(clock.real_now(), seconds=5) == 1
        page.goto("/desk/notices/practice/")
        send(page)
        expect(page.get_by_text("演练通报已排入 1 个渠道")).to_be_visible()
        assert DeliveryWorker(pool).turn(clock.real_now(), seconds=5) == 1
    assert len(peer.got) == 2
    sign_practice(visit(390, 844), peer.got[-1])
    page.goto("/desk/")
    shoot(page, "empty-2")
    left = page.locator("li.hy-no").all_inner_texts()
    assert [line for line in left if "完成首次备份" not in line] == []
    assert len(left) == 1
    archive.back_up(target=tmp_path / "first.tar.gz")
    page.goto("/desk/")

    expect(page.locator("h1")).to_have_text("值班台")
    expect(page.get_by_text("启用准备")).to_have_count(0)
