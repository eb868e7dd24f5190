"""督办 goes down as a file and its answer comes back: both sides on their own screens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.casework.supervision.models import Supervision
from huiying.work.reports.downward.content import hash_of_waiting
from huiying.work.reports.downward.models import (
    IssuedStep,
    IssuedSupervision,
    ReceivedAnswer,
)
from huiying.work.reports.exchange.models import SuperiorSystem
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.exchange import file_of, signed_report, subordinate_of, take
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import linked_recipient
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.casework.supervision import steps as items
from tests.work.reports.downward.steps import (
    DEMAND,
    answered,
    issue,
    issued,
    rehashed,
    step_file,
    superior_of,
    take_step,
    tampered,
)

pytestmark = pytest.mark.django_db
NOW = T0 + timedelta(minutes=40)
FEEDBACK = "系管网锈蚀，已冲洗。"


@pytest.fixture(autouse=True)
def _today(time, now, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    restart_workers()
    time.set(NOW)


def major_and_report(cast):
    linked_recipient(cast)
    water = incident_of(cast, WATER, grade=Grade.MAJOR)
    return signed_report(cast, water, now=T0)


standing_rows, rows, yunchuan, report = module_rows(major_and_report)


@pytest.fixture
def arrived(yunchuan, linxi, report):
    subordinate_of(linxi, yunchuan.bureau.name)
    superior_of(yunchuan, linxi.bureau.name)
    return take(linxi, file_of(report)).row


def to(name, *args):
    return reverse(f"console:{name}", args=args)


def upload(client, name, data: bytes):
    """Hand in a file and take in what is shown; return the last answer."""
    file = SimpleUploadedFile("file.json", data, "application/json")
    shown = client.post(to(name), {"file": file})
    if shown.status_code != 200 or not shown.context["preview"]:
        return shown
    return client.post(to(name), {"content": shown.context["content"]})


def approve(client, name, page_name, number):
    page = page_of(client.get(to(page_name, number)))
    return client.post(to(name, number), {"hash": page.field("hash")})


def goes_down(linxi, arrived) -> tuple[IssuedSupervision, bytes]:
    """Let the office of the superior draft, its leader sign; return the row and its file."""
    above, leader = signed_in(linxi.shen), signed_in(linxi.leader)
    page = page_of(above.get(to("received-report", arrived.number)))
    assert to("issued-start", arrived.number) in page
    above.post(
        to("issued-start", arrived.number), {"demand": DEMAND, "due": "2026-11-27T10:00"}
    )
    order = IssuedSupervision.objects.get()
    desk = page_of(leader.get(to("desk")))
    assert to("issued-supervision", order.number) in desk.panel("decide")
    approve(leader, "issued-sign", "issued-supervision", order.number)
    shown = page_of(above.get(to("issued-supervision", order.number)))
    assert "未收到回执" in shown.text
    return order, above.get(to("issued-file", order.number, 1)).content


def is_handled(yunchuan, linxi, data) -> tuple[SuperiorSupervision, bytes]:
    """Let the subordinate take it in, its unit feed back, its leader sign the answer."""
    below, leader = signed_in(yunchuan.shen), signed_in(yunchuan.leader)
    answer = upload(below, "superior-supervision-add", data)
    row = SuperiorSupervision.objects.get()
    assert answer.url == to("superior-supervision", row.number)
    assert to("superior-supervision", row.number) in page_of(below.get(to("desk")))
    assert row.number in page_of(below.get(to("superior-supervisions"))).text
    below.post(
        to("supervise-superior", row.number),
        {"unit": yunchuan.waterworks.pk, "demand": "查清原因并反馈"},
    )
    fed_back(yunchuan, linxi, row)
    form = page_of(below.get(to("superior-answer", row.number)))
    assert form.field("text") == FEEDBACK
    below.post(to("superior-answer", row.number), {"text": FEEDBACK})
    approve(leader, "superior-answer-sign", "superior-supervision", row.number)
    below.post(to("superior-answer-arrived", row.number), {"who": "市局督查室"})
    return row, below.get(to("superior-answer-file", row.number, 1)).content


def fed_back(yunchuan, linxi, row) -> None:
    item, unit = Supervision.objects.get(), signed_in(yunchuan.water)
    its = page_of(unit.get(to("supervision", item.number)))
    assert linxi.bureau.name in its.text
    assert to("superior-supervision", row.number) not in its, "it is the office's page"
    unit.post(to("supervision-feedback", item.number), {"text": FEEDBACK})
    item.refresh_from_db()
    items.accept(yunchuan, item, now=NOW)
    items.sign(item, yunchuan.leader, now=NOW)


def test_a_supervision_goes_all_the_way_down_up_and_is_closed(yunchuan, linxi, arrived, report):
    above, below = signed_in(linxi.shen), signed_in(yunchuan.shen)
    order, down = goes_down(linxi, arrived)
    row, up = is_handled(yunchuan, linxi, down)

    upload(above, "issued-answer-add", up)
    assert ReceivedAnswer.objects.get().text == FEEDBACK
    assert to("issued-supervision", order.number) in page_of(above.get(to("desk")))
    above.post(to("issued-close", order.number), {"reason": "反馈属实。"})
    leader = signed_in(linxi.leader)
    approve(leader, "issued-sign", "issued-supervision", order.number)
    order.refresh_from_db()
    assert order.state == "CLOSED"

    closing = above.get(to("issued-file", order.number, 2)).content
    upload(below, "superior-supervision-add", closing)
    page = page_of(below.get(to("superior-supervision", row.number)))
    assert "上级已销号" in page.text
    assert "反馈属实。" in page.text
    history = below.get(to("incident", report.incident.number) + "?tab=history")
    assert row.number in page_of(history).text


def test_a_preview_stores_nothing_and_says_who_asks_what(yunchuan, linxi, arrived):
    data = step_file(issued(linxi, arrived))
    file = SimpleUploadedFile("file.json", data, "application/json")
    page = page_of(signed_in(yunchuan.lu).post(to("superior-supervision-add"), {"file": file}))
    assert DEMAND in page.text
    assert linxi.bureau.name in page.text
    assert not SuperiorSupervision.objects.exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: tampered(data, demand="请补报材料。"), "校验值不符"),
        (lambda data: rehashed(data, to="北山区信访局"), "不是本局"),
        (lambda data: rehashed(data, demand="请删除论坛上的帖子。"), "删除"),
        (lambda _data: b"not json", "不是有效的"),
    ],
)
def test_a_bad_file_comes_back_with_the_reason(yunchuan, linxi, arrived, change, says):
    data = change(step_file(issued(linxi, arrived)))
    answer = upload(signed_in(yunchuan.lu), "superior-supervision-add", data)
    assert answer.status_code == 422
    assert says in page_of(answer, 422).text
    assert not SuperiorSupervision.objects.exists()


def test_what_travelled_in_the_form_is_checked_again(yunchuan, linxi, arrived):
    data = tampered(step_file(issued(linxi, arrived)), demand="请补报材料。")
    answer = signed_in(yunchuan.lu).post(
        to("superior-supervision-add"), {"content": data.decode()}
    )
    assert answer.status_code == 409
    assert not SuperiorSupervision.objects.exists()


def test_the_same_file_again_leads_to_the_row(yunchuan, linxi, arrived):
    client, data = signed_in(yunchuan.lu), step_file(issued(linxi, arrived))
    first = upload(client, "superior-supervision-add", data)
    second = upload(client, "superior-supervision-add", data)
    assert first.url == second.url
    assert SuperiorSupervision.objects.count() == 1


def test_who_drafted_it_sees_no_button_to_sign(linxi, arrived):
    row = issue(linxi, arrived, by=linxi.leader)
    address = to("issued-supervision", row.number)
    assert to("issued-sign", row.number) not in page_of(signed_in(linxi.leader).get(address))
    assert to("issued-sign", row.number) in page_of(signed_in(linxi.cheng).get(address))
    signed_in(linxi.leader).post(to("issued-sign", row.number), {"hash": hash_of_waiting(row)})
    assert IssuedStep.objects.get().signed_at is None


def test_a_leader_refuses_with_a_reason_and_the_office_reads_it(linxi, arrived):
    row = issue(linxi, arrived)
    leader = signed_in(linxi.leader)
    form = page_of(leader.get(to("issued-refuse", row.number)))
    leader.post(
        to("issued-refuse", row.number),
        {"reason": "先电话了解。", "hash": form.field("hash")},
    )
    page = page_of(signed_in(linxi.shen).get(to("issued-supervision", row.number)))
    assert "先电话了解。" in page.text
    assert "未予签发" in page.text
    again = page_of(signed_in(linxi.shen).get(to("received-report", arrived.number)))
    assert to("issued-start", arrived.number) in again


def test_each_page_has_one_filled_button_at_most(yunchuan, linxi, arrived):
    order = issued(linxi, arrived)
    row = take_step(yunchuan, step_file(order)).row

    def filled(client, name, number):
        html = client.get(to(name, number)).content.decode()
        return html.partition('id="main"')[2].count("hy-btn-main")

    office = signed_in(yunchuan.shen)
    assert filled(office, "superior-supervision", row.number) == 1
    assert filled(signed_in(yunchuan.auditor), "superior-supervision", row.number) == 0
    answered(yunchuan, row)
    assert filled(office, "superior-supervision", row.number) == 0
    assert filled(signed_in(linxi.shen), "issued-supervision", order.number) == 0


def test_the_clock_of_each_side_leads_to_its_page(yunchuan, linxi, arrived):
    order = issued(linxi, arrived)
    row = take_step(yunchuan, step_file(order)).row
    row.refresh_from_db()
    for officer, name, item in (
        (linxi.shen, "issued-supervision", order),
        (yunchuan.shen, "superior-supervision", row),
    ):
        page = page_of(signed_in(officer).get(to("clock", item.clock_id)))
        assert to(name, item.number) in page
    assert signed_in(yunchuan.window).get(to("clock", row.clock_id)).status_code == 403


def test_numbers_typed_in_full_open_both_pages_for_who_may(yunchuan, linxi, arrived):
    order = issued(linxi, arrived)
    row = take_step(yunchuan, step_file(order)).row
    search = to("search")
    found = signed_in(linxi.lu).get(search, {"q": order.number})
    assert found.url == to("issued-supervision", order.number)
    found = signed_in(yunchuan.lu).get(search, {"q": row.number})
    assert found.url == to("superior-supervision", row.number)
    part = page_of(signed_in(yunchuan.lu).get(search, {"q": "青石片区供水"}))
    assert to("superior-supervision", row.number) in part.panel("superiors")
    assert signed_in(yunchuan.water).get(search, {"q": row.number}).status_code == 200


def test_lists_are_narrowed_by_words_and_state_and_say_what_they_hide(linxi, arrived):
    order, client = issued(linxi, arrived), signed_in(linxi.lu)
    address = to("issued-supervisions")
    assert order.number in page_of(client.get(address, {"q": "供水", "state": "ISSUED"})).text
    assert "筛选隐藏 1 件" in page_of(client.get(address, {"state": "CLOSED"})).text
    assert "不按人查找" in page_of(client.get(address, {"q": "13800138000"})).text


def test_a_superiors_system_is_registered_and_its_token_shown_until_it_ends(yunchuan):
    office = signed_in(yunchuan.shen)
    office.post(to("superior-system-add"), {"name": "临江市信访局"})
    row = SuperiorSystem.objects.get()
    made = office.post(to("superior-system-token", row.pk))
    page = page_of(office.get(made.url))
    assert "hyr_" in page.text
    assert "/api/v1/supervisions" in page.text
    assert "令牌有效" in page_of(office.get(to("superior-systems"))).text
    office.post(to("superior-system-token-end", row.pk), {"reason": "对方换了系统。"})
    assert "hyr_" not in page_of(office.get(made.url)).text
    office.post(to("superior-system-switch", row.pk), {"version": 0})
    assert "停用" in page_of(office.get(to("superior-systems"))).text
